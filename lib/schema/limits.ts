/**
 * The limits of a configuration, so that any input ends in a result or a diagnostic: never in a hang or out of memory. They are
 * far beyond what describes a network; Terraform has some limits of its own (a range has 1024 elements) and otherwise is limited
 * by the machine.
 */

/** The nesting limit of expressions, values and JSON. Every reader of them reaches it on Node's default stack. */
export const DEEPEST = 400;

/** The longest chain of operators or steps; each one contains the one before, and takes less stack than a bracket. */
export const LONGEST_CHAIN = 2 * DEEPEST;

/** The nesting limit of a state's JSON: the type of a value has two levels for each level of the value. */
export const DEEPEST_STATE = 2 * DEEPEST + 20;

/** The longest text that an expression may produce, in UTF-16 units. */
export const LONGEST_TEXT = 2 ** 24;

/** The size of one element of a value, in bytes, without its text. */
export const ELEMENT = 32;

/** The largest value, written out in full, in bytes: eight million elements. */
export const LARGEST_VALUE = 2 ** 28;

/** The limit for intermediate values of one attribute, local value or output, in bytes. */
export const MOST_BUILT = 2 ** 29;

/** The limit for the values of all attributes, local values and outputs together, in bytes. */
export const MOST_KEPT = 2 ** 30;

/** The limit for the steps of one evaluation: evaluated nodes, and elements that functions and comparisons visit. */
export const MOST_STEPS = 200_000_000;

/** Instances of all blocks of a configuration together. */
export const MOST_INSTANCES = 250_000;

/** Digits of a number, before and behind the point, and powers of ten that it is away from one. */
export const MOST_DIGITS = 10_000;

/** Steps of one regular expression over one text: instructions of the pattern times characters of the text. */
export const MOST_MATCHING = 2 ** 31;

/**
 * The limits of what a configuration may ask for, so that any input ends in a result or a diagnostic: never in a hang, nor in
 * a process that the memory was too small for. They are far beyond what describes a network; Terraform has some of its own
 * (a range has 1024 elements) and otherwise ends where the machine does.
 */

/** How deep expressions, values and JSON may be nested. Every reader of them goes as deep as this on Node's default stack. */
export const DEEPEST = 400;

/** How many operators or steps may stand in a row; each one holds the one before, and takes less room than a bracket. */
export const LONGEST_CHAIN = 2 * DEEPEST;

/** How deep the JSON of a state may be: the type of a value is written with two levels for each one of the value. */
export const DEEPEST_STATE = 2 * DEEPEST + 20;

/** The longest text that an expression makes, in UTF-16 units. */
export const LONGEST_TEXT = 2 ** 24;

/** What one element of a value counts for, in bytes, beside the text in it. */
export const ELEMENT = 32;

/** The largest value, written out in full, in bytes: eight million elements. */
export const LARGEST_VALUE = 2 ** 28;

/** The most that one attribute, local value or output may build on the way to its value, in bytes. */
export const MOST_BUILT = 2 ** 29;

/** The most that the values of all attributes, local values and outputs may take together, in bytes. */
export const MOST_KEPT = 2 ** 30;

/** The steps of one evaluation of a configuration: nodes evaluated, and elements that functions and comparisons look at. */
export const MOST_STEPS = 200_000_000;

/** Instances of all blocks of a configuration together. */
export const MOST_INSTANCES = 250_000;

/** Digits of a number, before and behind the point, and powers of ten that it is away from one. */
export const MOST_DIGITS = 10_000;

/** Steps of one regular expression over one text: instructions of the pattern times characters of the text. */
export const MOST_MATCHING = 2 ** 31;

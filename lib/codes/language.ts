import { error, type CodeEntry } from "./entry";

/** What is wrong with the text of a configuration. */
export const languageCodes = {
  // language: texts and expressions
  "invalid-json": error(
    "Invalid JSON",
    "A file of the configuration is not JSON, or not an object. The place is given as line and column.",
  ),
  "duplicate-json-key": error("Duplicate key in JSON", "A JSON object has one key twice; the first value would be lost without a word."),
  "invalid-expression": error(
    "Invalid expression",
    "A `${…}` or `%{…}` in a string could not be read. Write `$${` and `%%{` for the characters themselves.",
  ),
  "unresolved-token": error(
    "Unresolved token",
    "The configuration holds a placeholder of CDKTF in place of a value: it was turned into text or a number before it was resolved. Use the value through `Token`, `Fn` or a string template.",
  ),
  "unknown-function": error("Unknown function", "An expression calls a function that does not exist."),
  "unavailable-function": error(
    "Function not available",
    "An expression calls a function of Terraform's that Netweft leaves out: it reads files, or it gives another result each time.",
  ),
  "invalid-arguments": error(
    "Invalid arguments of a function",
    "A function is called with too few or too many arguments, or with some that it cannot work on.",
  ),
  "invalid-operand": error("Invalid operand", "An operator, a condition, a string template or `for` has a value that it cannot work on."),
  "inconsistent-types": error("Inconsistent conditional results", "The two results of `? :` have types that cannot become one."),
  "invalid-index": error("Invalid index", "A value has no such element or attribute."),
  "null-value": error("Null value", "A value is null where its parts are asked for."),
  "duplicate-key": error("Duplicate object key", "Two elements of a `for` expression have the same key."),
  "limit-exceeded": error(
    "Beyond what a configuration may ask for",
    "A text, a value, a number or the work of an evaluation would be larger than any network needs, or a value or a JSON text is nested deeper. The limits are in `lib/schema/limits.ts`.",
  ),
  "inexact-number": error(
    "Number cannot be held exactly",
    "A number has more digits than can be kept, so it would change silently. Write it as a string if it is a name or a code.",
  ),

  // language: blocks
  "invalid-block": error("Invalid block", "A part of the configuration does not have the shape that Terraform JSON gives it."),
  "duplicate-block": error("Duplicate block", "Two blocks declare the same thing."),
  "unknown-block": error("Unknown block", "The configuration has a section that Terraform JSON does not know; often a misspelled name."),
  "other-provider": error(
    "Resource of another provider",
    "A block belongs to another provider than Netweft, and Netweft's own engine runs none. Run the configuration with Terraform and Netweft's provider.",
  ),
  "needs-terraform": error(
    "Only Terraform can do this",
    "The configuration uses something that Netweft's own engine leaves to Terraform: modules, provisioners, dynamic blocks. Run it with Terraform and Netweft's provider.",
  ),
  "unknown-resource-type": error("Unknown resource type", "A block names a resource or data source that Netweft does not have."),
  "undeclared-provider": error(
    "Undeclared provider configuration",
    "A resource names a provider configuration, an alias, that no provider block declares.",
  ),
  "invalid-reference": error("Invalid reference", "A reference is incomplete, or stands where it means nothing."),
  "unknown-reference": error(
    "Reference to nothing",
    "An expression or `depends_on` refers to a block that the configuration does not declare, or to an attribute that the block does not have.",
  ),
  cycle: error("Cycle of references", "Blocks refer to each other in a circle, so none of them can come first."),
  "count-and-for-each": error(
    "Both count and for_each",
    "A block has both `count` and `for_each`; each of them says how many instances there are.",
  ),
  "invalid-count": error("Invalid count", "`count` is a whole number from 0 on, known when the plan is made, and not sensitive."),
  "invalid-for-each": error("Invalid for_each", "`for_each` is a map, an object or a set of strings, not sensitive and not null."),
  "unknown-count": error(
    "Number of instances not known",
    "`count` or `for_each` depends on something that is only known after the apply, so it is open which instances there are.",
  ),
  "invalid-lifecycle": error("Invalid lifecycle", "Something in a `lifecycle` block is not what it must be."),
  "invalid-depends-on": error(
    "Invalid depends_on",
    "`depends_on` is a list of plain references to blocks, without `${…}` and without attributes.",
  ),
  "failed-condition": error("Condition not met", "A precondition, a postcondition or the validation of a variable says no."),
  "invalid-type-constraint": error("Invalid type", "The `type` of a variable is not a type."),
  "missing-variable": error("Missing variable", "A variable has no value and no default."),
  "undeclared-variable": error(
    "Value for an undeclared variable",
    "A value was given for a variable that the configuration does not declare.",
  ),
  "invalid-variable": error(
    "Invalid value for a variable",
    "The value of a variable does not fit its type, or is null where it must not be.",
  ),
  "sensitive-output": error(
    "Output shows something sensitive",
    "The value of an output comes from something sensitive, and the output does not say `sensitive = true`.",
  ),
} as const satisfies Record<string, CodeEntry>;

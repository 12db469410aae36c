import { error, type CodeEntry } from "./entry";

/** What is wrong with the text of a configuration. */
export const languageCodes = {
  // language: texts and expressions
  "invalid-json": error(
    "Invalid JSON",
    "A file of the configuration is not JSON, or not an object. The place is given as line and column.",
    "Correct the text at the line that the message names.",
  ),
  "duplicate-json-key": error(
    "Duplicate key in JSON",
    "A JSON object has one key twice; the first value would be lost silently.",
    "Rename one of the two keys, or remove it.",
  ),
  "invalid-expression": error(
    "Invalid expression",
    "A `${…}` or `%{…}` in a string could not be read. Write `$${` and `%%{` for the characters themselves.",
    "Correct the expression; the message says where it ends being one.",
  ),
  "unresolved-token": error(
    "Unresolved token",
    "The configuration holds a placeholder of CDKTF in place of a value: it was turned into text or a number before it was resolved. Use the value through `Token`, `Fn` or a string template.",
    "Use the value through `Token`, `Fn` or a string template.",
  ),
  "unknown-function": error("Unknown function", "An expression calls a function that does not exist.", "Correct the name of the function."),
  "unavailable-function": error(
    "Function not available",
    "An expression calls a Terraform function that Netweft does not support: it reads files, or gives another result each time.",
    "Compute the value in the app, or pass it as a variable.",
  ),
  "invalid-arguments": error(
    "Invalid arguments of a function",
    "A function is called with too few or too many arguments, or with arguments that it does not accept.",
    "Call the function with the arguments that the message names.",
  ),
  "invalid-operand": error(
    "Invalid operand",
    "An operator, a condition, a string template or `for` has a value that it does not accept.",
    "Convert the value, or check it for null first.",
  ),
  "inconsistent-types": error(
    "Inconsistent conditional results",
    "The two results of `? :` have types that cannot be unified.",
    "Convert one of the results to the other's type.",
  ),
  "invalid-index": error("Invalid index", "A value has no such element or attribute.", "Use an element or attribute that the value has."),
  "null-value": error(
    "Null value",
    "A value is null where its elements or attributes are used.",
    "Give the value a default with `coalesce`, or check it for null first.",
  ),
  "duplicate-key": error(
    "Duplicate object key",
    "Two elements of a `for` expression have the same key.",
    "Make the keys differ, or group the values with `...`.",
  ),
  "limit-exceeded": error(
    "Limit of a configuration exceeded",
    "A text, a value, a number or the work of an evaluation is larger than any network needs, or a value or a JSON text is nested too deeply. The limits are in `lib/schema/limits.ts`.",
    "Make the value smaller, or split the configuration.",
  ),
  "inexact-number": error(
    "Number cannot be represented exactly",
    "A number has more digits than can be stored, so it would change silently. Write it as a string if it is a name or a code.",
    "Write the number as a string.",
  ),

  // language: blocks
  "invalid-block": error(
    "Invalid block",
    "A part of the configuration does not have the shape that Terraform JSON gives it.",
    "Write the block in the shape that the message names.",
  ),
  "duplicate-block": error("Duplicate block", "Two blocks declare the same thing.", "Rename or remove one of the two blocks."),
  "unknown-block": error(
    "Unknown block",
    "The configuration has a section that Terraform JSON does not have; often a misspelled name.",
    "Correct the name of the section, or remove it.",
  ),
  "other-provider": error(
    "Resource of another provider",
    "A block, or a resource in the state, belongs to another provider than Netweft, and Netweft's own engine runs no other provider. Run the configuration with Terraform and Netweft's provider.",
    "Run the configuration with Terraform, or keep that resource in another one.",
  ),
  "unmet-version": error(
    "Required version is not met",
    "`required_version` of the block `terraform` excludes the version of Terraform whose language Netweft's engine has.",
    "Widen `required_version`, or run the configuration with Terraform.",
  ),
  "needs-terraform": error(
    "Supported by Terraform only",
    "The configuration uses something that Netweft's own engine leaves to Terraform: modules, provisioners, dynamic blocks. Run it with Terraform and Netweft's provider.",
    "Run the configuration with Terraform and Netweft's provider, or declare its resources without that.",
  ),
  "unknown-resource-type": error(
    "Unknown resource type",
    "A block names a resource or data source that Netweft does not have.",
    "Correct the type; `docs/reference` lists all of them.",
  ),
  "undeclared-provider": error(
    "Undeclared provider configuration",
    "A resource names a provider configuration, an alias, that no provider block declares.",
    "Declare a provider block with this alias, or remove `provider`.",
  ),
  "invalid-reference": error(
    "Invalid reference",
    "A reference is incomplete, or is not allowed in its place.",
    "Complete the reference, or use a value that is allowed there.",
  ),
  "unknown-reference": error(
    "Reference to something undeclared",
    "An expression or `depends_on` refers to a block that the configuration does not declare, or to an attribute that the block does not have.",
    "Declare the block, or correct the reference.",
  ),
  cycle: error(
    "Cycle of references",
    "Blocks refer to each other in a cycle, so none of them can be evaluated first.",
    "Replace one of the references by a value.",
  ),
  "count-and-for-each": error(
    "Both count and for_each",
    "A block has both `count` and `for_each`; each of them sets the number of instances.",
    "Remove one of the two.",
  ),
  "invalid-count": error(
    "Invalid count",
    "`count` must be a non-negative integer, known when the plan is made, and not sensitive.",
    "Write a non-negative integer that is known before the apply.",
  ),
  "invalid-for-each": error(
    "Invalid for_each",
    "`for_each` must be a map, an object or a set of strings, not sensitive and not null.",
    "Use a map, or `toset` of a list of strings.",
  ),
  "unknown-count": error(
    "Number of instances not known",
    "`count` or `for_each` depends on a value that is known only after the apply, so the number of instances is unknown.",
    "Use a value of the configuration or of a variable, or apply what it depends on first, with `--target`.",
  ),
  "invalid-lifecycle": error(
    "Invalid lifecycle",
    "A `lifecycle` block has an invalid argument or value.",
    "Write the argument as the message says.",
  ),
  "invalid-depends-on": error(
    "Invalid depends_on",
    "`depends_on` must be a list of plain references to blocks, without `${…}` and without attributes.",
    'Write references to blocks: `"netweft_bridge_network.front"`.',
  ),
  "failed-condition": error(
    "Condition not met",
    "A precondition, a postcondition or the validation of a variable is false.",
    "Change the value that the condition is about; the message is the condition's own.",
  ),
  "invalid-type-constraint": error(
    "Invalid type",
    "The `type` of a variable is not a type constraint.",
    "Write a type such as `string`, `list(string)` or `object({ port = number })`.",
  ),
  "missing-variable": error(
    "Missing variable",
    "A variable has no value and no default.",
    "Give a value with `--var NAME=VALUE`, `--var-file`, or `TF_VAR_NAME`.",
  ),
  "undeclared-variable": error(
    "Value for an undeclared variable",
    "A value was given for a variable that the configuration does not declare.",
    "Declare the variable, or leave the value out.",
  ),
  "invalid-variable": error(
    "Invalid value for a variable",
    "The value of a variable does not fit its type, or is null where it must not be.",
    "Give a value of the variable's type.",
  ),
  "sensitive-output": error(
    "Output shows a sensitive value",
    "The value of an output depends on a sensitive value, and the output does not have `sensitive = true`.",
    "Set `sensitive = true` on the output.",
  ),
} as const satisfies Record<string, CodeEntry>;

/** The values of input variables. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import { constantOf, withDefaults } from "../blocks/constraint";
import type { VariableBlock } from "../blocks/model";
import { parseExpression } from "../language/parse";
import type { Inputs, VariableInput } from "../types";
import { convertTo } from "../values/convert";
import { fromPlain } from "../values/plain";
import { markedAs } from "../values/sensitive";
import { concealedIf, fault, isFault, isNull, type TypeFault, type Typed } from "../values/typed";
import { UNKNOWN } from "../../schema/value";

/** Every declared variable with its value; a missing value is reported and unknown. */
export function variableValues(
  blocks: ReadonlyMap<string, VariableBlock>,
  inputs: Inputs,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Typed> {
  for (const [name, input] of inputs.variables) if (!blocks.has(name)) undeclared(name, input, blocks, diagnostics);
  const values = new Map<string, Typed>();
  for (const block of blocks.values())
    values.set(block.name, markedAs(block.sensitive, valueOf(block, inputs.variables.get(block.name), diagnostics)));
  return values;
}

/** The environment may also have variables for other configurations. */
function undeclared(name: string, { from }: VariableInput, blocks: ReadonlyMap<string, VariableBlock>, diagnostics: Diagnostic[]): void {
  if (from.includes("TF_VAR_")) return;
  const meant = nearest(name, blocks.keys());
  const hint = meant === undefined ? "Declare it in the configuration, or remove the value." : `Did you mean ${JSON.stringify(meant)}?`;
  diagnostics.push(diagnose("undeclared-variable", `${from} sets ${JSON.stringify(name)}, but no such variable is declared. ${hint}`));
}

function valueOf(block: VariableBlock, input: VariableInput | undefined, diagnostics: Diagnostic[]): Typed {
  if (!input) return withoutInput(block, diagnostics);
  const given = "value" in input ? fromPlain(input.value) : fromText(block, input.text);
  const value = isFault(given) ? given : convertTo(withDefaults(given, block.constraint.defaults), block.constraint.type);
  if (isFault(value))
    return wrong(block, `The value from ${input.from} cannot be used. ${concealedIf(block.sensitive, value).message}`, diagnostics);
  if (!isNull(value) || block.nullable) return value;
  return block.default ?? wrong(block, `The value from ${input.from} is null, but the variable is not nullable.`, diagnostics);
}

function withoutInput(block: VariableBlock, diagnostics: Diagnostic[]): Typed {
  if (block.default !== undefined) return block.default;
  const { name } = block;
  const detail = `The variable ${JSON.stringify(name)} has no value and no default. Set it with -var ${name}=…, in a *.tfvars.json file, or in the environment as TF_VAR_${name}.`;
  diagnostics.push(diagnose("missing-variable", detail, block.where));
  return UNKNOWN;
}

function wrong(block: VariableBlock, detail: string, diagnostics: Diagnostic[]): Typed {
  diagnostics.push(diagnose("invalid-variable", detail, block.where));
  return UNKNOWN;
}

/** Text is the value itself for simple types, and an expression for the others. */
function fromText({ parsed }: VariableBlock, text: string): Typed | TypeFault {
  if (!parsed) return text.normalize("NFC");
  const expression = parseExpression(text);
  return "problem" in expression
    ? fault`${JSON.stringify(text)} is not an expression. ${expression.problem.message}`
    : constantOf(expression.node);
}

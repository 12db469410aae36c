import type { VariableInput } from "../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { isTooDeep } from "../schema/json-depth";
import { DEEPEST } from "../schema/limits";
import type { Value } from "../schema/value";
import { objectOf } from "./app";
import type { CliEnvironment } from "./doors";
import type { CliSession } from "./session";

type VariableInputs = ReadonlyMap<string, VariableInput>;

const PREFIX = "TF_VAR_";

/**
 * The values of input variables; later sources override earlier ones, as in Terraform: the environment (`TF_VAR_…`),
 * `terraform.tfvars.json`, `*.auto.tfvars.json`, then `--var-file`, then `--var`.
 */
export async function readVariables({ given, doors, env }: CliSession): Promise<Result<VariableInputs>> {
  const listed = await doors.files.list(".");
  if (!listed.ok) return listed;
  const names = listed.value;
  const native = names.filter((name) => name === "terraform.tfvars" || name.endsWith(".auto.tfvars"));
  const found = [
    ...names.filter((name) => name === "terraform.tfvars.json"),
    ...names.filter((name) => name.endsWith(".auto.tfvars.json")),
  ];
  const files = await Promise.all([...found, ...given.list("var-file")].map((name) => readValues(name, doors)));
  const flags = given.list("var").map((word, n) => readFlag(word, n));
  const problems = [
    ...native.map(nativeValues),
    ...files.flatMap((file) => file.diagnostics),
    ...flags.flatMap((flag) => flag.diagnostics),
  ];
  if (problems.length > 0) return fail(...problems);
  const parts = [fromEnvironment(env), ...[...files, ...flags].flatMap((part) => (part.ok ? [part.value] : []))];
  return ok(new Map(parts.flatMap((part) => [...part])));
}

function fromEnvironment(env: CliSession["env"]): VariableInputs {
  const entries = Object.entries(env).flatMap(([name, text]) =>
    name.startsWith(PREFIX) && text !== undefined ? [[name.slice(PREFIX.length), { from: name, text }] as const] : [],
  );
  return new Map(entries);
}

async function readValues(name: string, { files }: CliEnvironment): Promise<Result<VariableInputs>> {
  const text = await files.read(name);
  if (!text.ok) return text;
  if (isTooDeep(text.value)) return fail(diagnose("limit-exceeded", `${name} is nested more than ${DEEPEST} deep.`, { file: name }));
  const json = objectOf(text.value);
  if (!json) return fail(name.endsWith(".tfvars") ? nativeValues(name) : noValues(name));
  return ok(new Map(Object.entries(json).map(([variable, value]) => [variable, { from: name, value: value as Value }])));
}

/** The message does not quote the value: it may be a secret. */
function readFlag(word: string, n: number): Result<VariableInputs> {
  const at = word.indexOf("=");
  const name = word.slice(0, Math.max(at, 0)).trim();
  if (name === "")
    return fail(diagnose("invalid-option-value", `The argument of --var number ${n + 1} does not have the form NAME=VALUE.`));
  return ok(new Map([[name, { from: `--var ${name}`, text: word.slice(at + 1) }]]));
}

function nativeValues(name: string): Diagnostic {
  const detail = `${name} is in Terraform's native syntax, which Netweft does not read. Write the values as JSON, in ${name}.json.`;
  return diagnose("invalid-variable-file", detail, { file: name });
}

function noValues(name: string): Diagnostic {
  const detail = `${name} is not a JSON object of variable names and values. Write it as one, such as {"size": 1300}.`;
  return diagnose("invalid-variable-file", detail, { file: name });
}

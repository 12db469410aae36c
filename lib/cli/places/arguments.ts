/** The arguments of a `backend` block, completed by the environment and by defaults. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import type { Draft } from "../../schema/value";
import type { Env } from "../doors";

/** One argument: the sort of its value, the variable that stands in for it, and its default. */
export interface BackendArgument {
  readonly sort: "text" | "count" | "flag";
  readonly env?: string;
  readonly fallback?: string | number | boolean;
  readonly required?: boolean;
}

export type BackendArguments = Readonly<Record<string, BackendArgument>>;

/** The value of every argument that has one. What the block says comes first, then the environment, then the default. */
export function readArguments<T extends object>(type: string, known: BackendArguments, config: Draft, env: Env): Result<T> {
  const problems: Diagnostic[] = Object.keys(config)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => unknown(type, name, Object.keys(known)));
  const values: Record<string, unknown> = {};
  for (const [name, argument] of Object.entries(known)) {
    const given = config[name] ?? (argument.env && env[argument.env] ? env[argument.env] : undefined) ?? argument.fallback;
    const value = given === undefined ? undefined : asSort(given, argument.sort);
    if (given === "" || given === undefined ? argument.required : value === undefined) problems.push(wrong(type, name, argument));
    else if (value !== undefined && value !== "") values[name] = value;
  }
  return hasErrors(problems) ? fail(...problems) : ok(values as T);
}

const FLAGS: ReadonlyMap<unknown, boolean> = new Map([
  ...[true, "true", "1"].map((value) => [value, true] as const),
  ...[false, "false", "0"].map((value) => [value, false] as const),
]);

function asSort(value: unknown, sort: BackendArgument["sort"]): string | number | boolean | undefined {
  if (sort === "text") return typeof value === "string" ? value : undefined;
  if (sort === "flag") return FLAGS.get(value);
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 ? number : undefined;
}

function unknown(type: string, name: string, names: readonly string[]): Diagnostic {
  const meant = nearest(name, names);
  const hint = meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
  const detail = `The ${type} backend has no argument ${JSON.stringify(name)}.${hint} Arguments are ${names.join(", ")}.`;
  return diagnose("unknown-attribute", detail, { path: ["terraform", "backend", type, name] });
}

const SORTS = { text: "a text", count: "a whole number", flag: "true or false" } as const;

/** The value itself is not shown: it may be a secret. */
function wrong(type: string, name: string, { sort, env, required }: BackendArgument): Diagnostic {
  const or = env === undefined ? "" : `, in the block or in the environment variable ${env}`;
  const what = required ? "must be a non-empty text" : `must be ${SORTS[sort]}`;
  return diagnose("unsupported-backend", `The argument ${name} of the ${type} backend ${what}${or}.`, {
    path: ["terraform", "backend", type, name],
  });
}

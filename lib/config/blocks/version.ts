/** `required_version` of a configuration. */

/** The version of Terraform whose language this is. */
export const LANGUAGE_VERSION = "1.11.4";

const CONSTRAINT = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2})(?:-[0-9A-Za-z.-]+)?\s*$/;

/** Whether the language's version meets a constraint such as `>= 1.5, < 2.0`; undefined where the text is none. */
export function meetsVersion(text: string): boolean | undefined {
  const parts = text.split(",").map((part) => CONSTRAINT.exec(part));
  if (parts.includes(null)) return undefined;
  return parts.every((part) => meets(part![1] ?? "=", part![2]!));
}

function meets(operator: string, text: string): boolean {
  const wanted = text.split(".").map(Number);
  const order = compare(LANGUAGE_VERSION.split(".").map(Number), wanted);
  switch (operator) {
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "~>":
      return order >= 0 && isSame(wanted.slice(0, -1));
    default:
      return order === 0;
  }
}

function compare(one: readonly number[], other: readonly number[]): number {
  const differing = [0, 1, 2].find((n) => (one[n] ?? 0) !== (other[n] ?? 0));
  return differing === undefined ? 0 : (one[differing] ?? 0) - (other[differing] ?? 0);
}

/** `~> 1.5`: all but the last number stay as they are. */
function isSame(kept: readonly number[]): boolean {
  return kept.every((number, n) => number === Number(LANGUAGE_VERSION.split(".")[n]));
}

/** Keys that may stand several times in one object, because each stands for blocks: `"resource"` and `"locals"`, and the types below. */
import { isObject, type JsonObject, type JsonValue } from "./json-value";
import type { ScannedText } from "./scan";

const LABELLED: ReadonlySet<unknown> = new Set(["resource", "data", "provider"]);

/** Whether a duplicate key means more blocks. */
export function isRepeatable({ what, path }: ScannedText): boolean {
  const [section, ...labels] = path.filter((step) => typeof step === "string");
  return what === "duplicate" && section !== undefined && (labels.length === 0 || (labels.length === 1 && LABELLED.has(section)));
}

/** No key of a user begins with this. */
const MARK = "\0";

/** The text with different keys in place of the repeated ones. */
export function withDistinctKeys(text: string, repeated: readonly ScannedText[]): string {
  const places = repeated.map(({ at }) => at + 1).sort((a, b) => b - a);
  return places.reduce((whole, at, n) => `${whole.slice(0, at)}\\u0000${n} ${whole.slice(at)}`, text);
}

/** The document's objects, in which each of the keys stands once again. */
export function withRepeatedKeys(roots: readonly JsonObject[]): readonly JsonObject[] {
  return roots.flatMap(separated).map((root) => {
    const sections = Object.entries(root).map(([section, value]) => [section, LABELLED.has(section) ? listed(value) : value] as const);
    return Object.fromEntries(sections);
  });
}

function listed(value: JsonValue): JsonValue {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return list.flatMap((one): readonly JsonValue[] => (isObject(one) ? separated(one) : [one]));
}

function separated(object: JsonObject): readonly JsonObject[] {
  const isMarked = (name: string) => name.startsWith(MARK);
  const entries = Object.entries(object);
  const rest = entries.filter(([name]) => !isMarked(name));
  const others = entries.filter(([name]) => isMarked(name)).map(([name, value]) => ({ [name.slice(name.indexOf(" ") + 1)]: value }));
  return [Object.fromEntries(rest), ...others];
}

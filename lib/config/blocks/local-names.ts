/** The names that a configuration has for Netweft's provider, by its `required_providers`. */
import { isObject, type JsonObject, type JsonValue } from "../document/json";

/** The name without `required_providers`, and the one that types begin with. */
export const OWN_NAME = "netweft";

const SOURCE = /(?:^|\/)netweft\/netweft$/;

export function localNames(documents: readonly JsonObject[]): ReadonlySet<string> {
  const required = documents.flatMap((one) => objects(one.terraform)).flatMap(({ required_providers: all }) => objects(all));
  const entries = required.flatMap((one) => Object.entries(one));
  const ours = entries.filter(([, entry]) => isObject(entry) && typeof entry.source === "string" && SOURCE.test(entry.source));
  return new Set(ours.length > 0 ? ours.map(([name]) => name) : [OWN_NAME]);
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value ?? null];
  return list.filter(isObject);
}

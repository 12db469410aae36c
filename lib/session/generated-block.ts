/** A resource block in JSON syntax for an object that was imported without one. */
import { isDeepStrictEqual } from "node:util";
import type { Context, ResourceType } from "../resources";
import { withDefaults } from "../schema/defaults";
import type { Draft, Value } from "../schema/value";

/** What a user would write for these attributes of an object: not what is only computed, is not set, or would be the same without being written. */
export function generatedBlock(type: ResourceType, attributes: Draft, context: Context): Draft {
  const { fields, complete } = type;
  const settable = Object.keys(fields).filter((name) => fields[name]!.required || fields[name]!.optional);
  const shown = { ...attributes, ...unused(type, attributes, context) };
  let block: Draft = Object.fromEntries(settable.map((name) => [name, shown[name] ?? null]));
  for (const name of settable) {
    const { [name]: value = null, ...rest } = block;
    const isSame = (without: Draft) => isDeepStrictEqual(without[name] ?? null, value);
    const filled = withDefaults(fields, rest);
    if (!fields[name]!.required && (isSame(filled) || (fields[name]!.computed && isSame(complete(filled, context))))) block = rest;
  }
  return Object.fromEntries(Object.entries(block).map(([name, value]) => [name, written(value)]));
}

/** What depends on a program of the host, and is not there: left out, the next apply would make it. */
function unused({ wants }: ResourceType, attributes: Draft, context: Context): Draft {
  const open = (wants?.(attributes, context) ?? []).filter(
    ({ what, attribute }) => what === "program" && (attributes[attribute] ?? null) === null,
  );
  return Object.fromEntries(open.map(({ attribute }) => [attribute, false]));
}

/** Without parts that are not set; texts are what they are when they are evaluated. */
function written(value: Value): Value {
  if (typeof value === "string") return value.replaceAll("${", "$${").replaceAll("%{", "%%{");
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(written);
  const parts = Object.entries(value as Draft).filter(([, part]) => part !== null);
  return Object.fromEntries(parts.map(([name, part]) => [name, written(part)]));
}

import type { Facts } from "../../kernel/facts";
import type { Context, Registry } from "../../resources";
import { typeNamed } from "../../resources/registry";
import type { Draft, Value } from "../../schema/value";
import { convert } from "../../schema/convert";
import type { Resolved } from "../resolve/resolve";

/** An object as a resource of which only the id is known. */
export function knownById(declared: Resolved, id: string, types: Registry): Resolved {
  const { fields } = typeNamed(types, declared.instance.type);
  const attributes: Draft = Object.fromEntries(Object.keys(fields).map((name): [string, Value] => [name, name === "id" ? id : null]));
  return { ...declared, attributes };
}

/** The same with the canonical id: the user may have given the kernel's name, `local/br0`. Undefined where there is no such object. */
export function foundById(declared: Resolved, id: string, actual: Facts, context: Context, types: Registry): Resolved | undefined {
  const { type, config } = declared.instance;
  const { fields, read, complete } = typeNamed(types, type);
  const found = read(id, actual, context, convert(fields, config));
  if (found === undefined) return undefined;
  const blank: Draft = Object.fromEntries(Object.keys(fields).map((name): [string, Value] => [name, found[name] ?? null]));
  const own = complete(blank, context)["id"];
  return knownById(declared, typeof own === "string" && own !== "" ? own : id, types);
}

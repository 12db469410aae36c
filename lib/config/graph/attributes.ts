/** Whether constant steps lead to an attribute of a resource, according to its types. */
import type { Path } from "../../diagnostic";
import { nearest } from "../../schema/nearest";
import type { Fields, Type } from "../../schema/type";
import type { ResourceBlock } from "../blocks/model";

/** Why the steps are invalid; undefined if they may be valid. */
export function unknownStep(block: ResourceBlock, steps: Path): string | undefined {
  const [first] = steps;
  if (first === undefined) return undefined;
  if (block.forEach)
    return isAttribute(block, first) && steps.length === 1
      ? manyInstances(block, first, "for_each", "each.key")
      : inFields(block.address, block.fields, steps.slice(1));
  if (block.count)
    return typeof first === "number"
      ? inFields(block.address, block.fields, steps.slice(1))
      : manyInstances(block, first, "count", "count.index");
  if (typeof first === "string") return inFields(block.address, block.fields, steps);
  return `${block.address} has neither count nor for_each, so there is no [${first}] of it. Refer to its attributes directly.`;
}

function isAttribute(block: ResourceBlock, step: string | number): boolean {
  return Object.hasOwn(block.fields, step);
}

function manyInstances(block: ResourceBlock, step: string | number, meta: string, key: string): string {
  return `${block.address} has ${meta}, so ${JSON.stringify(step)} needs one instance: ${block.address}[${key}].${step}.`;
}

function inFields(owner: string, fields: Fields, steps: Path): string | undefined {
  const [name, ...rest] = steps;
  if (name === undefined) return undefined;
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field) return inType(`${owner}.${name}`, field.type, rest);
  const meant = nearest(String(name), Object.keys(fields));
  const hint = meant === undefined ? `It has ${Object.keys(fields).join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`;
  return `${owner} has no attribute ${JSON.stringify(name)}. ${hint}`;
}

function inType(owner: string, type: Type, steps: Path): string | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return undefined;
  switch (type.kind) {
    case "object":
      return "open" in type && type.open ? undefined : inFields(owner, type.fields, steps);
    case "list":
    case "map":
      return inType(`${owner}[${JSON.stringify(step)}]`, type.element, rest);
    case "set":
      return `${owner} is a set; its elements have no order and no keys. Use tolist(…) or a for expression.`;
    case "dynamic":
      return undefined;
    default:
      return `${owner} is a ${type.kind} and has no attributes or elements, so there is no ${JSON.stringify(step)} in it.`;
  }
}

/** The short text of creations: what the configuration says and what was chosen, and how many kernel objects that makes. */
import { isOpen } from "../config/values/typed";
import { sameValue } from "../engine/replaced";
import { ROOT } from "../kernel/fact";
import { typeOf } from "../kernel/kinds";
import type { Change } from "../reconcile/plan";
import { registry } from "../resources";
import type { ProviderConfig } from "../resources/provider";
import { findType } from "../resources/registry";
import type { ResourceType } from "../resources/resource";
import { isObject } from "../schema/convert";
import { defaultOf } from "../schema/defaults";
import { withoutTypes } from "../schema/dynamic";
import type { Field, Fields, Type } from "../schema/type";
import type { Draft, Value } from "../schema/value";
import { changeLine, changeLines } from "./fact-lines";
import { inOrder } from "./host-order";
import { harmless, type TerminalStyle } from "./look";
import type { Hidden } from "./values";

/**
 * The attributes of a new resource that the short text shows: those that can be set, without the ones that are as usual, that
 * follow from names, or that are a part of its id, which the title has. Sensitive ones stay, whatever they are, and so do all of a
 * type that is not known. `providers`: those of the plan; the resource has one of them.
 */
export function notable(type: string, attributes: Draft, hidden: Hidden, providers: readonly ProviderConfig[]): Draft {
  const known = findType(registry, type);
  if (known === undefined) return attributes;
  const { id } = attributes;
  const place = typeof id === "string" ? id.split("/") : [];
  const values = withoutTypes(known.fields, attributes);
  const derived = derivations(known, attributes, providers);
  const shown = without(
    known.fields,
    values,
    (field, value, name) =>
      isComputed(field) || isPartOf(place, value) || (field.derived === true && isDerived(value, derived[name] ?? [])),
  );
  return { ...shown, ...Object.fromEntries(hidden.flatMap(([name]) => (name === undefined ? [] : [[name, values[name] ?? null]]))) };
}

function isComputed({ required, optional }: Field): boolean {
  return !(required ?? optional);
}

/** What the attributes that follow from names would be if they were not set, under each of the providers. */
function derivations(
  { fields, complete }: ResourceType,
  attributes: Draft,
  providers: readonly ProviderConfig[],
): Readonly<Record<string, readonly (Value | undefined)[]>> {
  const names = Object.keys(fields).filter((name) => fields[name]!.derived === true);
  const unset = { ...attributes, ...Object.fromEntries(names.map((name) => [name, null])) };
  const completed = names.length === 0 ? [] : providers.map((provider) => complete(unset, { provider }));
  return Object.fromEntries(names.map((name) => [name, completed.map((one) => one[name])]));
}

function isDerived(value: Value, derived: readonly (Value | undefined)[]): boolean {
  return isOpen(value) || derived.some((one) => one !== undefined && sameValue(one, value));
}

/** Whether a value is a part of an id, a path that ends with one, or the reference to something whose id begins it. */
function isPartOf(place: readonly string[], value: Value): boolean {
  if (typeof value === "string") return place.some((part) => value === part || value.endsWith(`/${part}`));
  return isObject(value) && typeof value["id"] === "string" && place.join("/").startsWith(`${value["id"]}/`);
}

function without(fields: Fields, attributes: Draft, isLeftOut: (field: Field, value: Value, name: string) => boolean): Draft {
  const kept = Object.entries(attributes).flatMap(([name, value]) => {
    const field = fields[name];
    if (field === undefined) return [[name, value] as const];
    return isUsual(field, value) || isLeftOut(field, value, name) ? [] : [[name, inside(field.type, value)] as const];
  });
  return Object.fromEntries(kept);
}

function isUsual(field: Field, value: Value): boolean {
  const usual = (field.usual as Value | undefined) ?? defaultOf(field);
  return value === null || sameValue(value, usual);
}

/** A value without the members that are as usual, at every depth. References to other resources stay whole. */
function inside(type: Type, value: Value): Value {
  if (isOpen(value)) return value;
  if (type.kind === "object") return isObject(value) && !("id" in type.fields) ? without(type.fields, value, () => false) : value;
  if ((type.kind === "list" || type.kind === "set") && Array.isArray(value)) return value.map((one: Value) => inside(type.element, one));
  return value;
}

/**
 * The kernel objects that new resources add, as one line with their number; a single one as itself. In full are all other changes,
 * and what concerns the rest of the host: its settings, routes and rules, VLANs, chains of other programs, and the one that closes it.
 */
export function* foldedLines(changes: readonly Change[], look: TerminalStyle): Generator<string> {
  const [added, others] = [changes.filter(isAddition), changes.filter((change) => !isAddition(change))];
  if (added.length === 1) yield changeLine(added[0]!, look);
  else if (added.length > 1) yield `      ${look.paint("green", "+")} ${counted(added)}\n`;
  yield* changeLines(others, look);
}

function isAddition({ action, because, after }: Change): boolean {
  return action === "add" && because === "declared" && !(after!.netns === ROOT && typeOf(after!).concernsHost?.(after!) === true);
}

function counted(changes: readonly Change[]): string {
  const kinds = new Map<string, number>();
  for (const { after } of changes) kinds.set(after!.kind, (kinds.get(after!.kind) ?? 0) + 1);
  const hosts = [...new Set(changes.map(({ after }) => after!.host))].sort(inOrder);
  const where = hosts.length === 1 ? "" : ` on ${hosts.length > MOST_HOSTS ? `${hosts.length} hosts` : hosts.map(harmless).join(", ")}`;
  return `${changes.length} kernel objects${where}: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(", ")}`;
}

/** More hosts than these are a number. */
const MOST_HOSTS = 4;

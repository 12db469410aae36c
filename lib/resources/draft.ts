import { UNKNOWN, isKnown, type Draft, type Value } from "../schema/value";

/** Reads drafts, whose values may be unknown. */

/** The text of an attribute; undefined when it is unknown, null or something else. */
export function text(draft: Draft, name: string): string | undefined {
  const value = draft[name];
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list attribute; undefined when any of them is unknown or the attribute is not set. */
export function texts(draft: Draft, name: string): readonly string[] | undefined {
  const value = draft[name];
  return Array.isArray(value) && isKnown(value) ? (value as readonly string[]) : undefined;
}

/** The elements of a list attribute that may be invalid: undefined in the place of each that is no known text. */
export function textsIn(draft: Draft, name: string): readonly (string | undefined)[] {
  const value = draft[name];
  return Array.isArray(value) ? (value as readonly Value[]).map((one) => (typeof one === "string" ? one : undefined)) : [];
}

/** The known texts among the elements of a list attribute. */
export function knownTexts(draft: Draft, name: string): readonly string[] {
  return textsIn(draft, name).filter((one) => one !== undefined);
}

const NONE: readonly Draft[] = [];

/** The known objects among the elements of a list attribute. */
export function draftsIn(draft: Draft, name: string): readonly Draft[] {
  const value = draft[name];
  return Array.isArray(value) && value.length > 0 ? (value as readonly Value[]).filter(isDraft) : NONE;
}

function isDraft(value: Value | undefined): value is Draft {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** A nested attribute as a draft; undefined when it is unknown as a whole or not set. */
export function nested(draft: Draft, name: string): Draft | undefined {
  const value = draft[name];
  return isDraft(value) ? value : undefined;
}

/** The host in the attribute of that name, as a list: none while it is unknown. */
export function ownHost(draft: Draft | undefined): readonly string[] {
  const host = draft === undefined ? undefined : text(draft, "host");
  return host === undefined ? [] : [host];
}

/** Whether one of the known subnets is of IPv6. */
export function hasIpv6Subnet(draft: Draft): boolean {
  return knownTexts(draft, "subnets").some((subnet) => subnet.includes(":"));
}

/** Whether an attribute has no value: null or absent. */
export function isUnset(value: Value | undefined): boolean {
  return value === null || value === undefined;
}

/** A template over attributes; unknown if one of its parts is. */
export function joined(parts: readonly Value[], separator = "/"): Value {
  return parts.every((part) => typeof part === "string") ? parts.join(separator) : UNKNOWN;
}

/** Some attributes of a draft, as an object: how a `ref` is made. */
export function pick(draft: Draft, names: readonly string[]): Draft {
  const picked: Record<string, Value> = {};
  for (const name of names) picked[name] = draft[name] ?? null;
  return picked;
}

/** The parts of an id, if it has this many and none of them is empty. */
export function partsOf(id: string, count: number): readonly string[] | undefined {
  const parts = id.split("/");
  return parts.length === count && !parts.includes("") ? parts : undefined;
}

/** A value in its known spelling, if one of the known texts is equal in another form. */
export function asKnown(value: string, known: readonly string[] | undefined, canonical: (text: string) => string | undefined): string {
  return known?.find((one) => canonical(one) === value) ?? value;
}

import type { Path } from "../diagnostic";
import { canonicalValue } from "../schema/canonical";
import type { Fields, Type } from "../schema/type";
import { UNKNOWN, type Draft, type Value } from "../schema/value";

/** Deep equality of two values. A member that is absent is null: states of earlier versions lack those that came later. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameList(a, b);
  const [left, right] = [a as Draft, b as Draft];
  for (const name in left) if (!sameValue(left[name] ?? null, right[name] ?? null)) return false;
  for (const name in right) if (left[name] === undefined && (right[name] ?? null) !== null) return false;
  return true;
}

function sameList(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((value, index) => sameValue(value, b[index]));
}

/** Whether two values of a type are equal, ignoring the spelling of addresses. */
function saysSame(type: Type, one: Value, other: Value | undefined): boolean {
  return sameValue(one, other) || sameValue(canonicalValue(type, one), canonicalValue(type, other ?? null));
}

/** Whether every known part of one value, at any depth, is equal in the other. */
export function agrees(known: Value, actual: Value): boolean {
  if (known === UNKNOWN) return true;
  if (!isDraft(known)) return sameValue(known, actual);
  return isDraft(actual) && Object.entries(known).every(([name, value]) => agrees(value, actual[name] ?? null));
}

/** An attribute whose change forces replacement, or which contains one. */
interface Watched {
  readonly name: string;
  /** The fields of a nested attribute; undefined where the attribute itself counts. */
  readonly inside?: Fields;
  readonly type: Type;
  /** Computed when it is not configured: while the state has no value, as after an import, nothing can differ from it. */
  readonly given?: boolean;
}

const watchedFields = new WeakMap<Fields, readonly Watched[]>();

/** The attributes of a type whose change can force replacement. */
function watchedOf(fields: Fields): readonly Watched[] {
  let watched = watchedFields.get(fields);
  if (watched === undefined) {
    watched = Object.entries(fields).flatMap(([name, { replace, type, optional, computed }]): readonly Watched[] => {
      if (replace) return [{ name, type, given: optional === true && computed === true }];
      return type.kind === "object" && watchedOf(type.fields).length > 0 ? [{ name, type, inside: type.fields }] : [];
    });
    watchedFields.set(fields, watched);
  }
  return watched;
}

/**
 * Names of the attributes whose change replaces the resource, nested ones with dots. A value that was not set before and
 * one that is not known yet force nothing.
 */
export function replacedBy(fields: Fields, before: Draft, after: Draft): readonly string[] {
  const names: string[] = [];
  for (const { name, type, inside, given } of watchedOf(fields)) {
    const was = before[name];
    const is = after[name];
    if (was === is || was === undefined || is === UNKNOWN || (given && was === null)) continue;
    if (inside === undefined) {
      if (!saysSame(type, was, is)) names.push(name);
    } else if (isDraft(was) && isDraft(is)) names.push(...replacedBy(inside, was, is).map((inner) => `${name}.${inner}`));
  }
  return names;
}

function isDraft(value: Value | undefined): value is Draft {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/**
 * The paths of all attributes whose change would replace a resource that is as it was `before`; what `replacedBy` would find
 * changed is among them. A comparison of the written values leaves out one that only `after` spells otherwise.
 */
export function replacingPaths(fields: Fields, before: Draft, after: Draft): readonly Path[] {
  return watchedOf(fields).flatMap(({ name, type, inside, given }): readonly Path[] => {
    const was = before[name] ?? null;
    const is = after[name] ?? null;
    if (inside === undefined) return (given && was === null) || isRespelled(type, was, is) ? [] : [[name]];
    return isDraft(was) ? replacingPaths(inside, was, isDraft(is) ? is : {}).map((path) => [name, ...path]) : [];
  });
}

function isRespelled(type: Type, was: Value, is: Value): boolean {
  return !sameValue(was, is) && saysSame(type, was, is);
}

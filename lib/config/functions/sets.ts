import { convertTo } from "../values/convert";
import { setKey, setOf } from "../values/equal";
import { manyElements } from "../values/measure";
import { typeOf } from "../values/type";
import { fault, isFault, isSequence, tuple, type TypeFault, type Sequence, type Typed, type ConstraintJson } from "../values/typed";
import { unify } from "../values/unify";
import { fixed, sequence, setOfType, variadic, type FunctionSpec } from "./function";

const anySet = setOfType("dynamic");

export const setFunctions: Readonly<Record<string, FunctionSpec>> = {
  setintersection: variadic([anySet], anySet, (first, rest) => combined([first, ...rest], intersection)),
  setproduct: variadic([], sequence, product, { partial: true }),
  setsubtract: fixed([anySet, anySet], (a, b) => combined([a, b], difference)),
  setunion: variadic([anySet], anySet, (first, rest) => combined([first, ...rest], union)),
};

/** Converts the sets to one element type before they are compared. */
function combined(sets: readonly Sequence[], combine: (sets: readonly (readonly Typed[])[]) => readonly Typed[]): Typed | TypeFault {
  const element = unify(sets.map((set) => set.element!));
  if (element === undefined) return fault("The sets must have element types that can be unified.");
  const items: (readonly Typed[])[] = [];
  for (const set of sets) {
    const converted = convertTo(set, ["set", element]);
    if (isFault(converted)) return converted;
    items.push((converted as Sequence).items);
  }
  return setOf(element, combine(items));
}

function union(sets: readonly (readonly Typed[])[]): readonly Typed[] {
  return sets.flat();
}

function intersection([first, ...rest]: readonly (readonly Typed[])[]): readonly Typed[] {
  const others = rest.map((items) => new Set(items.map(setKey)));
  return first!.filter((item) => others.every((other) => other.has(setKey(item))));
}

function difference([first, second]: readonly (readonly Typed[])[]): readonly Typed[] {
  const taken = new Set(second!.map(setKey));
  return first!.filter((item) => !taken.has(setKey(item)));
}

/** All combinations, the last argument changing fastest: a set of tuples if there is a set among them, otherwise a list. */
function product(sets: readonly Sequence[]): Typed | TypeFault {
  if (sets.length < 2) return fault("At least two arguments are needed.");
  const large = manyElements(sets.reduce((count, { items }) => count * items.length, sets.length + 1));
  if (large) return large;
  let rows: readonly (readonly Typed[])[] = [[]];
  for (const { items } of sets) rows = rows.flatMap((row) => items.map((item): readonly Typed[] => [...row, item]));
  const types = sets.map((set) => (set.kind === "tuple" ? unify(set.items.map(typeOf)) : set.element));
  if (types.includes(undefined)) return fault("Elements of one argument must have types that can be unified.");
  const element: ConstraintJson = ["tuple", types as ConstraintJson[]];
  const result = convertTo(tuple(rows.map((row) => tuple(row))), ["list", element]);
  if (isFault(result) || !isSequence(result) || !sets.some(({ kind }) => kind === "set")) return result;
  return setOf(element, result.items);
}

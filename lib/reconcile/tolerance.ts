/** Differences that are left, because the owners of an object leave what they concern to others. Facts in, facts out. */
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { needsOf, sameFact, typeOf } from "../kernel/kinds";
import { endsIn } from "./ours";

/** How an object may differ from what is wanted of it. */
export interface Tolerance {
  /** It may be missing while what it needs exists. */
  readonly missing: boolean;
  /** The fields that may differ. */
  readonly fields: ReadonlySet<string> | "all";
  /** Other forms that it may have as a whole. */
  readonly forms: readonly Fact[];
}

/** By key. What is not here may not differ. */
export type Tolerances<T extends Tolerance = Tolerance> = ReadonlyMap<Key, T>;

/** What is wanted of an object that may differ: undefined where it may stay missing. */
export function asTolerated(key: Key, wanted: Fact, { missing, fields, forms }: Tolerance, there: Facts): Fact | undefined {
  const actual = there.get(key);
  if (actual === undefined) return missing && standsOn(wanted, there) ? undefined : wanted;
  if (actual.kind !== wanted.kind) return wanted;
  const asItIs = ownedLike(actual, wanted);
  if (fields === "all" || forms.some((form) => sameFact(ownedLike(form, wanted), asItIs))) return asItIs;
  const others = Object.entries(wanted).filter(([name]) => !fields.has(name));
  const left = Object.entries(actual).filter(([name]) => fields.has(name));
  return Object.freeze(Object.fromEntries([...others, ...left])) as object as Fact;
}

/** Whether all that the object needs exists: it is missing by itself then. */
function standsOn(fact: Fact, there: Facts): boolean {
  return needsOf(fact).every(({ key }) => there.has(key) || endsIn(there).has(key));
}

function ownedLike({ mark: _mark, shared: _shared, ...fact }: Fact, { mark, shared }: Fact): Fact {
  return Object.freeze({ ...fact, ...(mark !== undefined && { mark }), ...(shared && { shared }) }) as Fact;
}

/** How two forms of an object differ: as a whole, where it is one text of many parts. */
export function differingFields(one: Fact, other: Fact): Pick<Tolerance, "forms"> & { readonly fields: ReadonlySet<string> } {
  if (sameFact(one, other)) return { fields: new Set(), forms: [] };
  if (typeOf(one).inParts !== undefined) return { fields: new Set(), forms: [other] };
  const of = (fact: Fact) => new Map<string, unknown>(Object.entries(fact));
  const [left, right] = [of(one), of(other)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return { fields: new Set(names.filter((name) => JSON.stringify(left.get(name)) !== JSON.stringify(right.get(name)))), forms: [] };
}

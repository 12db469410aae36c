/** Values that cannot be given to an object a second time, as only a kernel had the secrets to them: new ones take their places. */
import type { Fact, Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { isPlaceholder } from "../../kernel/placeholder";
import { typeOf } from "../../kernel/kinds";
import type { TouchedFact } from "./touched";

/** Lost value → the placeholder of a new one. */
export type Remade = ReadonlyMap<string, string>;

function valuesOf(fact: Fact | undefined): readonly (readonly [string, string])[] {
  return (fact && typeOf(fact).singular?.(fact)) ?? [];
}

/** The values that the touched facts had and that are on their hosts no more. */
export function lostValues(touched: readonly TouchedFact[]): Remade {
  const lost = new Map<string, string>();
  for (const { before, now } of touched) {
    const here = new Set(valuesOf(now).map(([value]) => value));
    for (const [value, placeholder] of valuesOf(before)) if (!here.has(value) && !isPlaceholder(value)) lost.set(value, placeholder);
  }
  return lost;
}

/** The fact with placeholders in place of lost values; the same object if it has none. */
export function withRemade(fact: Fact, remade: Remade): Fact {
  if (remade.size === 0) return fact;
  const entries = Object.entries(fact).map(([name, value]) => [name, renewed(value as unknown, remade)] as const);
  const changed = entries.filter(([name, value]) => value !== fact[name as keyof Fact]);
  return changed.length === 0 ? fact : Object.freeze({ ...fact, ...Object.fromEntries(changed) });
}

function renewed(value: unknown, remade: Remade): unknown {
  if (typeof value === "string") return remade.get(value) ?? value;
  if (!Array.isArray(value) || !value.some((one) => typeof one === "string" && remade.has(one))) return value;
  return value.map((one) => renewed(one, remade));
}

/** The facts of the hosts that name a lost value, with its placeholder. */
export function naming(before: ReadonlyMap<string, Facts>, remade: Remade): ReadonlyMap<Key, Fact> {
  const found = new Map<Key, Fact>();
  if (remade.size === 0) return found;
  for (const facts of before.values())
    for (const [key, fact] of facts) {
      const next = withRemade(fact, remade);
      if (next !== fact) found.set(key, next);
    }
  return found;
}

import type { Fact } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { keyOf, kinds, typeOf } from "../kernel/kinds";
import type { FactPolicy } from "./policy";

/**
 * What is there of an object that its owner no longer wants; undefined when it is gone. What several resources have in
 * common stays with the others, and what carries another mark is not the owner's.
 */
export function leftOver(fact: Fact, facts: Facts | undefined, { isCommon }: FactPolicy): Fact | undefined {
  if (isCommon(fact) || typeOf(fact).staysBehind) return undefined;
  const actual = facts?.get(keyOf(fact));
  const isAnothers = actual !== undefined && kinds[fact.kind].markable && actual.mark !== fact.mark;
  return isAnothers ? undefined : actual;
}

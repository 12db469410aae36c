import type { Fact } from "../../lib/kernel/fact";
import { kinds } from "../../lib/kernel/kinds";
import { factsOf } from "../../lib/kernel/facts";
import { scopesOf } from "../../lib/reconcile/scope";
import type { Observation, Scope } from "../../lib/ports/backend";

const READ_SETS = Object.fromEntries(Object.values(kinds).flatMap(({ readSet }) => (readSet === undefined ? [] : [[readSet, true]])));

/** An observation with these facts, which was asked for them and for every part of the host's own namespace. */
export function observationOf(facts: readonly Fact[] = [], more: Partial<Observation> = {}): Observation {
  const bare: Scope = { netns: [], adopt: {}, sysctls: [] };
  const scope = { ...(scopesOf(facts).values().next().value ?? bare), ...READ_SETS };
  return { scope, facts: factsOf(facts), unsettled: new Map(), inodes: new Map(), generation: "0", programs: [], ...more };
}

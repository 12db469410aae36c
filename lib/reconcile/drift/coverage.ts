/** How much of a host is managed: its bridges, veth pairs, namespaces and published ports, of all programs. */
import type { Fact, Key } from "../../kernel/fact";
import { kindsWith, typeOf } from "../../kernel/kinds";
import { ownerOf } from "../../kernel/mark";
import type { Observation } from "../../ports/backend";
import type { Owned } from "../goal";

/** How much of what could be managed on a host is. */
export interface HostCoverage {
  readonly host: string;
  /** Managed and all: bridges, veth pairs, namespaces and published ports. */
  readonly managed: number;
  readonly all: number;
}

const countable = kindsWith(({ counted }) => counted !== undefined);

/** What the state has is managed, and what carries the mark of another stack. */
export function coverageOf(
  observed: ReadonlyMap<string, Observation>,
  owned: ReadonlyMap<Key, Owned>,
  stacks: ReadonlySet<string>,
): readonly HostCoverage[] {
  const isManaged = (key: Key, { mark }: Fact) => {
    const owner = ownerOf(mark);
    return owned.has(key) || (owner !== undefined && !stacks.has(owner.stack));
  };
  return [...observed].map(([host, { facts }]) => {
    let [managed, all] = [0, 0];
    for (const [key, fact] of facts) {
      if (!countable.has(fact.kind) || typeOf(fact).counted!(fact) === undefined) continue;
      all++;
      if (isManaged(key, fact)) managed++;
    }
    return { host, managed, all };
  });
}

/** One observation out of a whole one and a later one of a part. */
import { ROOT, type Fact, type Key } from "../kernel/fact";
import { isLink, typeOf } from "../kernel/kinds";
import type { Observation } from "../ports/backend";
import { wasAskedFor } from "./scope";

/**
 * The whole observation with what the part has read since. What the part did not ask for stays as it was, apart from what cannot exist
 * any more: links of the host's own namespace that the part does not list. Of a pair that leads elsewhere a part shows less than the whole.
 */
export function merged(whole: Observation, part: Observation): Observation {
  const stays = (key: Key, fact: Fact) => !wasAskedFor(part, fact) && canStillExist(key, fact, part);
  const facts = new Map([...whole.facts].filter(([key, fact]) => stays(key, fact)));
  for (const [key, fact] of part.facts) if (!facts.has(key) || typeOf(fact).leadsInto === undefined) facts.set(key, fact);
  const unsettled = new Map([...whole.unsettled].filter(([key]) => facts.has(key) && facts.get(key) === whole.facts.get(key)));
  for (const [key, state] of part.unsettled) if (facts.get(key) === part.facts.get(key)) unsettled.set(key, state);
  return { ...whole, facts, unsettled, inodes: new Map([...whole.inodes, ...part.inodes]), generation: part.generation };
}

/** Every observation lists the links of the host's own namespace, though not the far ends of pairs that lead elsewhere. */
function canStillExist(key: Key, fact: Fact, { facts }: Observation): boolean {
  return fact.netns !== ROOT || !isLink(fact) || facts.has(key);
}

/** The facts that the state records, as an observation of the hosts would return them. */
import { OWN_NAMESPACE } from "../../kernel/adopted";
import { fact, ROOT, type Fact, type Key } from "../../kernel/fact";
import { hasPlaceholder } from "../../kernel/placeholder";
import { netnsKey } from "../../kernel/key";
import { isUnseen, keyOf, providesOf } from "../../kernel/kinds";
import { namespacesWithPath } from "../../kernel/kinds/netns";
import { lineOf } from "../../kernel/line";
import type { Owned } from "../../reconcile/goal";
import type { State, StateInstance } from "../state/types";
import { groundsOf, keysOf } from "./assumed";

/** False for facts that no host can have: placeholders, and kinds that are never observed. */
function isReal(fact: Fact): boolean {
  return !isUnseen(fact.kind) && !hasPlaceholder(lineOf(fact));
}

/** Instances that the last apply has not completed: they are pending, or something that they depend on is deleted already. */
export function incompleteIn({ instances }: State): ReadonlySet<string> {
  const blocks = new Set([...instances.values()].map(({ block }) => block));
  const isCutOff = ({ dependencies }: StateInstance) => dependencies.some((block) => /^netweft_/.test(block) && !blocks.has(block));
  return new Set([...instances.values()].filter((one) => one.private?.pending || isCutOff(one)).map(({ address }) => address));
}

/** Deletes facts of incomplete instances that have lost what they cannot exist without. */
function withoutGroundless(there: Map<Key, Fact>, owned: ReadonlyMap<Key, Owned>, incomplete: ReadonlySet<string>): Map<Key, Fact> {
  const isIncomplete = (key: Key) => owned.get(key)?.owners.some((owner) => incomplete.has(owner));
  for (;;) {
    const keys = keysOf(there.values());
    const lost = [...there].filter(([key, one]) => isIncomplete(key) && !groundsOf(one).every((need) => keys.has(need.key)));
    if (lost.length === 0) return there;
    for (const [key] of lost) there.delete(key);
  }
}

/**
 * What the state owns, without what is only claimed: an apply has not seen it yet. A claimed fact is included if a fact that was
 * seen needs it.
 */
export function believed(owned: ReadonlyMap<Key, Owned>, incomplete: ReadonlySet<string>): ReadonlyMap<Key, Fact> {
  const all = [...owned.values()].map((one) => one.fact).filter(isReal);
  const by = new Map(all.flatMap((one) => [keyOf(one), ...providesOf(one)].map((key) => [key, one] as const)));
  const there = new Map<Key, Fact>();
  const waiting = all.filter((one) => owned.get(keyOf(one))?.claimed !== true);
  for (const one of waiting) {
    if (there.has(keyOf(one))) continue;
    there.set(keyOf(one), one);
    for (const { key } of groundsOf(one)) waiting.push(...[by.get(key)].filter((need) => need !== undefined));
  }
  return withoutGroundless(there, owned, incomplete);
}

/** Facts by which the paths of adopted namespaces lead to the inodes that the state has recorded. */
export function pathsOf(there: ReadonlyMap<Key, Fact>): readonly Fact[] {
  const found = new Map<Key, Fact>();
  for (const { host, from, inode } of namespacesWithPath(there)) {
    if (inode === undefined || from === OWN_NAMESPACE) continue;
    const name = `at-${inode}`;
    const said = fact("netns", { host, netns: ROOT }, { name, from, inode }) as Fact;
    if (!there.has(netnsKey(host, name))) found.set(keyOf(said), said);
  }
  return [...found.values()];
}

/** Objects that the state or the configuration refers to without owning them, such as a bridge of another stack. */
import { ROOT, type Fact, type Key, type Kind } from "../../kernel/fact";
import type { Need } from "../../kernel/fact-type";
import { linkKey } from "../../kernel/key";
import { keyOf, kinds, needsOf, providesOf } from "../../kernel/kinds";
import { vlanNamed } from "../../kernel/kinds/vlan";
import { parseLine } from "../../kernel/line";
import { skeleton } from "../../resources/firewall/skeleton";

/** Parses lines, and skips those that are not valid: the state may have been edited by hand. */
export function factsSaid(lines: readonly string[]): readonly Fact[] {
  return lines.flatMap((line) => {
    const parsed = parseLine(line);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** A minimal object with this key. */
function bearing(key: Key, needing: readonly Fact[]): readonly Fact[] {
  const [host = "", netns = "", kind = "", name = ""] = key.split(" ");
  const lines = Object.hasOwn(kinds, kind) ? kinds[kind as Kind].assumed?.({ host, netns }, name, needing) : undefined;
  return lines === undefined ? skeleton(host) : factsSaid(lines);
}

/** A VLAN of another program with this key: what stands on one in the state does not own it. */
export function anothersVlan(key: Key): readonly Fact[] {
  const [host = "", , , name = ""] = key.split(" ");
  const named = key === linkKey({ host, netns: ROOT }, name) ? vlanNamed(name) : undefined;
  if (named === undefined) return [];
  return factsSaid([`${host} - link ${name} type vlan parent - ${named.parent} vlan ${named.vlan} mtu 1500 up`]);
}

/** The keys of facts, and those that they provide. */
export function keysOf(facts: Iterable<Fact>): Set<Key> {
  return new Set([...facts].flatMap((fact) => [keyOf(fact), ...providesOf(fact)]));
}

/** What the fact cannot exist without. Some facts outlive what they need for their effect. */
export function groundsOf(fact: Fact): readonly Need[] {
  return needsOf(fact).filter(({ diesWith }) => diesWith);
}

/**
 * Objects that these facts need and that are neither among them nor in `there`. `known` returns the declared fact of a key, which
 * is used in place of a minimal object.
 */
export function assumedFor(
  facts: Iterable<Fact>,
  there: ReadonlySet<Key>,
  needs: (fact: Fact) => readonly Need[] = needsOf,
  known: (key: Key) => readonly Fact[] = () => [],
): readonly Fact[] {
  const waiting = [...facts];
  const has = new Set([...there, ...keysOf(waiting)]);
  const needing = new Map<Key, Fact[]>();
  for (const fact of waiting) {
    for (const { key } of needs(fact)) {
      if (has.has(key)) continue;
      const others = needing.get(key);
      if (others === undefined) needing.set(key, [fact]);
      else others.push(fact);
    }
  }
  const found = [...needing].flatMap(([key, some]) => (known(key).length > 0 ? known(key) : bearing(key, some)));
  return found.length === 0 ? [] : [...found, ...assumedFor(found, new Set([...has, ...needing.keys()]), needs, known)];
}

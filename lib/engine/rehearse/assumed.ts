/** Objects that the state or the configuration refers to without owning them, such as a bridge of another stack. */
import type { Fact, Key, Need } from "../../kernel/fact";
import { keyOf, needsOf, providesOf } from "../../kernel/kinds";
import { parseLine } from "../../kernel/line";
import { isIpv6 } from "../../net/ip";
import { IFNAME_LENGTH } from "../../net/names";
import { skeleton } from "../../resources/firewall/skeleton";

/** Parses lines, and skips those that are not valid: the state may have been edited by hand. */
export function factsSaid(lines: readonly string[]): readonly Fact[] {
  return lines.flatMap((line) => {
    const parsed = parseLine(line);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** The type of a missing link, by the facts that need it. */
function typeFor(name: string | undefined, needing: readonly Fact[]): string {
  if (needing.some((by) => "bridge" in by && by.bridge === name)) return "type bridge mtu 1500 stp off up";
  const entry = needing.find((by) => by.kind === "fdb");
  if (entry === undefined) return "type device mtu 1500 up";
  return `type vxlan vni ${LAST_VNI} local ${isIpv6(entry.dst) ? "2001:db8::1" : "192.0.2.1"} port 4789 learning off mtu 1450 up`;
}

/** The highest network identifier, which is hardly in use. */
const LAST_VNI = 16777215;

/** An entry in the FDB of a bridge, too, needs the VXLAN device to be a port of one. */
function bridgeFor(name: string, needing: readonly Fact[]): readonly string[] {
  if (!needing.some((by) => by.kind === "fdb" && by.master)) return [];
  const bridge = `br-${name}`.slice(0, IFNAME_LENGTH);
  return [`link ${bridge} type bridge mtu 1450 stp off up`, `port ${name} bridge ${bridge}`];
}

/** A minimal object with this key. */
function bearing(key: Key, needing: readonly Fact[]): readonly Fact[] {
  const [host = "", netns = "", kind, name = ""] = key.split(" ");
  if (kind === "netns") return factsSaid([`${host} - netns ${name}`]);
  if (kind === "resolver") return factsSaid([`${host} - resolver ${name} listen 127.0.0.1 domain ${name} upstream host`]);
  if (kind !== "link") return skeleton(host);
  const lines = [`link ${name} ${typeFor(name, needing)}`, ...bridgeFor(name, needing)];
  return factsSaid(lines.map((line) => `${host} ${netns} ${line}`));
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

import { fact, ROOT, type Fact, type Key, type Place } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { linkKey, LOOPBACK } from "../../../kernel/key";
import { ownerOf } from "../../../kernel/mark";
import { linkAt } from "../../../kernel/kinds/links";
import { portAt } from "../../../kernel/kinds/port";
import { settingAt, settingsIn, settingsOf, settingValue } from "../../../kernel/kinds/settings";
import { acceptRaLink, acceptRaOf, acceptsAsRouter } from "../../../kernel/kinds/sysctl";
import type { Owned } from "../../../reconcile/goal";
import { FORWARDING_SETTING } from "../../../resources/firewall/closed";

const FORWARDING = FORWARDING_SETTING.ipv6;

/** The hosts that these facts make routers of IPv6. */
export function forwards(facts: readonly Fact[]): readonly string[] {
  const hosts: string[] = [];
  for (const { host, netns, name, value } of settingsIn(facts))
    if (netns === ROOT && name === FORWARDING && value === "1") hosts.push(host);
  return hosts;
}

/** Whether a link of this key is declared. */
export type DeclaredLinks = Pick<ReadonlySet<Key>, "has">;

/** No endpoint is the host's router, and the port of a bridge passes every advertisement on to the bridge. */
function canHear(dev: string, place: Place, actual: Facts, ours: DeclaredLinks): boolean {
  const key = linkKey(place, dev);
  const link = actual.get(key);
  if (link === undefined || dev === LOOPBACK || ours.has(key) || ownerOf(link.mark) !== undefined) return false;
  return portAt(actual, place, dev) === undefined;
}

/**
 * The links of a host that accept router advertisements and will no longer do so when the host forwards; none where it forwards
 * already. Whether a router was heard on them does not matter. Where `accept_ra` is 0, a program
 * handles advertisements itself, as systemd-networkd and NetworkManager do, or they are unwanted. `ours`: the keys of what is
 * declared, which may have been imported and carry no mark yet.
 */
export function listeningLinks(host: string, actual: Facts, ours: DeclaredLinks): readonly string[] {
  const place = { host, netns: ROOT };
  if (settingValue(actual, place, FORWARDING) === "1") return [];
  const accepting = settingsOf(actual, place).flatMap(({ name, value }) => (value === "1" ? (acceptRaLink(name) ?? []) : []));
  return accepting.filter((dev) => canHear(dev, place, actual, ours)).sort();
}

/** Whether the link is still there, and no program has turned advertisements off on it since. */
function isOpen(place: Place, dev: string, actual: Facts | undefined): boolean {
  return linkAt(actual, place, dev) !== undefined && settingAt(actual, place, acceptRaOf(dev))?.value !== "0";
}

/** Host and instance → the links for which the setting is the instance's already. It stays as long as the link. */
export function settledLinks(
  owned: ReadonlyMap<Key, Owned>,
  actual: (host: string) => Facts | undefined,
): (host: string, address: string) => readonly string[] {
  const settled = new Map<string, string[]>();
  for (const { fact: one, owners } of owned.values()) {
    const dev = acceptsAsRouter(one);
    if (dev === undefined || !isOpen(one, dev, actual(one.host))) continue;
    for (const owner of owners) settled.set(`${one.host} ${owner}`, [...(settled.get(`${one.host} ${owner}`) ?? []), dev]);
  }
  return (host, address) => settled.get(`${host} ${address}`) ?? [];
}

/**
 * A host that forwards IPv6 ignores router advertisements and deletes the default route that it has from one: a remote host is
 * cut off. With `accept_ra = 2` on the link it stays a host there. Shared by all that make the host forward, and never reset.
 */
export function acceptRa(host: string, links: readonly string[]): readonly Fact[] {
  const place = { host, netns: ROOT };
  return [...new Set(links)].map((dev): Fact => fact("sysctl", place, { name: acceptRaOf(dev), value: "2" }, { shared: true }));
}

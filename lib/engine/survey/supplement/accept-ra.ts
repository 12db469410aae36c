import { fact, ROOT, type Fact, type FactOf, type Key } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { linkKey } from "../../../kernel/key";
import { ownerOf } from "../../../kernel/mark";
import { acceptRaOf, deviceOf } from "../../../kernel/kinds/sysctl";
import type { Owned } from "../../goal";

const FORWARDING = "net.ipv6.conf.all.forwarding";
const ACCEPT_RA = /^net\.ipv6\.conf\.[^.]+\.accept_ra$/;

function isAcceptRa(fact: Fact): fact is FactOf<"sysctl"> {
  return fact.kind === "sysctl" && fact.netns === ROOT && ACCEPT_RA.test(fact.name) && fact.value === "2";
}

/** Whether these facts make their host a router of IPv6. */
export function forwards(facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((one) =>
    one.kind === "sysctl" && one.netns === ROOT && one.name === FORWARDING && one.value === "1" ? [one.host] : [],
  );
}

/** The links of a host with a route learned from a router advertisement. Endpoints on our networks are never the host's router. */
export function learningLinks(actual: Facts): readonly string[] {
  const links = new Set<string>();
  for (const one of actual.values()) {
    if (one.kind !== "route" || one.netns !== ROOT || !one.learned || one.dev === undefined) continue;
    if (ownerOf(actual.get(linkKey(one, one.dev))?.mark) === undefined) links.add(one.dev);
  }
  return [...links];
}

/** Host and instance → the links for which the setting is the instance's already. It stays while the link does, also when its router is silent for a while. */
export function settledLinks(
  owned: ReadonlyMap<Key, Owned>,
  actual: (host: string) => Facts | undefined,
): (host: string, address: string) => readonly string[] {
  const settled = new Map<string, string[]>();
  for (const { fact: one, owners } of owned.values()) {
    const dev = isAcceptRa(one) ? deviceOf(one) : undefined;
    if (dev === undefined || !actual(one.host)?.has(linkKey(one, dev))) continue;
    for (const owner of owners) settled.set(`${one.host} ${owner}`, [...(settled.get(`${one.host} ${owner}`) ?? []), dev]);
  }
  return (host, address) => settled.get(`${host} ${address}`) ?? [];
}

/**
 * A host that forwards IPv6 takes no more advertisements, and forgets the default route that it has from one: a remote
 * host is cut off. With `accept_ra = 2` on the link it stays a host there. Shared by all who make the host forward, and
 * never taken away.
 */
export function acceptRa(host: string, links: readonly string[]): readonly Fact[] {
  const place = { host, netns: ROOT };
  return [...new Set(links)].map((dev): Fact => fact("sysctl", place, { name: acceptRaOf(dev), value: "2" }, { shared: true }));
}

import { bareAddress, canonicalCidr, formatCidr, networkOf, parseCidr } from "../../net/cidr";
import { isMulticast } from "../../net/ip";
import { among, indexed, type FactSource } from "../among";
import { ROOT, type FactOf, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { IPV6_MTU, ipv6Off } from "../ipv6";
import { linkKey, LOOPBACK } from "../key";
import { endAt, onDev, type World } from "../objects";
import { onLink } from "./needs";
import { forgetSource } from "./route-checks";
import { acceptRaKey } from "./sysctl";
import { after, ended, isDev, next, reader } from "./words";
import { refused } from "../refusal";
import { exposure, judging, outage } from "../judgement";
import { placesOf } from "./needs";

/**
 * An address on a link: `addr 10.8.0.2/24 dev eth0`. Its identity excludes the prefix length, so another length is a
 * replacement and the two never coexist. Addresses that the kernel assigns itself (fe80::/64, loopback) are left out.
 */
export const addr: FactType<"addr"> = {
  kind: "addr",
  sample: "local web addr 10.8.0.2/24 dev eth0",
  layer: "address",
  judge: judging<FactOf<"addr">>({
    missing: outage("Nothing answers at this address."),
    extra: exposure("An address that nothing declares is in use on a link or in a namespace of the stack."),
    changed: outage("The address has another prefix length, so neighbours are not found."),
  }),
  removal: ({ address, dev }) => ["ip", "addr", "del", address, "dev", dev],
  within: (fact) => (fact.learned ? [] : placesOf(fact, fact.dev)),
  rank: 5,
  markable: false,
  removable: true,
  isCarried: true,
  onSegment: { address: ({ address }) => address },
  secondaryIn: (fact) =>
    fact.address.includes(":") ? undefined : `${fact.host} ${fact.netns} ${fact.dev} ${formatCidr(networkOf(parseCidr(fact.address)!))}`,
  asBystander: ({ netns, address, dev }) => (netns === ROOT ? `the host's address ${address} on ${dev}` : undefined),
  detected: ({ address }) => (address.includes(":") ? bareAddress(address) : undefined),
  identity: (fact) => `${bareAddress(fact.address)} dev ${fact.dev}`,
  normal: (fact) => ({ ...fact, address: canonicalCidr(fact.address) ?? fact.address }),
  addressesInUse: ({ address }) => [address],
  destination: ({ address, dev }) => ({ network: address, isConnected: true, dev }),
  needs: (fact) => onLink(fact, fact.dev),
  ownEffect: "address",
  effectFromBelow: "none",
  unchangeable: "With another prefix length it is another address of its link, which takes its place.",
  // Nothing that is declared can say how the kernel learned it, and no program changes that.
  openField: () => "learned",
  container: (fact) => (fact.learned ? acceptRaKey(fact, fact.dev) : undefined),
  canChange: (from, to) => from.address === to.address,
  admit(world, fact) {
    const end = endAt(world, fact, fact.dev);
    if (!end && fact.dev !== LOOPBACK) return refused("ENODEV", `Cannot find device "${fact.dev}"`);
    const cidr = parseCidr(fact.address)!;
    if (cidr.ip.version === 4) return undefined;
    if (isMulticast(cidr.ip) || (end && end.mtu < IPV6_MTU)) return refused("EINVAL");
    return ipv6Off(world, fact, fact.dev) ? refused("EACCES", "ipv6: IPv6 is disabled on this device.", "ipv6-disabled") : undefined;
  },
  remove(world, actual, asked) {
    if (asked.address === actual.address) removeAddr(world, actual);
    return undefined;
  },
  afterRemove: (world, fact) => forgetSource(world, fact, false),
  text: (fact) => `${fact.address} dev ${fact.dev}${fact.learned ? " proto ra" : ""}`,
  parse(words) {
    const line = reader(words);
    const address = next(line);
    const [dev, proto] = [after(line, "dev"), after(line, "proto")];
    if (address === undefined || canonicalCidr(address) !== address || !isDev(dev) || !ended(line)) return undefined;
    return proto === undefined ? { address, dev } : proto === "ra" ? { address, dev, learned: true } : undefined;
  },
};

/**
 * Deletes an IPv4 address with its secondary addresses: later ones of the same network and prefix length. With the last IPv4
 * address of a link all IPv4 routes through it go; IPv6 routes stay.
 */
function removeAddr(world: World, fact: FactOf<"addr">): void {
  const addrs = onDev(world, fact, fact.dev, "addr");
  world.drop(fact);
  forgetSource(world, fact, true);
  if (fact.address.includes(":")) return;
  const alike = addrs.filter((other) => isSameSubnet(other.address, fact.address));
  if (alike[0] === fact)
    for (const secondary of alike.slice(1)) {
      world.drop(secondary);
      forgetSource(world, secondary, true);
    }
  const left = onDev(world, fact, fact.dev, "addr").some((other) => !other.address.includes(":"));
  if (left || fact.dev === LOOPBACK) return;
  world.settled.add(linkKey(fact, fact.dev));
  for (const route of onDev(world, fact, fact.dev, "route")) if (!route.destination.includes(":")) world.drop(route);
}

function isSameSubnet(a: string, b: string): boolean {
  if (a.includes(":")) return false;
  const [first, second] = [parseCidr(a), parseCidr(b)];
  return !!first && !!second && first.prefix === second.prefix && networkOf(first).ip.value === networkOf(second).ip.value;
}

/** The addresses of links. */
export function addressesIn(facts: FactSource): readonly FactOf<"addr">[] {
  return among(facts, "addr");
}

const byLink = indexed("addr", (fact) => linkKey(fact, fact.dev));

/** The addresses on one link, in the order in which the host has them. */
export function addressesOn(facts: FactSource, place: Place, dev: string): readonly FactOf<"addr">[] {
  return byLink(facts, linkKey(place, dev));
}

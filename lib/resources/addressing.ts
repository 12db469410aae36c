import { diagnose, type Diagnostic } from "../diagnostic";
import {
  bitsOf,
  contains,
  covers,
  formatCidr,
  hostOf,
  isHostOf,
  overlaps,
  parseBlock,
  parseCidr,
  parseNetwork,
  type Cidr,
} from "../net/cidr";
import { canonicalIp, formatIp, parseIp, type Ip } from "../net/ip";
import { UNKNOWN, type Draft, type Value } from "../schema/value";
import { isUnset, texts } from "./draft";

/** The first host of each subnet, which is the default gateway address; a subnet without hosts has none. */
function firstHosts(subnets: readonly string[]): readonly string[] {
  return subnets.flatMap((subnet) => {
    const first = hostOf(parseNetwork(subnet)!, 1);
    return first === undefined ? [] : [formatIp(first)];
  });
}

/** A network's gateways: the declared ones, or the first hosts of its subnets once these are known. */
export function gatewaysOf(draft: Draft): Value {
  if (!isUnset(draft["gateways"])) return draft["gateways"]!;
  const subnets = texts(draft, "subnets");
  return subnets === undefined ? UNKNOWN : firstHosts(subnets);
}

/** An address with the prefix length of its subnet; that of a single host where it is in none. */
export function addressIn(address: string, subnets: readonly Cidr[]): string {
  const ip = parseIp(address)!;
  const subnet = subnets.find((candidate) => contains(candidate, ip));
  return `${formatIp(ip)}/${subnet?.prefix ?? (ip.version === 4 ? 32 : 128)}`;
}

export function gatewayAddress(gateway: string, subnets: readonly string[]): string {
  return addressIn(
    gateway,
    subnets.map((subnet) => parseNetwork(subnet)!),
  );
}

/** The longest prefix that still has room for a gateway and an endpoint. */
const narrowest = { 4: 30, 6: 126 } as const;

function roomForHosts(subnet: Cidr, index: number): readonly Diagnostic[] {
  if (subnet.prefix <= narrowest[subnet.ip.version]) return [];
  const detail = `${formatCidr(subnet)} has no room for a gateway and endpoints. Use a prefix length of at most ${narrowest[subnet.ip.version]}.`;
  return [diagnose("invalid-cidr", detail, { path: ["subnets", index] })];
}

/** Blocks in which no host of a network has an address, with their names (RFC 6890, RFC 4291). */
const special = (
  [
    ["0.0.0.0/8", "this host"],
    ["127.0.0.0/8", "loopback"],
    ["224.0.0.0/4", "multicast"],
    ["255.255.255.255/32", "broadcasts"],
    ["::/96", "this host and loopback"],
    ["::ffff:0:0/96", "IPv4 addresses within IPv6"],
    ["fe80::/10", "link-local addresses"],
    ["ff00::/8", "multicast"],
  ] as const
).map(([block, name]) => ({ block: parseNetwork(block)!, name }));

/** The purpose of an address that no host can have; undefined for all others. */
export function specialName(ip: Ip): string | undefined {
  const found = special.find(({ block }) => contains(block, ip));
  return found && `for ${found.name}`;
}

function notSpecial(subnet: Cidr, index: number): readonly Diagnostic[] {
  return special.flatMap(({ block, name }) => {
    if (!overlaps(block, subnet)) return [];
    const detail = `${formatCidr(subnet)} overlaps ${formatCidr(block)}, which is for ${name}: no host of a network can have an address there. Use a private network, for example in 10.0.0.0/8 or fd00::/8.`;
    return [diagnose("invalid-cidr", detail, { path: ["subnets", index] })];
  });
}

/** Linux routes them, and many other systems do not (RFC 1112, section 4). */
const RESERVED_BLOCK = parseNetwork("240.0.0.0/4")!;

function notReserved(subnet: Cidr, index: number): readonly Diagnostic[] {
  if (!overlaps(RESERVED_BLOCK, subnet)) return [];
  const detail = `${formatCidr(subnet)} is in 240.0.0.0/4, which is reserved. Linux routes these addresses; Windows, many routers and some programs drop them. To reach other systems than Linux, use a private network, for example in 10.0.0.0/8.`;
  return [diagnose("reserved-subnet", detail, { path: ["subnets", index] })];
}

function apart(subnets: readonly Cidr[]): readonly Diagnostic[] {
  return subnets.flatMap((subnet, index) => {
    const clash = subnets.slice(0, index).find((earlier) => overlaps(earlier, subnet));
    if (clash === undefined) return [];
    const detail = `${formatCidr(subnet)} overlaps ${formatCidr(clash)} of the same network. Remove one of them or choose another range.`;
    return [diagnose("overlapping-subnets", detail, { path: ["subnets", index] })];
  });
}

function listed(subnets: readonly Cidr[]): string {
  return subnets.map(formatCidr).join(", ");
}

function gatewayInside(gateways: readonly string[], subnets: readonly Cidr[]): readonly Diagnostic[] {
  return gateways.flatMap((gateway, index) => {
    const ip = parseIp(gateway);
    if (ip === undefined || subnets.some((subnet) => isHostOf(subnet, ip))) return [];
    const detail = `${gateway} is not a host address in any of the subnets (${listed(subnets)}). Choose a host address in one of them.`;
    return [diagnose("gateway-outside", detail, { path: ["gateways", index] })];
  });
}

function rangesInside(draft: Draft, subnets: readonly Cidr[]): readonly Diagnostic[] {
  return (texts(draft, "ranges") ?? []).flatMap((text, index) => {
    const range = parseNetwork(text);
    if (range === undefined || subnets.some((subnet) => covers(subnet, range))) return [];
    const detail = `${text} is not a part of any of the subnets (${listed(subnets)}), so no address could be allocated from it. Choose a part of one of them, or omit \`ranges\` to allocate from the whole subnets.`;
    return [diagnose("range-outside", detail, { path: ["ranges", index] })];
  });
}

/** A reserved block may contain the gateway; a single reserved address is in other use. */
function reservedInside(draft: Draft, subnets: readonly Cidr[]): readonly Diagnostic[] {
  const gateways = (texts(draft, "gateways") ?? []).map(canonicalIp);
  return (texts(draft, "reserved") ?? []).flatMap((text, index) => {
    const block = parseBlock(text);
    const at = { path: ["reserved", index] };
    if (block === undefined) return [];
    if (!subnets.some((subnet) => covers(subnet, block))) {
      const detail = `${text} is not inside any of the subnets (${listed(subnets)}), so it is never allocated anyway. Remove or correct it.`;
      return [diagnose("reserved-outside", detail, at)];
    }
    if (block.prefix < bitsOf(block.ip) || !gateways.includes(formatIp(block.ip))) return [];
    const detail = `${text} is reserved for other use, and it is the gateway of this network: both would answer. Set \`gateways\` to another address, or do not reserve this one.`;
    return [diagnose("reserved-address", detail, at)];
  });
}

/** An address may carry the prefix length of its subnet, and no other. `written`: in the user's own spelling. */
export function prefixesFit(written: Draft, name: "gateways" | "addresses", subnets: readonly Cidr[]): readonly Diagnostic[] {
  return (texts(written, name) ?? []).flatMap((text, index) => {
    const cidr = parseCidr(text);
    const subnet = cidr && subnets.find((one) => contains(one, cidr.ip));
    if (cidr === undefined || subnet === undefined || cidr.prefix === subnet.prefix) return [];
    const detail = `${text} has the prefix length ${cidr.prefix}, but its subnet is ${formatCidr(subnet)}. Omit the prefix length, or write "${formatIp(cidr.ip)}/${subnet.prefix}".`;
    return [diagnose("invalid-cidr", detail, { path: [name, index] })];
  });
}

/** The kernel disables IPv6 on a link whose mtu is below IPv6's minimum. */
function mtuForIpv6(draft: Draft, subnets: readonly Cidr[]): readonly Diagnostic[] {
  const mtu = draft["mtu"];
  if (typeof mtu !== "number" || mtu >= 1280 || !subnets.some((subnet) => subnet.ip.version === 6)) return [];
  return [
    diagnose("mtu-too-small", `IPv6 needs packets of at least 1280 bytes, the mtu is ${mtu}. Raise it, or remove the IPv6 subnet.`, {
      path: ["mtu"],
    }),
  ];
}

/** The errors in a network's subnets, gateways and ranges. If a subnet is invalid, only that is reported. */
export function checkSubnets(draft: Draft, written: Draft = draft): readonly Diagnostic[] {
  const parsed = texts(draft, "subnets")?.map(parseNetwork);
  if (parsed === undefined || parsed.includes(undefined)) return [];
  const subnets = parsed as readonly Cidr[];
  const unusable = subnets.flatMap((subnet, index) => firstOf(notSpecial(subnet, index), roomForHosts(subnet, index)));
  if (unusable.length > 0) return unusable;
  return [
    ...subnets.flatMap(notReserved),
    ...apart(subnets),
    ...gatewayInside(texts(draft, "gateways") ?? [], subnets),
    ...prefixesFit(written, "gateways", subnets),
    ...rangesInside(draft, subnets),
    ...reservedInside(draft, subnets),
    ...mtuForIpv6(draft, subnets),
  ];
}

function firstOf(...groups: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  return groups.find((group) => group.length > 0)?.slice(0, 1) ?? [];
}

import { diagnose, type Diagnostic } from "../../diagnostic";
import { contains, formatCidr, parseNetwork, type Cidr } from "../../net/cidr";
import { canonicalIp, isIpv6, parseIp } from "../../net/ip";
import type { Draft } from "../../schema/value";
import { isUnset, text, texts } from "../draft";
import { checkDomain, checkServers } from "../lookup";
import { checkSubnets, specialName } from "../addressing";
import type { HostConfig } from "../provider";
import { checkMemberSnat } from "../snat";
import type { Context } from "../resource";
import { membersOf } from "./complete";
import { overlayMtu } from "./mtu";
import { own } from "../../net/own";

const AT_MEMBERS = { path: ["members"] } as const;

/** A member with its host in the provider configuration. */
type OverlayMember = readonly [name: string, host: HostConfig & { readonly underlay: string }];

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function unknownMembers(members: readonly string[], { provider }: Context): readonly Diagnostic[] {
  return members
    .filter((member) => !Object.hasOwn(provider.hosts, member))
    .map((member) =>
      diagnose(
        "unknown-host",
        `The provider configuration has no host "${member}". It has ${quoted(Object.keys(provider.hosts))}. Add it to \`hosts\`, or remove it from \`members\`.`,
        AT_MEMBERS,
      ),
    );
}

function withoutUnderlay(members: readonly string[], { provider }: Context): readonly Diagnostic[] {
  return members
    .filter((member) => own(provider.hosts, member)?.underlay === null)
    .map((member) => {
      const detail = `Host "${member}" has no \`underlay\`, the address at which the other members reach it. Set \`hosts.${member}.underlay\` in the provider configuration.`;
      return diagnose("missing-underlay", detail, { ...AT_MEMBERS, host: member });
    });
}

/** A tunnel endpoint's address must belong to one host and must not be in the network itself. */
function unusable(draft: Draft, members: readonly OverlayMember[]): readonly Diagnostic[] {
  const inside = (texts(draft, "subnets") ?? []).flatMap((subnet) => parseNetwork(subnet) ?? []);
  return members.flatMap(([name, host]) => [
    ...unusableAddress(name, "underlay", host.underlay, inside),
    ...(host.advertise === null ? [] : unusableAddress(name, "advertise", host.advertise, inside)),
  ]);
}

function unusableAddress(name: string, what: "underlay" | "advertise", address: string, inside: readonly Cidr[]): readonly Diagnostic[] {
  const ip = parseIp(address);
  if (ip === undefined) return [];
  const subnet = inside.find((one) => contains(one, ip));
  const why = subnet === undefined ? specialName(ip) : `an address of the network itself (${formatCidr(subnet)})`;
  if (why === undefined) return [];
  const detail = `The \`${what}\` of host "${name}", ${address}, is ${why}: other hosts cannot reach it there. Set \`hosts.${name}.${what}\` to the host's address on the underlay network of the members.`;
  return [diagnose("wrong-underlay", detail, { ...AT_MEMBERS, host: name })];
}

/** A router that translates one address to another keeps the family. */
function ownFamilies(members: readonly OverlayMember[]): readonly Diagnostic[] {
  return members.flatMap(([name, { underlay, advertise }]) => {
    if (advertise === null || isIpv6(advertise) === isIpv6(underlay)) return [];
    const detail = `Host "${name}" has the \`underlay\` ${underlay} and advertises ${advertise}, which are of different families: a router translates only within one. Correct \`hosts.${name}.advertise\` in the provider configuration.`;
    return [diagnose("mixed-underlay", detail, { ...AT_MEMBERS, host: name })];
  });
}

/** Both ends of a tunnel have one address family. */
function mixedFamilies(members: readonly OverlayMember[]): readonly Diagnostic[] {
  const [four, six] = [false, true].map((v6) => members.filter(([, { underlay }]) => isIpv6(underlay) === v6).map(([name]) => name));
  if (four!.length === 0 || six!.length === 0) return [];
  const detail = `The underlay of ${quoted(four!)} is IPv4, that of ${quoted(six!)} is IPv6: they could not reach each other. Give all members an \`underlay\` of one family.`;
  return [diagnose("mixed-underlay", detail, AT_MEMBERS)];
}

/** Members behind different routers may have the same underlay: the others reach them at what they advertise. */
function sharedUnderlay(members: readonly OverlayMember[]): readonly Diagnostic[] {
  const first = new Map<string, string>();
  return members.flatMap(([name, { underlay, advertise }]) => {
    const reached = advertise ?? underlay;
    const address = canonicalIp(reached) ?? reached;
    const other = first.get(address);
    first.set(address, other ?? name);
    if (other === undefined) return [];
    const what = advertise === null ? "underlay" : "advertise";
    const detail = `"${other}" and "${name}" have the same address for the other members, ${reached} (\`hosts.${name}.${what}\`): packets for one of them could reach the other. Correct one of them in the provider configuration.`;
    return [diagnose("duplicate-underlay", detail, AT_MEMBERS)];
  });
}

/** The packet size that every IPv4 host must accept (RFC 791). */
const LEAST_MTU = 576;

/** Members with the same remaining mtu, which share one diagnostic. */
interface Alike {
  readonly names: string[];
  readonly underlayMtu: number;
  /** The largest packet of the network that fits. */
  readonly most: number;
}

function alike(members: readonly OverlayMember[], encryption: string): readonly Alike[] {
  const found = new Map<string, Alike>();
  for (const [name, { underlay, underlay_mtu: underlayMtu }] of members) {
    const key = `${underlayMtu} ${isIpv6(underlay)}`;
    const known = found.get(key);
    if (known) known.names.push(name);
    else found.set(key, { names: [name], underlayMtu, most: overlayMtu(underlayMtu, underlay, encryption) });
  }
  return [...found.values()];
}

function hostsAmong(names: readonly string[]): string {
  const [first, ...others] = names;
  return others.length === 0 ? `host "${first}"` : `host "${first}" and ${others.length} more`;
}

/** VXLAN packets are not fragmented: packets that do not fit into the underlay's are lost silently. */
function fitting(draft: Draft, members: readonly OverlayMember[], encryption: string): readonly Diagnostic[] {
  const mtu = draft["mtu"];
  const six = (texts(draft, "subnets") ?? []).some(isIpv6);
  const least = six ? 1280 : LEAST_MTU;
  return alike(members, encryption).flatMap(({ names, underlayMtu, most }) => {
    const [host = ""] = names;
    const because = encryption === "none" ? "" : `, because of ${encryption}`;
    const left = `Of the ${underlayMtu} bytes of its \`underlay_mtu\`, ${most} are left for a packet of the network${because}.`;
    const raise = `the mtu of the underlay, and set \`hosts.${host}.underlay_mtu\` to it`;
    if (most < least) {
      const needed = six ? "IPv6 needs 1280" : `At least ${LEAST_MTU} are needed`;
      const detail = `The underlay of ${hostsAmong(names)} is too small. ${left} ${needed}. Raise ${raise}.`;
      return [diagnose("underlay-too-small", detail, { ...AT_MEMBERS, host })];
    }
    if (typeof mtu !== "number" || mtu <= most) return [];
    const detail = `A packet of ${mtu} bytes does not fit through the underlay of ${hostsAmong(names)}. ${left} Lower or omit \`mtu\`; or raise ${raise}.`;
    return [diagnose("mtu-too-large", detail, { path: ["mtu"], host })];
  });
}

/** FRR 8 and 9 read the remote end of a tunnel as 0.0.0.0 if it has only an IPv6 address. */
function spokenOver4(draft: Draft, members: readonly OverlayMember[]): readonly Diagnostic[] {
  if (text(draft, "forwarding") !== "evpn") return [];
  const tunnels = text(draft, "encryption") === "wireguard";
  const six = members.filter(([, { underlay }]) => isIpv6(underlay)).map(([name]) => name);
  const why = "FRR announces tunnel endpoints over IPv4 only";
  if (tunnels) {
    const detail = `${why}, and those of WireGuard's tunnels are IPv6. Use \`encryption = "ipsec"\`, or another \`forwarding\`.`;
    return [diagnose("conflicting-attributes", detail, { path: ["encryption"] })];
  }
  if (six.length === 0) return [];
  const detail = `${why}, and the \`underlay\` of ${quoted(six)} is IPv6. Give the members IPv4 addresses on the underlay, or use another \`forwarding\`.`;
  return [diagnose("conflicting-attributes", detail, { path: ["forwarding"] })];
}

/** What carries the host's own address, or is bound to it, does not pass a translation. */
const NOT_TRANSLATED = [
  ["forwarding", "evpn", "BGP announces the host's own address as the end of its tunnels, and the others could not reach it there"],
  ["encryption", "ipsec", "its keys and policies belong to the addresses at both ends, and a router changes one of them on the way"],
] as const;

function translated(draft: Draft, members: readonly OverlayMember[]): readonly Diagnostic[] {
  const behind = members.filter(([, { underlay, advertise }]) => advertise !== null && canonicalIp(advertise) !== canonicalIp(underlay));
  if (behind.length === 0) return [];
  return NOT_TRANSLATED.flatMap(([attribute, value, why]) => {
    if (text(draft, attribute) !== value) return [];
    const detail = `${quoted(behind.map(([name]) => name))} ${behind.length === 1 ? "is" : "are"} behind a router that translates addresses (\`advertise\`), and with \`${attribute} = "${value}"\` ${why}. Use \`forwarding = "learning"\` or \`"static"\`, and \`encryption = "wireguard"\`, or none.`;
    return [diagnose("conflicting-attributes", detail, { path: [attribute] })];
  });
}

function checkUnderlay(draft: Draft, members: readonly string[], context: Context): readonly Diagnostic[] {
  const missing = [...unknownMembers(members, context), ...withoutUnderlay(members, context)];
  const encryption = text(draft, "encryption");
  if (missing.length > 0 || encryption === undefined) return missing;
  const known = members.map((name) => [name, context.provider.hosts[name]!] as OverlayMember);
  return [
    ...unusable(draft, known),
    ...ownFamilies(known),
    ...mixedFamilies(known),
    ...sharedUnderlay(known),
    ...fitting(draft, known, encryption),
    ...spokenOver4(draft, known),
    ...translated(draft, known),
  ];
}

function atLeastOne(members: readonly string[]): readonly Diagnostic[] {
  if (members.length > 0) return [];
  return [diagnose("invalid-value", "A network needs at least one host. List its hosts in `members`.", AT_MEMBERS)];
}

/** Attributes that have an effect only with certain values of another one. */
const ONLY_WITH = [
  ["rotate", "encryption", ["wireguard", "ipsec"]],
  ["listen_port", "encryption", ["wireguard"]],
  ["reflectors", "forwarding", ["evpn"]],
  ["asn", "forwarding", ["evpn"]],
] as const;

function idle(draft: Draft): readonly Diagnostic[] {
  return ONLY_WITH.flatMap(([name, other, values]) => {
    const value = text(draft, other);
    if (isUnset(draft[name]) || value === undefined || (values as readonly string[]).includes(value)) return [];
    const wanted = values.map((one) => `\`${other} = "${one}"\``).join(" or ");
    return [diagnose("conflicting-attributes", `\`${name}\` has an effect only with ${wanted}. Omit it.`, { path: [name] })];
  });
}

function reflectorsAreMembers(draft: Draft, members: readonly string[]): readonly Diagnostic[] {
  const others = (texts(draft, "reflectors") ?? []).filter((name) => !members.includes(name));
  if (others.length === 0) return [];
  const detail = `${quoted(others)} in \`reflectors\` are not members of the network. Only a member can reflect routes: add them to \`members\`, or remove them.`;
  return [diagnose("invalid-value", detail, { path: ["reflectors"] })];
}

export function check(draft: Draft, context: Context, written?: Draft): readonly Diagnostic[] {
  const members = membersOf(draft);
  const own = [
    ...checkSubnets(draft, written),
    ...checkDomain(draft),
    ...checkServers(draft),
    ...idle(draft),
    ...checkMemberSnat(draft, members),
  ];
  if (members === undefined) return own;
  const underlay = checkUnderlay(draft, members, context);
  return [...withoutWhatFollows(own, underlay), ...atLeastOne(members), ...reflectorsAreMembers(draft, members), ...underlay];
}

/** A default mtu is too small only because the underlay's is. */
function withoutWhatFollows(own: readonly Diagnostic[], underlay: readonly Diagnostic[]): readonly Diagnostic[] {
  const isTooSmall = underlay.some(({ code }) => code === "underlay-too-small");
  return isTooSmall ? own.filter(({ code }) => code !== "mtu-too-small") : own;
}

/** Turns a host's answers into facts in normal form. */
import { adoptionOf, OWN_NAMESPACE, type Inodes } from "../../../lib/kernel/adopted";
import { fact, ROOT, type Fact, type FactBodies, type FactOf } from "../../../lib/kernel/fact";
import { factsOf } from "../../../lib/kernel/facts";
import { normal } from "../../../lib/kernel/kinds";
import { PROGRAMS } from "../../../lib/kernel/program";
import type { Observation, Scope } from "../../../lib/ports/backend";
import { mountOf, type NamespaceNames } from "./names";
import type { Inode } from "./questions/read";
import type { HostReading } from "./reading";
import { addressFacts } from "./addrs/observe";
import { firewallFacts } from "./nft/observe";
import { bgpFacts, evpnFacts } from "./frr/observe";
import { blockedPorts, isIpvlanOn, isOurs, linkFacts, portFacts, type VethEnd, type LinkPeer } from "./links/observe";
import { associationFacts, selectorFacts } from "./ipsec/observe";
import { nameFacts } from "./dns/observe";
import { fdbFacts, neighFacts, proxyFacts } from "./neighbours/observe";
import { qdiscFacts } from "./qdisc/observe";
import { markingFacts } from "./firewall/marks";
import { policyFacts } from "./firewall/policies";
import { routeFacts } from "./routes/observe";
import { policyRuleFacts } from "./rules/observe";
import { ruleFacts } from "./iptables/observe";
import { socketFacts } from "./sockets/observe";
import { keyFacts, peerFacts } from "./wireguard/observe";
import { own } from "../../../lib/net/own";

/** The observation of a host from its reading. */
export function observationOf(host: string, reading: HostReading, scope: Scope, names: NamespaceNames): Observation {
  const spaces = [ROOT, ...new Set(scope.netns)].filter((netns) => reading.spaces.has(names.onMachine(netns)));
  const ends = spaces.flatMap((netns) => reading.spaces.get(names.onMachine(netns))!.links.map((link): VethEnd => ({ netns, link })));
  const { facts: addrs, unsettled } = addressFacts(host, ends);
  const bgp = bgpFacts(host, reading.frr);
  const inodes = inodesOf(reading, scope);
  const adoption = (netns: string) => adoptionOf(inodeAt(reading, mountOf(names.onMachine(netns))), own(scope.adopt, netns), inodes);
  const facts = factsOf([
    ...(scope.firewall ? firewallFacts(host, reading.firewall) : []),
    ...spaces.slice(1).map((netns) => netnsFact(host, { name: netns, ...adoption(netns) }, reading, names)),
    ...settingFacts(host, reading, names),
    ...linkFacts(host, [...ends, ...hiddenEnds(reading, spaces, names)], peerFinder(ends, reading, names), reading.begun),
    ...portFacts(host, ends),
    ...fdbFacts(host, reading.fdb),
    ...neighFacts(host, reading.neighbours),
    ...keyFacts(host, reading.keys),
    ...peerFacts(host, reading.peers),
    ...spaces.flatMap((netns) => qdiscFacts(host, netns, reading.qdiscs.get(names.onMachine(netns)) ?? [])),
    ...associationFacts(host, reading.associations),
    ...selectorFacts(host, reading.selectors),
    ...addrs,
    ...socketFacts(host, reading.sockets),
    ...markingFacts(host, reading.marks),
    ...policyFacts(host, reading),
    ...ruleFacts(host, reading.iptables),
    ...spaces.flatMap((netns) => routeFacts(host, netns, reading.spaces.get(names.onMachine(netns))!.routes)),
    ...spaces.flatMap((netns) => policyRuleFacts(host, netns, reading.rules.get(names.onMachine(netns)) ?? { ip: [], ip6: [] })),
    ...spaces.flatMap((netns) => proxyFacts(host, netns, reading.proxies.get(names.onMachine(netns)) ?? [])),
    ...nameFacts(host, reading.names, names),
    ...bgp.facts,
    ...evpnFacts(host, reading.frr),
  ]);
  const programs = PROGRAMS.filter((program) => reading.programs.has(program));
  const offered = new Map(reading.offers.map(({ path, access }) => [settingName(path), access]));
  const waiting = new Map([...unsettled, ...bgp.unsettled, ...blockedPorts(host, ends)]);
  return { scope, facts, unsettled: waiting, generation: reading.generation, programs, inodes, offered, ...beside(reading) };
}

/** What is known of the run and of earlier ones. */
function beside({ path, armed, wentBack }: HostReading): Pick<Observation, "path" | "armed" | "wentBack"> {
  return { ...(path && { path }), ...(armed && { armed }), ...(wentBack && { wentBack }) };
}

/** Interfaces of ours in namespaces that were not asked for, and the ipvlan interfaces there of links of the host. */
function hiddenEnds({ interfaces, spaces: read }: HostReading, spaces: readonly string[], names: NamespaceNames): readonly VethEnd[] {
  const host = read.get(names.onMachine(ROOT))?.links ?? [];
  return [...interfaces].flatMap(([onMachine, links]) => {
    const netns = names.onHost(onMachine);
    if (netns === undefined || spaces.includes(netns)) return [];
    return links.map((link): VethEnd => ({ netns, link })).filter((end) => isOurs(end) || isIpvlanOn(end, host));
  });
}

/** The inodes at the paths. All namespaces are on one device; an inode of another device is a file. */
function inodesOf(reading: HostReading, { adopt }: Scope): Inodes {
  const asked = Object.values(adopt).flat();
  const paths = asked.flatMap(({ path }) => path ?? []);
  return new Map([OWN_NAMESPACE, ...paths].map((path) => [path, inodeAt(reading, path)]));
}

function inodeAt(reading: HostReading, path: string): number | null {
  return namespaceAt(reading, path)?.inode ?? null;
}

function namespaceAt({ files }: HostReading, path: string): Inode | undefined {
  const found = files.get(path);
  return found?.device === files.get(OWN_NAMESPACE)?.device ? found : undefined;
}

/** Ownership of a namespace comes only from the record on the host: whatever is inside, its processes can write. */
function netnsFact(host: string, body: FactBodies["netns"], reading: HostReading, names: NamespaceNames): Fact {
  const onMachine = names.onMachine(body.name);
  const [now, then] = [namespaceAt(reading, mountOf(onMachine)), reading.owners.get(onMachine)];
  const isThat = now !== undefined && now.inode === then?.inode && now.made === then.made;
  return fact("netns", { host, netns: ROOT }, body, isThat ? { mark: then.mark } : {});
}

function settingFacts(host: string, { settings }: HostReading, names: NamespaceNames): readonly Fact[] {
  return settings.flatMap(({ netns, path, value }) => {
    const known = names.onHost(netns);
    if (known === undefined) return [];
    const made: FactOf<"sysctl"> = fact("sysctl", { host, netns: known }, { name: settingName(path), value });
    return [normal(made as Fact)];
  });
}

/** The name of the setting at this path. */
function settingName(path: string): string {
  return path
    .split("/")
    .map((part) => part.replaceAll(".", "/"))
    .join(".");
}

/**
 * Locates peers. A link has its peer's index and the id of the peer's namespace in its own; `ip netns list` maps ids to
 * names. If one namespace has several names, one that was read is preferred.
 */
function peerFinder(ends: readonly VethEnd[], reading: HostReading, names: NamespaceNames): LinkPeer {
  const byIndex = new Map(ends.map((end) => [`${end.netns} ${end.link.ifindex}`, end.link]));
  const byName = new Map(ends.map((end) => [`${end.netns} ${end.link.ifname}`, end.link]));
  const byId = new Map<number, string>();
  for (const { name, id } of reading.namespaces) {
    const netns = names.onHost(name);
    if (id === undefined || netns === undefined) continue;
    if (!byId.has(id) || reading.spaces.has(name)) byId.set(id, netns);
  }
  return ({ netns, link }) => {
    if (link.link !== undefined) return { netns, link: byName.get(`${netns} ${link.link}`) };
    const there = link.link_netnsid === undefined ? undefined : byId.get(link.link_netnsid);
    return there === undefined ? undefined : { netns: there, link: byIndex.get(`${there} ${link.link_index}`) };
  };
}

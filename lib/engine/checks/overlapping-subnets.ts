import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import type { Destination } from "../../kernel/fact-type";
import { linkKey } from "../../kernel/key";
import { destinationOf, keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { bridgeAt } from "../../kernel/kinds/link";
import { portAt } from "../../kernel/kinds/port";
import { textOf } from "../../kernel/line";
import { ownerOf } from "../../kernel/mark";
import { formatCidr, networkOf, parseCidr, parseNetwork, type Cidr } from "../../net/cidr";
import { intervalOf, type Interval } from "../../net/intervals";
import { importCommand } from "../../reconcile/foreign";
import { hasHostLink } from "./missing-links";
import type { DeclaredNetwork, View } from "./view";

/** An address range on one host, and its origin. */
interface Range extends Interval {
  readonly text: string;
  readonly prefix: number;
  /** The declared network and the index of its subnet; or what it is of the host. */
  readonly declared?: { readonly address: string; readonly index: number; readonly proxy: string | undefined };
  readonly foreign?: ForeignRange;
}

/** The owner of a foreign range as text, and the address or route that shows it. */
interface ForeignRange {
  readonly whose: string;
  readonly fact: Fact;
  readonly way: Destination;
}

function range(cidr: Cidr, from: Pick<Range, "declared" | "foreign">): Range {
  return { ...intervalOf(cidr), text: formatCidr(networkOf(cidr)), prefix: cidr.prefix, ...from };
}

function declaredRanges({ network, instance }: DeclaredNetwork): readonly Range[] {
  return network.subnets.flatMap((subnet, index) => {
    const parsed = subnet === undefined ? undefined : parseNetwork(subnet);
    return parsed ? [range(parsed, { declared: { address: instance.address, index, proxy: network.neighborProxy } })] : [];
  });
}

/** The host whose ranges are compared. */
interface SubnetHost extends Pick<View, "isNetwork"> {
  readonly host: string;
  readonly isOurs: (fact: Fact) => boolean;
}

/** The owner of a connected network: another stack, by the mark on its link, or unknown. */
function whose(fact: Fact, dev: string | undefined, facts: Facts, { host, isNetwork }: SubnetHost): string {
  const owner = dev === undefined ? undefined : ownerOf(facts.get(linkKey(fact, dev))?.mark);
  if (owner === undefined) return `which host "${host}" is connected to outside of Netweft ("${textOf(fact)}")`;
  const name = isNetwork(owner.type) ? `network "${owner.id}"` : `${owner.type} "${owner.id}"`;
  return `which is the ${name} of stack "${owner.stack}" on host "${host}" ("${textOf(fact)}")`;
}

/**
 * Other destinations of the host, in any routing table: connected networks, its own addresses, and host routes. Default routes
 * are left out, and so is a default route in two halves, as VPNs add it: every network is more specific. So are routes that
 * only drop or reject: every network is an exception from them.
 */
function foreignRanges(facts: Facts, on: SubnetHost): readonly Range[] {
  const found = new Map<string, Range>();
  for (const fact of facts.values()) {
    const way = fact.netns === ROOT ? destinationOf(fact) : undefined;
    if (way === undefined || on.isOurs(fact)) continue;
    const cidr = parseCidr(way.network);
    if (cidr === undefined || cidr.prefix <= HALF) continue;
    const one = range(cidr, { foreign: { whose: whose(fact, way.dev, facts, on), fact, way } });
    if (!found.has(one.text)) found.set(one.text, one);
  }
  return [...found.values()];
}

const HALF = 1;

/** The existing networks of this stack's bridges on one host. */
function presentNetworks(facts: Facts, isOurs: (fact: Fact) => boolean): ReadonlySet<string> {
  const ours = addressesIn(facts).filter((one) => one.netns === ROOT && isOurs(one));
  return new Set(ours.map(({ address }) => formatCidr(networkOf(parseCidr(address)!))));
}

/** Whether the declared network is a part of one that the host is connected to by the link on which it answers for its endpoints. */
function isPart({ declared, prefix }: Range, { foreign, prefix: other }: Range): boolean {
  return foreign !== undefined && other < prefix && foreign.way.dev !== undefined && foreign.way.dev === declared?.proxy;
}

/** Whether the kernel prefers the declared network to an overlapping one: the longest prefix decides, independent of the table. */
function overrules(declared: Range, { foreign, prefix }: Range): boolean {
  return foreign !== undefined && !foreign.way.isConnected && prefix < declared.prefix;
}

/** An unmarked bridge can be imported as the declared network. */
function takeOver({ fact, way }: ForeignRange, address: string, { actual, goal }: View): string {
  const bridge = way.isConnected ? bridgeAt(actual.get(fact.host), fact, way.dev ?? "") : undefined;
  if (bridge === undefined || bridge.mark !== undefined) return "";
  if ([...goal.owned.values()].some(({ owners }) => owners.includes(address))) return "";
  return ` If this bridge is meant, import it with \`${importCommand(address, `${fact.host}/${bridge.name}`)}\`.`;
}

/** How to declare a network that is meant to be a part of one that the host is connected to. */
function asPart({ prefix }: Range, others: readonly Range[]): string {
  const whole = others.find(({ foreign, prefix: other }) => foreign?.way.isConnected === true && other < prefix);
  if (whole === undefined || others.length > 1) return "";
  return ` If it is meant to be a part of ${whole.text}, set \`neighbor_proxy = "${whole.foreign!.way.dev ?? ""}"\`: the host then answers there for the addresses of its endpoints.`;
}

/** A declared subnet and its overlapping ranges. */
interface SubnetOverlap {
  readonly declared: Range;
  readonly others: Range[];
}

/** Sweep over ranges sorted by start: only ranges up to the furthest end so far can overlap. */
function clashes(ranges: readonly Range[]): readonly SubnetOverlap[] {
  const sorted = [...ranges].sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const found = new Map<Range, SubnetOverlap>();
  let open: Range[] = [];
  for (const one of sorted) {
    open = open.filter((other) => other.version === one.version && other.last >= one.first);
    for (const other of open) {
      const [declared, second] = one.declared ? [one, other] : [other, one];
      if (declared.declared === undefined || declared.declared.address === second.declared?.address) continue;
      const clash = found.get(declared);
      if (clash) clash.others.push(second);
      else found.set(declared, { declared, others: [second] });
    }
    open.push(one);
  }
  return [...found.values()];
}

/** Maximum number of listed overlaps per subnet: a host may have a thousand host routes. */
const NAMED = 3;

/** Whether Netweft can choose the subnets of a network. */
function canAllocate(address: string, { networks }: View): boolean {
  return networks.some(({ instance, network }) => instance.address === address && network.allocatesSubnets);
}

function listed(others: readonly Range[]): string {
  const named = others
    .slice(0, NAMED)
    .map(({ text, declared: other, foreign }) => `${text}${other ? ` of ${other.address}` : `, ${foreign!.whose}`}`);
  return `${named.join("; ")}${others.length > NAMED ? `; and ${others.length - NAMED} more` : ""}`;
}

function refuse({ declared, others }: SubnetOverlap, host: string, view: View): Diagnostic {
  const { address, index } = declared.declared!;
  const meant = others.map(({ foreign }) => (foreign ? takeOver(foreign, address, view) : "")).find((remedy) => remedy !== "") ?? "";
  const detail = `${declared.text} overlaps ${listed(others)}. The kernel would send the packets of both to one of them. Choose another range${canAllocate(address, view) ? ", or leave `subnets` out to have a free one allocated" : ""}.${meant}${meant === "" ? asPart(declared, others) : ""}`;
  return diagnose("overlapping-subnets", detail, { resource: address, path: ["subnets", index], host });
}

/** An existing network keeps working; newer overlapping routes give a warning. */
function warnOfPresent({ declared, others }: SubnetOverlap, host: string): Diagnostic {
  const { address, index } = declared.declared!;
  const detail = `${declared.text} overlaps ${listed(others)}. The network was there before and is left as it is, but the kernel sends packets for these addresses to one of the two. Remove the route or the address, or choose another range for the network.`;
  return diagnose("route-in-network", detail, { resource: address, path: ["subnets", index], host });
}

/** Which table is consulted first is a matter of policy rules, which are not observed. */
function ofRules({ declared, others }: SubnetOverlap): string {
  const tables = new Set(others.flatMap(({ foreign }) => foreign?.way.table ?? []));
  if (tables.size === 0) return "";
  const names = [...tables].join(", ");
  return ` The route is in table ${names}. If \`ip rule\` shows that this table is consulted before "main", as VPNs configure it, the network does not work: \`ip route get\` with an address of the network shows which route is used. Netweft does not read policy rules. Add a rule that consults "main" first (\`ip rule add to ${declared.text} lookup main pref 100\`), or choose another range.`;
}

function warnOfHidden(overlap: SubnetOverlap, host: string): Diagnostic {
  const { declared, others } = overlap;
  const { address, index } = declared.declared!;
  const detail = `${declared.text} is a part of ${listed(others)}. In one routing table the longer prefix decides: on this host the addresses of ${declared.text} are the network's, and hosts with these addresses behind that route cannot be reached. If one of them is needed, choose another range.${ofRules(overlap)}`;
  return diagnose("route-hidden", detail, { resource: address, path: ["subnets", index], host });
}

/** Whether the network is to answer on a link whose network it is no part of, and is a part of another link's. */
function isOnWrongLink({ declared, prefix }: Range, { foreign, prefix: other }: Range): boolean {
  return declared?.proxy !== undefined && foreign?.way.isConnected === true && other < prefix && foreign.way.dev !== declared.proxy;
}

/** The diagnostic for one subnet and its overlaps: an error, or a warning where the network works all the same. */
function judge({ declared, others }: SubnetOverlap, host: string, present: ReadonlySet<string>, view: View): readonly Diagnostic[] {
  const there = present.has(declared.text);
  const apart = others.filter((other) => !isPart(declared, other));
  const [hidden, rest] = [apart.filter((other) => overrules(declared, other)), apart.filter((other) => !overrules(declared, other))];
  const { proxy } = declared.declared!;
  // Of a link that is missing, only that is reported.
  const isUnlinked = proxy !== undefined && !hasHostLink(proxy, host, view);
  const isPartThere = apart.length < others.length;
  const stays = (other: Range) => other.foreign !== undefined && there && (isPartThere || !isOnWrongLink(declared, other));
  const [tolerated, refused] = [
    rest.filter(stays),
    rest.filter((other) => !stays(other) && !(isUnlinked && isOnWrongLink(declared, other))),
  ];
  return [
    ...(refused.length > 0 ? [refuse({ declared, others: refused }, host, view)] : []),
    ...(tolerated.length > 0 ? [warnOfPresent({ declared, others: tolerated }, host)] : []),
    ...(hidden.length > 0 && !there ? [warnOfHidden({ declared, others: hidden }, host)] : []),
  ];
}

/** No two networks of a host overlap, and none overlaps another connected network of the host. */
export function subnetsAreApart(view: View): readonly Diagnostic[] {
  const { networks, goal, actual, isNetwork } = view;
  const hosts = new Map<string, Range[]>();
  for (const one of networks) {
    const ranges = declaredRanges(one);
    if (ranges.length === 0) continue;
    for (const host of one.network.hosts) {
      const known = hosts.get(host);
      if (known === undefined) hosts.set(host, [...ranges]);
      else known.push(...ranges);
    }
  }
  const isOurs = (fact: Fact) => {
    if (goal.desired.has(keyOf(fact))) return true;
    if (!("dev" in fact) || fact.dev === undefined) return false;
    const link = linkKey(fact, fact.dev);
    return goal.desired.has(link) || goal.owned.has(link);
  };
  // Addresses by a port of a declared bridge have a check of their own: another range would not make them reachable.
  const isLeftOut = (fact: Fact) =>
    isOurs(fact) || ("dev" in fact && fact.dev !== undefined && portAt(view.wanted, fact, fact.dev) !== undefined);
  return [...hosts].flatMap(([host, ranges]) => {
    const facts = actual.get(host) ?? new Map<string, Fact>();
    const present = presentNetworks(facts, isOurs);
    return clashes([...ranges, ...foreignRanges(facts, { host, isOurs: isLeftOut, isNetwork })]).flatMap((clash) =>
      judge(clash, host, present, view),
    );
  });
}

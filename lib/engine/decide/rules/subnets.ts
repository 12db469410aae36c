import { diagnose, type Diagnostic } from "../../../diagnostic";
import { ROOT, type Fact } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { linkKey } from "../../../kernel/key";
import { textOf } from "../../../kernel/line";
import { formatCidr, lastOf, networkOf, parseCidr, parseNetwork, type Cidr } from "../../../net/cidr";
import type { Resolved } from "../../survey/resolve";
import { importCommand } from "../foreign";
import type { View } from "./view";

/** A range of addresses on one host, and who says so. */
interface Range {
  readonly first: bigint;
  readonly last: bigint;
  readonly version: 4 | 6;
  readonly text: string;
  /** The declared network and the index of the subnet in it; or the foreign fact. */
  readonly declared?: { readonly address: string; readonly index: number };
  readonly foreign?: Fact;
}

function range(cidr: Cidr, from: Pick<Range, "declared" | "foreign">): Range {
  const network = networkOf(cidr);
  return {
    first: BigInt(network.ip.value),
    last: BigInt(lastOf(network).value),
    version: network.ip.version,
    text: formatCidr(network),
    ...from,
  };
}

function declaredRanges({ attributes, instance }: Resolved): readonly Range[] {
  if (instance.type !== "netweft_bridge_network" || !Array.isArray(attributes["subnets"])) return [];
  return (attributes["subnets"] as readonly unknown[]).flatMap((subnet, index) => {
    const network = typeof subnet === "string" ? parseNetwork(subnet) : undefined;
    return network ? [range(network, { declared: { address: instance.address, index } })] : [];
  });
}

/** What the host is connected to by others' hands. Loopback, link-local and default routes reach no one's containers. */
function foreignRanges(facts: Facts, isOurs: (fact: Fact) => boolean): readonly Range[] {
  const found: Range[] = [];
  for (const fact of facts.values()) {
    if (fact.netns !== ROOT || (fact.kind !== "addr" && fact.kind !== "route") || isOurs(fact)) continue;
    const cidr = parseCidr(fact.kind === "addr" ? fact.address : fact.destination);
    if (cidr === undefined || cidr.prefix === 0 || cidr.prefix === (cidr.ip.version === 4 ? 32 : 128)) continue;
    found.push(range(cidr, { foreign: fact }));
  }
  return found;
}

/** A bridge of nobody's can become the network that was declared beside it. */
function takeOver({ host, ...fact }: Fact, address: string, { actual, goal }: View): string {
  const bridge = fact.kind === "addr" ? actual.get(host)?.get(linkKey({ host, netns: ROOT }, fact.dev)) : undefined;
  if (bridge?.kind !== "link" || bridge.type !== "bridge" || bridge.mark !== undefined) return "";
  if ([...goal.owned.values()].some(({ owners }) => owners.includes(address))) return "";
  return ` If it is this bridge that is meant, take it over with \`${importCommand(address, `${host}/${bridge.name}`)}\`.`;
}

function clash(one: Range, other: Range, host: string, view: View): Diagnostic | undefined {
  const [declared, second] = one.declared ? [one, other] : [other, one];
  if (declared.declared === undefined || declared.declared.address === second.declared?.address) return undefined;
  const with_ = second.declared
    ? `${second.text} of ${second.declared.address}`
    : `${second.text}, which host "${host}" is connected to by other hands ("${textOf(second.foreign!)}")`;
  const more = second.foreign ? takeOver(second.foreign, declared.declared.address, view) : "";
  return diagnose(
    "overlapping-subnets",
    `${declared.text} overlaps ${with_}. The kernel would send the packets of both to one of them. Choose another range, or leave \`subnets\` out to have a free one allocated.${more}`,
    { resource: declared.declared.address, path: ["subnets", declared.declared.index], host },
  );
}

/** Sorted by their beginnings, only neighbours within reach of the widest so far can overlap. */
function clashes(ranges: readonly Range[], host: string, view: View): readonly Diagnostic[] {
  const sorted = [...ranges].sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const found: Diagnostic[] = [];
  let open: Range[] = [];
  for (const one of sorted) {
    open = open.filter((other) => other.version === one.version && other.last >= one.first);
    for (const other of open) {
      const diagnostic = clash(one, other, host, view);
      if (diagnostic) found.push(diagnostic);
    }
    open.push(one);
  }
  return found;
}

/** No two networks of a host share addresses, and none shares them with what the host is connected to anyway. */
export function subnetsAreApart(view: View): readonly Diagnostic[] {
  const { resolved, goal, actual } = view;
  const hosts = new Map<string, Range[]>();
  for (const one of resolved) {
    const host = one.attributes["host"];
    const ranges = declaredRanges(one);
    if (typeof host === "string" && ranges.length > 0) hosts.set(host, [...(hosts.get(host) ?? []), ...ranges]);
  }
  const isOurs = (fact: Fact) => {
    if (!("dev" in fact) || fact.dev === undefined) return false;
    const link = linkKey(fact, fact.dev);
    return goal.desired.has(link) || goal.owned.has(link);
  };
  return [...hosts].flatMap(([host, ranges]) => clashes([...ranges, ...foreignRanges(actual.get(host) ?? new Map(), isOurs)], host, view));
}

/**
 * Other endpoints of a partially planned stack: undeclared ones are known from their hosts, by the existing veth pairs and DNS
 * records.
 */
import { bareAddress, canonicalAssigned } from "../../net/cidr";
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Fact, FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkKey } from "../../kernel/key";
import { keyOf, typeOf } from "../../kernel/kinds";
import { portAt } from "../../kernel/kinds/port";
import { pairsIn } from "../../kernel/kinds/veth";
import { textOf } from "../../kernel/line";
import { ownerOf } from "../../kernel/mark";
import type { Goal } from "../../reconcile/goal";
import type { DeclaredAttachment, View } from "./view";

type BridgePair = FactOf<"veth">;

/** The unplanned veth pairs on one bridge, by their unique properties. */
interface Neighbours {
  readonly byAddress: ReadonlyMap<string, BridgePair>;
  readonly byMac: ReadonlyMap<string, BridgePair>;
}

/** The owner of a pair, from its mark. */
function whose({ mark, peerNetns, peer }: BridgePair): string {
  const owner = ownerOf(mark);
  return owner === undefined ? `the interface "${peer}" of "${peerNetns}"` : `endpoint "${owner.id}" of stack "${owner.stack}"`;
}

/** By bridge: most objects of a host are on one. */
function neighboursOn(facts: Facts, goal: Goal): ReadonlyMap<string, Neighbours> {
  const found = new Map<string, { readonly byAddress: Map<string, BridgePair>; readonly byMac: Map<string, BridgePair> }>();
  for (const pair of pairsIn(facts)) {
    const key = linkKey(pair, pair.name);
    const port = goal.owned.has(key) || goal.desired.has(key) ? undefined : portAt(facts, pair, pair.name);
    if (port === undefined) continue;
    const known = found.get(port.bridge) ?? { byAddress: new Map(), byMac: new Map() };
    found.set(port.bridge, known);
    for (const address of pair.addresses) known.byAddress.set(bareAddress(address), pair);
    known.byMac.set(pair.mac, pair);
  }
  return found;
}

function taken({ instance, attachment }: DeclaredAttachment, { byAddress, byMac }: Neighbours): readonly Diagnostic[] {
  const { addresses, mac } = attachment;
  const used = addresses.flatMap((address, index) => {
    const other = address === undefined ? undefined : byAddress.get(canonicalAssigned(address) ?? address);
    if (other === undefined) return [];
    const detail = `${address} is also the address of ${whose(other)} on the same network. Choose another one, or leave \`addresses\` out to have a free one allocated.`;
    return [diagnose("duplicate-address", detail, { resource: instance.address, path: ["addresses", index] })];
  });
  const other = mac === undefined ? undefined : byMac.get(mac.toLowerCase());
  if (other === undefined) return used;
  const detail = `${mac} is also the hardware address of ${whose(other)} on the same network. Choose another one, or leave \`mac\` out.`;
  return [...used, diagnose("duplicate-mac", detail, { resource: instance.address, path: ["mac"] })];
}

/** A DNS name in use, or a default route of the namespace by another interface. */
function stolen(wanted: Fact, owner: string, { actual, goal }: View): readonly Diagnostic[] {
  const key = keyOf(wanted);
  const there = goal.owned.has(key) ? undefined : actual.get(wanted.host)?.get(key);
  const loss = there && typeOf(wanted).takes?.(wanted, there);
  if (loss === undefined) return [];
  const at = { resource: owner, host: wanted.host, fact: textOf(there!) };
  if (loss.what === "name") {
    const detail = `"${loss.name}" is the name of another endpoint on the same network already ("${at.fact}"), so lookups would return either one. Choose another \`name\`, or set \`names = false\` on the network.`;
    return [diagnose("duplicate-name", detail, { ...at, path: ["name"] })];
  }
  const detail = `The namespace "${wanted.netns}" has the route "${at.fact}" already. Set \`default_route = false\` on all but one of its endpoints.`;
  return [diagnose("duplicate-route", detail, { ...at, path: ["default_route"] })];
}

/** No endpoint takes a unique property of an existing one: an address, a MAC address, a name, the default route. */
export function bystandersKeepTheirs(view: View): readonly Diagnostic[] {
  const { goal, actual, attachments } = view;
  if (attachments.length === 0) return [];
  const neighbours = new Map([...actual].map(([host, facts]) => [host, neighboursOn(facts, goal)] as const));
  const found = attachments.flatMap((one) => {
    const { network, host: home } = one.attachment;
    const hosts = network.spansHosts ? [...neighbours.keys()] : home === undefined ? [] : [home];
    const beside = hosts.flatMap((host) => neighbours.get(host)?.get(network.bridge ?? "") ?? []);
    return beside.flatMap((some) => taken(one, some));
  });
  const lost = [...goal.desired.values()].flatMap(({ fact, owners }) => stolen(fact, owners[0]!, view));
  return [...found, ...lost];
}

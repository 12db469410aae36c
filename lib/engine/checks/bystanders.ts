/**
 * Other endpoints of a partially planned stack: undeclared ones are known from their hosts, by the existing veth pairs and DNS
 * records.
 */
import { bareAddress, canonicalAssigned } from "../../net/cidr";
import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { portKey } from "../../kernel/key";
import { keyOf } from "../../kernel/kinds";
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

/** One pass over a host; most of its objects are on one bridge. */
function neighboursOn(facts: Facts, host: string, goal: Goal): ReadonlyMap<string, Neighbours> {
  const found = new Map<string, { readonly byAddress: Map<string, BridgePair>; readonly byMac: Map<string, BridgePair> }>();
  for (const [key, fact] of facts) {
    if (fact.kind !== "veth" || goal.owned.has(key) || goal.desired.has(key)) continue;
    const port = facts.get(portKey(host, fact.name));
    if (port?.kind !== "port") continue;
    const known = found.get(port.bridge) ?? { byAddress: new Map(), byMac: new Map() };
    found.set(port.bridge, known);
    for (const address of fact.addresses) known.byAddress.set(bareAddress(address), fact);
    known.byMac.set(fact.mac, fact);
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
  const at = { resource: owner, host: wanted.host };
  if (wanted.kind === "name" && there?.kind === "name" && there.addresses.join() !== wanted.addresses.join()) {
    const detail = `"${wanted.name}" is the name of another endpoint on the same network already ("${textOf(there)}"), so lookups would return either one. Choose another \`name\`, or set \`names = false\` on the network.`;
    return [diagnose("duplicate-name", detail, { ...at, path: ["name"], fact: textOf(there) })];
  }
  if (wanted.kind === "route" && wanted.netns !== ROOT && there?.kind === "route" && there.dev !== wanted.dev) {
    const detail = `The namespace "${wanted.netns}" has the route "${textOf(there)}" already. Set \`default_route = false\` on all but one of its endpoints.`;
    return [diagnose("duplicate-route", detail, { ...at, path: ["default_route"], fact: textOf(there) })];
  }
  return [];
}

/** No endpoint takes a unique property of an existing one: an address, a MAC address, a name, the default route. */
export function bystandersKeepTheirs(view: View): readonly Diagnostic[] {
  const { goal, actual, attachments } = view;
  if (attachments.length === 0) return [];
  const neighbours = new Map([...actual].map(([host, facts]) => [host, neighboursOn(facts, host, goal)] as const));
  const found = attachments.flatMap((one) => {
    const { network, host: home } = one.attachment;
    const hosts = network.spansHosts ? [...neighbours.keys()] : home === undefined ? [] : [home];
    const beside = hosts.flatMap((host) => neighbours.get(host)?.get(network.bridge ?? "") ?? []);
    return beside.flatMap((some) => taken(one, some));
  });
  const lost = [...goal.desired.values()].flatMap(({ fact, owners }) => stolen(fact, owners[0]!, view));
  return [...found, ...lost];
}

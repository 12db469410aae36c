import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { isAnswered, nameOn, type Called } from "../names";
import type { Context, Telling } from "../resource";
import { vtepOf } from "./tunnel";

/** What members are told of an endpoint on another one. */
export interface Told extends Called {
  readonly mac: string;
  readonly addresses: readonly string[];
  readonly network: Called["network"] & {
    readonly id: string;
    readonly forwarding: string | null;
    readonly encryption: string | null;
    readonly vxlan_name: string | null;
    readonly members: readonly string[] | null;
  };
}

/** Where its hardware address is, and whose each of its addresses is: so nobody has to ask, and nothing is flooded. */
function leading(member: string, endpoint: Told, dst: string): readonly Fact[] {
  const { network, mac, addresses } = endpoint;
  const place = { host: member, netns: ROOT };
  const entry = fact("fdb", place, { mac, dev: network.vxlan_name ?? "", dst, master: true });
  const known = addresses.map((address) => fact("neigh", place, { address, dev: network.bridge_name, lladdr: mac }));
  return [entry as Fact, ...known].map((one) => normal(one as Fact));
}

/** What an endpoint on `host` puts on the other members of its overlay network: the way to it, and its name. */
export function toldMembers(endpoint: Told, host: string, context: Context): readonly Fact[] {
  const { network } = endpoint;
  const others = (network.members ?? []).filter((member) => member !== host);
  const dst = vtepOf(host, { name: network.name ?? "", encryption: network.encryption ?? "none" }, context);
  return others.flatMap((member) => [
    ...(network.forwarding === "static" && dst !== undefined ? leading(member, endpoint, dst) : []),
    ...nameOn(member, endpoint),
  ]);
}

/** How much `toldMembers` would be, without making any of it. */
export function tellingOf(endpoint: Told, host: string): Telling {
  const { network, addresses } = endpoint;
  const members = network.members ?? [];
  const others = members.length - (members.includes(host) ? 1 : 0);
  return {
    network: network.id,
    entries: network.forwarding === "static" ? others * (1 + addresses.length) : 0,
    names: isAnswered(endpoint) ? others : 0,
  };
}

import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { isAnswered, nameOn, type NamedEndpoint } from "../dns-facts";
import type { Context, FanOut } from "../resource";
import { remoteVtepOf } from "./tunnel";

/** An endpoint as the other members of its network need it. */
export interface RemoteEndpoint extends NamedEndpoint {
  readonly mac: string;
  readonly addresses: readonly string[];
  readonly network: NamedEndpoint["network"] & {
    readonly id: string;
    readonly forwarding: string | null;
    readonly encryption: string | null;
    readonly vxlan_name: string | null;
    readonly members: readonly string[] | null;
  };
}

/** The FDB entry of its hardware address and the neighbour entries of its addresses: no queries, no flooding. */
function entriesFor(member: string, endpoint: RemoteEndpoint, dst: string): readonly Fact[] {
  const { network, mac, addresses } = endpoint;
  const place = { host: member, netns: ROOT };
  const entry = fact("fdb", place, { mac, dev: network.vxlan_name ?? "", dst, master: true });
  const known = addresses.map((address) => fact("neigh", place, { address, dev: network.bridge_name, lladdr: mac }));
  return [entry as Fact, ...known].map((one) => normal(one as Fact));
}

/** The facts of an endpoint on `host` on the other members of its overlay network: FDB and neighbour entries, and names. */
export function remoteEndpointFacts(endpoint: RemoteEndpoint, host: string, context: Context): readonly Fact[] {
  const { network } = endpoint;
  const others = (network.members ?? []).filter((member) => member !== host);
  const dst = remoteVtepOf(host, { name: network.name ?? "", encryption: network.encryption ?? "none" }, context);
  return others.flatMap((member) => [
    ...(network.forwarding === "static" && dst !== undefined ? entriesFor(member, endpoint, dst) : []),
    ...nameOn(member, endpoint),
  ]);
}

/** The number of `remoteEndpointFacts`, counted without creating them. */
export function fanOutOf(endpoint: RemoteEndpoint, host: string): FanOut {
  const { network, addresses } = endpoint;
  const members = network.members ?? [];
  const others = members.length - (members.includes(host) ? 1 : 0);
  return {
    network: network.id,
    entries: network.forwarding === "static" ? others * (1 + addresses.length) : 0,
    names: isAnswered(endpoint) ? others : 0,
  };
}

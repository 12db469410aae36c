import { fact, ROOT, type Fact } from "../kernel/fact";
import type { Owner } from "../kernel/mark";
import { markOf } from "../kernel/mark";
import { gatewayAddress } from "./addressing";
import { opened } from "./firewall/closed";
import type { ProviderConfig } from "./provider";
import { acceptedBy, forwarding, networkRules, type Guarded } from "./firewall/network";
import { skeleton } from "./firewall/skeleton";
import { resolverOf, viewsOf } from "./dns-facts";

/** A network on one host: a bridge with the gateways of its subnets. */
export interface Segment extends Omit<Guarded, "nameServers"> {
  readonly owner: Owner;
  readonly hostForwarding: ProviderConfig["host_forwarding"];
  readonly mtu: number;
  readonly mac: string;
  readonly stp: boolean;
  readonly gateways: readonly string[];
  /** Whether a name server answers on the gateways, and the servers that it forwards to instead of the host's. */
  readonly names: boolean;
  readonly dns: readonly string[] | null;
}

/** The facts of a network on one host: the firewall, the bridge, its gateways, and the name server. */
export function segmentFacts(segment: Segment): readonly Fact[] {
  const { host, owner, bridge: name, mtu, mac, stp, gateways, subnets, internal } = segment;
  const place = { host, netns: ROOT };
  const guarded: Guarded = { ...segment, nameServers: segment.names ? gateways : [] };
  const upstream = segment.dns ?? (internal ? ("none" as const) : ("host" as const));
  const named = { name: segment.name, bridge_name: name, gateways, names: segment.names, upstream, subnets };
  return [
    ...skeleton(host),
    ...networkRules(guarded, owner),
    ...forwarding(guarded),
    ...(segment.hostForwarding === "open" && forwarding(guarded).length > 0 ? [opened(place)] : []),
    fact("link", place, { name, type: "bridge", mtu, mac, stp, up: true }, { mark: markOf(owner) }),
    ...gateways.map((ip) => fact("addr", place, { address: gatewayAddress(ip, subnets), dev: name })),
    ...resolverOf(named, place),
    ...viewsOf({ ...named, to: acceptedBy(segment).map((id) => markOf({ ...owner, id })) }, place),
  ];
}

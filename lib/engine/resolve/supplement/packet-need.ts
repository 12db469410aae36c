import type { Payload } from "../../../nft/packet";
import type { HostConfig } from "../../../resources/provider";

/** Packets that a host must accept for a network to work. */
export interface PacketNeed {
  readonly host: string;
  /** Whether they come from endpoints on the network's bridge, or from the hosts of the other members. */
  readonly from: "endpoints" | "members";
  /** The link of the network by which they arrive. */
  readonly link?: string;
  /** The underlay address of the host that they are sent to, where they arrive by the link that has it. */
  readonly at?: string;
  readonly version: 4 | 6;
  /** Their source; any when absent. */
  readonly source?: string;
  readonly payload: Payload;
  readonly what: "names" | "neighbours" | "vxlan" | "wireguard" | "esp" | "bgp";
  /** The mark of the network. */
  readonly mark?: string | undefined;
}

/** What is configured of a host, by its name. */
export type HostOf = (name: string) => Pick<HostConfig, "underlay" | "advertise"> | undefined;

/** One port of a protocol, or one type of ICMPv6. */
export function single(protocol: string, number: number): Payload {
  return { protocol, from: number, to: number };
}

/** Neighbour solicitations and advertisements. */
export const NEIGHBOURS: readonly Payload[] = [single("icmpv6", 135), single("icmpv6", 136)];

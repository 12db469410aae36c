/** Overlay networks that are measured, and other ways between the same containers. */
import type { Underlay } from "../test/support/underlay";
import { configuration } from "./topology";

/** An overlay network, and containers on its hosts. */
export interface Mesh {
  /** The hosts as the provider configuration has them. */
  readonly hosts: Readonly<Record<string, object>>;
  /** Containers on each of them. */
  readonly each: number;
  /** Attributes of the network. */
  readonly network: Readonly<Record<string, unknown>>;
}

/** The hosts of an underlay in a laboratory, as a provider configuration has them. */
export function providerHosts({ hosts }: Underlay): Mesh["hosts"] {
  return Object.fromEntries(hosts.map(({ name, v4 }) => [name, { connection: "netns", netns: name, underlay: v4 }]));
}

/** The subnet of measured overlay networks, and its gateway. */
export const meshNetwork = { subnet: "10.32.0.0/12", gateway: "10.32.0.1" } as const;

/** The network `mesh`, with containers whose addresses are left to be allocated, `h0-c0` and so on, and without names. */
export function meshTopology({ hosts, each, network }: Mesh): string {
  const members = Object.keys(hosts);
  const all = members.flatMap((host) => Array.from({ length: each }, (_, n) => ({ host, name: `${host}-c${n}` })));
  const ends = ({ name }: { readonly name: string }) => ({
    namespace: `\${netweft_namespace.${name}.ref}`,
    network: "${netweft_overlay_network.mesh.ref}",
  });
  const mesh = { name: "mesh", vni: 42, members, subnets: [meshNetwork.subnet], names: false, ...network };
  const resource = {
    netweft_overlay_network: { mesh },
    netweft_namespace: Object.fromEntries(all.map((one) => [one.name, one])),
    netweft_endpoint: Object.fromEntries(all.map((one) => [one.name, ends(one)])),
  };
  return configuration(resource, { netweft: { hosts } });
}

/** The ways between two containers that are compared, from the nearest to the farthest. */
export const WAYS = ["bridge", "overlay", "overlay + wireguard"] as const;
export type Way = (typeof WAYS)[number];

/** A container at one end of a stream: its name, and its namespace as the laboratory calls it. */
interface StreamEnd {
  readonly name: string;
  readonly netns: string;
}

/** Two containers on one network: on a bridge of `edge1`, or on an overlay network over both hosts. */
export function throughputTopology(
  way: Way,
  hosts: Mesh["hosts"],
): { readonly text: string; readonly from: StreamEnd; readonly to: StreamEnd } {
  const [first, second] = [
    { name: "from", host: "edge1" },
    { name: "to", host: way === "bridge" ? "edge1" : "edge2" },
  ];
  const encryption = way === "overlay + wireguard" ? "wireguard" : "none";
  const type = way === "bridge" ? "netweft_bridge_network" : "netweft_overlay_network";
  const network = way === "bridge" ? { host: "edge1" } : { vni: 42, members: Object.keys(hosts), encryption };
  const names = [first.name, second.name];
  const resource = {
    [type]: { mesh: { name: "mesh", subnets: [meshNetwork.subnet], names: false, ...network } },
    netweft_namespace: { from: first, to: second },
    netweft_endpoint: Object.fromEntries(
      names.map((name) => [name, { namespace: `\${netweft_namespace.${name}.ref}`, network: `\${${type}.mesh.ref}` }]),
    ),
  };
  const output = Object.fromEntries(names.map((name) => [name, { value: `\${netweft_endpoint.${name}.addresses}` }]));
  const end = ({ name, host }: typeof first): StreamEnd => ({ name, netns: `${host}.${name}` });
  return { text: configuration(resource, { netweft: { hosts } }, output), from: end(first), to: end(second) };
}

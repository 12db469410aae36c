/** The measured overlay networks, and other paths between the same containers. */
import type { Underlay } from "../test/support/underlay";
import { configuration } from "./topology";

/** An overlay network, and containers on its hosts. */
export interface Mesh {
  /** The hosts in the format of the provider configuration. */
  readonly hosts: Readonly<Record<string, object>>;
  /** Containers on each of them. */
  readonly each: number;
  /** Attributes of the network. */
  readonly network: Readonly<Record<string, unknown>>;
}

/** The hosts of a laboratory's underlay, in the format of a provider configuration. */
export function providerHosts({ hosts }: Underlay): Mesh["hosts"] {
  return Object.fromEntries(hosts.map(({ name, v4 }) => [name, { connection: "netns", netns: name, underlay: v4 }]));
}

/** The subnet of measured overlay networks, and its gateway. */
export const meshNetwork = { subnet: "10.32.0.0/12", gateway: "10.32.0.1" } as const;

/** The network `mesh` without name servers, with containers `h0-c0` and so on, whose addresses are allocated. */
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

/** The compared paths between two containers, in order of increasing overhead. */
export const WAYS = ["bridge", "overlay", "overlay + wireguard"] as const;
export type Way = (typeof WAYS)[number];

/** A container at one end of a stream: its name, and its namespace's name in the laboratory. */
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

import type { Code } from "../../../lib/codes";
import { resource, type Case, type Json } from "./case";

const mesh = "netweft_overlay_network.mesh";
const space = (name: string) => ({ namespace: `\${netweft_namespace.${name}.ref}` });
const onMesh = { network: "${netweft_overlay_network.mesh.ref}" };

/** Hosts in addition to the good configuration's, with their underlay. */
function hosts(others: Readonly<Record<string, object>>): Json {
  return { provider: { netweft: [{ hosts: { local: { underlay: "192.0.2.1" }, ...others } }] } };
}

/** The overlay network over these members, with these attributes. */
function over(members: readonly string[], attributes: Json = {}): Json {
  return resource(mesh, { members, ...attributes });
}

function network(title: string, change: Json, code: Code, path: string, host?: string): Case {
  return { title, change, expect: { code, resource: mesh, path, ...(host ? { host } : {}) } };
}

const edge2 = { edge2: { underlay: "192.0.2.2" } };

/** Two endpoints of the network, each on a member of its own, with these attributes. */
function farAndNear(far: Json, near: Json): Json {
  return {
    ...hosts(edge2),
    resource: {
      netweft_overlay_network: { mesh: { members: ["local", "edge2"] } },
      netweft_namespace: { far: { name: "far", host: "edge2" } },
      netweft_endpoint: {
        far: { ...space("far"), ...onMesh, ...far },
        near: { ...space("web"), ...onMesh, interface: "eth1", ...near },
      },
    },
  };
}

/** Overlay networks that are impossible, or would lose packets silently. */
export const overlays: readonly Case[] = [
  network("an overlay network without a member", over([]), "invalid-value", "members"),
  network("a member that no host is", over(["local", "edge9"]), "unknown-host", "members"),
  network("a member without an underlay", { ...hosts({ edge2: {} }), ...over(["local", "edge2"]) }, "missing-underlay", "members", "edge2"),
  ...["127.0.0.1", "0.0.0.0", "224.0.0.1", "fe80::1", "10.20.0.9"].map((underlay) =>
    network(
      `a member at ${underlay}, where no other host reaches it`,
      { provider: { netweft: [{ hosts: { local: { underlay } } }] } },
      "wrong-underlay",
      "members",
      "local",
    ),
  ),
  network(
    "members whose underlays are of different families",
    { ...hosts({ edge2: { underlay: "2001:db8::2" } }), ...over(["local", "edge2"]) },
    "mixed-underlay",
    "members",
  ),
  network(
    "two members with one underlay",
    { ...hosts({ edge2: { underlay: "192.0.2.1" } }), ...over(["local", "edge2"]) },
    "duplicate-underlay",
    "members",
  ),
  network(
    "two members with one underlay, written in two ways",
    {
      provider: { netweft: [{ hosts: { local: { underlay: "2001:db8::1" }, edge2: { underlay: "2001:DB8:0::1" } } }] },
      ...over(["local", "edge2"]),
    },
    "duplicate-underlay",
    "members",
  ),
  network("packets that do not fit through the underlay", over(["local"], { mtu: 1451 }), "mtu-too-large", "mtu", "local"),
  network(
    "packets that do not fit through the underlay of one member",
    { ...hosts({ edge2: { underlay: "192.0.2.2", underlay_mtu: 1400 } }), ...over(["local", "edge2"], { mtu: 1450 }) },
    "mtu-too-large",
    "mtu",
    "edge2",
  ),
  network(
    "packets that do not fit once they are in WireGuard's",
    over(["local"], { mtu: 1371, encryption: "wireguard" }),
    "mtu-too-large",
    "mtu",
    "local",
  ),
  network(
    "an underlay that leaves too little for IPv6",
    { ...hosts({ edge2: { underlay: "192.0.2.2", underlay_mtu: 1329 } }), ...over(["local", "edge2"], { subnets: ["fd00:20::/64"] }) },
    "underlay-too-small",
    "members",
    "edge2",
  ),
  network(
    "an underlay that leaves too little for IPv4",
    { ...hosts({ edge2: { underlay: "192.0.2.2", underlay_mtu: 625 } }), ...over(["local", "edge2"]) },
    "underlay-too-small",
    "members",
    "edge2",
  ),
  {
    title: "two overlay networks of one identifier on one host",
    change: resource("netweft_overlay_network.other", { name: "other", vni: 42, members: ["local"], subnets: ["10.21.0.0/24"] }),
    expect: { code: "tunnel-clash", resource: "netweft_overlay_network.other", path: "vni", host: "local" },
  },
  {
    title: "two overlay networks of one identifier with different device names",
    change: resource("netweft_overlay_network.other", {
      name: "other",
      vni: 42,
      members: ["local"],
      subnets: ["10.21.0.0/24"],
      vxlan_name: "vx-other",
    }),
    expect: { code: "tunnel-clash", resource: "netweft_overlay_network.other", path: "vni", host: "local" },
  },
  {
    title: "an identifier that a foreign VXLAN device has",
    damage: {
      ".netweft/simulated.json": {
        replace: [
          '"local - table',
          '"local - link vx9 type vxlan vni 9 local 192.0.2.1 port 4789 learning on mtu 1450 up",\n"local - table',
        ],
      },
    },
    change: resource("netweft_overlay_network.other", { name: "other", vni: 9, members: ["local"], subnets: ["10.21.0.0/24"] }),
    expect: { code: "tunnel-clash", resource: "netweft_overlay_network.other", path: "vni", host: "local" },
  },
  {
    title: "an overlay network that shares addresses with a bridge network of one of its members",
    change: { ...hosts(edge2), ...over(["edge2", "local"], { subnets: ["10.8.0.0/16"] }) },
    expect: { code: "overlapping-subnets", path: "subnets[0]", host: "local" },
  },
  network(
    "a published port that is the tunnels' own",
    resource("netweft_endpoint.web", { publish: [{ protocol: "udp", host_port: 4789, port: 53 }] }),
    "tunnel-clash",
    "port",
    "local",
  ),
  network(
    "a port that a program of the host binds for the tunnels",
    {
      resource: {
        netweft_host_network: { host: { binds: [{ protocol: "udp", port: 4790 }] } },
        netweft_overlay_network: { mesh: { port: 4790 } },
      },
    },
    "tunnel-clash",
    "port",
    "local",
  ),
  {
    title: "an endpoint on a host that its overlay network is not on",
    change: {
      ...hosts(edge2),
      resource: { netweft_namespace: { far: { name: "far", host: "edge2" } }, netweft_endpoint: { far: { ...space("far"), ...onMesh } } },
    },
    expect: { code: "different-hosts", resource: "netweft_endpoint.far", path: "namespace", host: "edge2" },
  },
  {
    title: "an endpoint on a host that an overlay network without names is not on",
    change: {
      ...hosts(edge2),
      resource: {
        netweft_overlay_network: { mesh: { names: false } },
        netweft_namespace: { far: { name: "far", host: "edge2" } },
        netweft_endpoint: { far: { ...space("far"), ...onMesh } },
      },
    },
    expect: { code: "different-hosts", resource: "netweft_endpoint.far", path: "namespace", host: "edge2" },
  },
  {
    title: "an isolated endpoint on an overlay network",
    change: resource("netweft_endpoint.apart", { ...space("web"), ...onMesh, interface: "eth1", isolated: true }),
    expect: { code: "conflicting-attributes", resource: "netweft_endpoint.apart", path: "isolated" },
  },
  {
    title: "one address of two endpoints on different members",
    change: farAndNear({ addresses: ["10.20.0.9"] }, { addresses: ["10.20.0.9"] }),
    expect: { code: "duplicate-address", path: "addresses[0]" },
  },
  {
    title: "one hardware address of two endpoints on different members",
    change: farAndNear({ mac: "02:00:00:00:00:07" }, { mac: "02:00:00:00:00:07" }),
    expect: { code: "duplicate-mac" },
  },
  {
    title: "one name of two endpoints on different members",
    change: farAndNear({ name: "web" }, {}),
    expect: { code: "duplicate-name", path: "name" },
  },
  network("a change of keys where there are none", over(["local"], { rotate: "2026-01" }), "conflicting-attributes", "rotate"),
  network("a port of WireGuard's without WireGuard", over(["local"], { listen_port: 51820 }), "conflicting-attributes", "listen_port"),
  network("route reflectors without EVPN", over(["local"], { reflectors: ["local"] }), "conflicting-attributes", "reflectors"),
  network("an autonomous system without EVPN", over(["local"], { asn: 65001 }), "conflicting-attributes", "asn"),
  network(
    "a route reflector that is no member",
    { ...hosts(edge2), ...over(["local"], { forwarding: "evpn", reflectors: ["edge2"] }) },
    "invalid-value",
    "reflectors",
  ),
  network("an identifier beyond the largest", over(["local"], { vni: 16777216 }), "invalid-value", "vni"),
  network(
    "a gateway outside of an overlay network's subnets",
    over(["local"], { gateways: ["10.8.0.1"] }),
    "gateway-outside",
    "gateways[0]",
  ),
];

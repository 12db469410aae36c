import type { Fact } from "../../kernel/fact";
import { macOf } from "../../net/mac";
import { bool, integer, list, map, object, set, string, type Attrs, type Fields } from "../../schema/type";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { isUnset, joined, ownHost, pick, text } from "../draft";
import { checkDomain, checkServers } from "../lookup";
import { dnsOptions, dnsSearch, drift, incarnation, networkDns, networkKind, networkRef, routerAdvertisements } from "../refs";
import { resource, type Context, type Want } from "../resource";
import { segmentFacts } from "../segment";
import { ipv6Bridges } from "../switched-network";
import { checkSubnets, gatewaysOf } from "../addressing";
import { checkSnat } from "../snat";
import { hostAccess } from "../access";
import { checkNeighborProxy, neighborProxy } from "../neighbor-proxy";
import { checkAccess } from "./access";
import { examples } from "./examples";
import { bridgeMark, bridgeNameFor } from "./name";
import { network } from "./network";
import { read } from "./read";
import { uplinkPort } from "./uplink";

const fields = {
  name: { type: string({ format: "name" }), required: true, replace: true, doc: "The network's name." },
  host: { type: string({ format: "name" }), optional: true, default: "local", replace: true, doc: "The network's host." },
  bridge_name: {
    type: string({ format: "ifname" }),
    optional: true,
    computed: true,
    replace: true,
    doc: "The bridge's interface name. When absent, it consists of `nw-`, the stack and the name; where these are too long, of the beginning of the name and a hash; an imported bridge keeps its name.",
  },
  subnets: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    optional: true,
    computed: true,
    doc: "IPv4 and IPv6 subnets in CIDR form. When absent, one of each family is allocated from the provider's pools.",
  },
  gateways: {
    type: list(string({ format: "assigned" })),
    optional: true,
    computed: true,
    doc: "The bridge's own addresses, at most one in each subnet. When absent, the first host of each subnet.",
  },
  ranges: {
    type: list(string({ format: "cidr" }), { min: 1 }),
    optional: true,
    doc: "The parts of the subnets that addresses are allocated from; a subnet without a range is used as a whole. Addresses that an endpoint declares, or has already, may be outside.",
  },
  reserved: {
    type: set(string({ format: "block" })),
    optional: true,
    doc: "Addresses (`10.8.0.7`) and networks (`10.8.0.0/28`) inside the subnets that are in other use: no endpoint gets one of them. An endpoint that had one before gets another in its place.",
  },
  mtu: {
    type: integer(68, 65535),
    optional: true,
    default: 1500,
    refreshed: true,
    doc: "The largest packet on the network, in bytes. IPv6 needs 1280.",
  },
  mac: {
    type: string({ format: "mac" }),
    optional: true,
    computed: true,
    derived: true,
    doc: "The bridge's hardware address. When absent, it is derived from the host and the network's name; an imported bridge keeps its own.",
  },
  endpoint_isolation: {
    type: bool,
    optional: true,
    default: false,
    doc: "Isolates the endpoints on the network from each other; they reach the gateway only.",
  },
  masquerade: {
    type: bool,
    optional: true,
    default: true,
    doc: "Whether packets that leave the host carry the host's address instead of the endpoint's, over IPv4 and IPv6. Other Netweft networks on the host see the endpoint's own address.",
  },
  snat_addresses: {
    type: list(string({ format: "ip" }), { min: 1 }),
    optional: true,
    doc: "The host's addresses with which packets leave it instead of the endpoint's: one of each family, or several, of which each endpoint always uses the same one. When absent, and for a family without any, the address of the link that they leave by. Not with `masquerade = false` or `internal`.",
  },
  neighbor_proxy: {
    type: string({ format: "ifname" }),
    optional: true,
    doc: 'The host\'s link to a network that the subnets are a part of, such as an IPv6 /80 out of the /64 of its provider, or a part of the LAN: the host answers ARP and neighbour solicitations on that link for the addresses of the endpoints (proxy ARP and proxy NDP, one entry for each address). For IPv6 it switches `proxy_ndp` of the link on, which stays on. Without it, such subnets are refused. In the subnets neither the host nor its gateways nor other machines have an address. The endpoints keep their own addresses with `masquerade = false`, and accept connections with `accept_from = ["outside"]`.',
  },
  internal: {
    type: bool,
    optional: true,
    default: false,
    doc: "A network without external connectivity: its endpoints cannot open connections to the outside or to other networks, publish no ports, and reach on the host what `host_access` allows. Networks in `accept_from` may open connections to it.",
  },
  accept_from: {
    type: set(string({ format: "id" })),
    optional: true,
    default: [],
    doc: "The networks that may open connections to its endpoints: ids of networks of the same stack on the same host, as text (`local/back`), so that two networks can name each other, and `outside` for all sources that are on none of Netweft's networks. Published ports need no entry here. Where both networks have `names`, the endpoints of an accepted network also resolve the names on this one.",
  },
  host_access: {
    type: string({ oneOf: ["all", "dns", "none"] }),
    optional: true,
    computed: true,
    usual: "all",
    doc: "What its endpoints may reach on the host itself, on any of the host's addresses: `all`; `dns`, which allows DNS queries and pings; or `none`. When absent: `all`, on an internal network `dns`.",
  },
  router_advertisements: routerAdvertisements,
  uplink: {
    type: string({ format: "ifname" }),
    optional: true,
    doc: "A link of the host, such as `eth1`, that becomes a port of the bridge: the endpoints are then on its network, together with the host. The subnets are those of that network, the gateways addresses of the host there. It must be a link that the host does not use itself: without addresses other than link-local ones, routes, VLANs or macvlan interfaces, and no port of another bridge or a bond. It is not changed otherwise. A VLAN, such as `eth1.10` (1 to 4094), is made where it is missing (`eth1` must be up), and removed with its last use.",
  },
  stp: { type: bool, optional: true, default: false, refreshed: true, doc: "Whether the bridge runs the spanning tree protocol." },
  names: {
    type: bool,
    optional: true,
    computed: true,
    usual: true,
    doc: "Whether endpoints on the network resolve each other by name and alias: a name server (dnsmasq) on the gateway addresses answers, and forwards queries for other domains to the host's name servers, but no plain names and no reverse lookups in the subnets. When absent: yes, where dnsmasq is installed on the host.",
  },
  dns: networkDns,
  dns_search: dnsSearch,
  dns_options: dnsOptions,
  labels: {
    type: map(string({ format: "label" })),
    optional: true,
    doc: "Free-form labels. They change nothing in the kernel.",
  },
  id: { type: string({ format: "id" }), computed: true, doc: "`host/name`." },
  kind: { type: networkKind, computed: true, doc: "`bridge`." },
  incarnation,
  ref: { type: object(networkRef), computed: true, doc: "The value for an endpoint's `network`." },
  drift,
} as const satisfies Fields;

function bridgeName(draft: Draft, context: Context): Value {
  if (!isUnset(draft["bridge_name"])) return draft["bridge_name"]!;
  const name = text(draft, "name");
  return name === undefined ? UNKNOWN : bridgeNameFor(name, context);
}

/** Derived from the network, not from its bridge name: endpoints cache their gateway's address for half a minute after a change. */
function macFor(draft: Draft, context: Context): Value {
  if (!isUnset(draft["mac"])) return draft["mac"]!;
  const [host, name] = [text(draft, "host"), text(draft, "name")];
  return host === undefined || name === undefined ? UNKNOWN : macOf(`${host}/${bridgeNameFor(name, context)}`);
}

/** The part of `accept_from` that endpoints depend on: none unless the network is internal, so that they do not change with it. */
function entrants({ internal = null, accept_from: from = null }: Draft): Value {
  if (internal === UNKNOWN) return UNKNOWN;
  return internal === true ? from : null;
}

function complete(draft: Draft, context: Context): Draft {
  const full: Draft = {
    ...draft,
    id: joined([draft["host"]!, draft["name"]!]),
    kind: "bridge",
    bridge_name: bridgeName(draft, context),
    mac: macFor(draft, context),
    subnets: isUnset(draft["subnets"]) ? UNKNOWN : draft["subnets"]!,
    gateways: gatewaysOf(draft),
    host_access: hostAccess(draft),
    names: isUnset(draft["names"]) ? UNKNOWN : draft["names"]!,
  };
  return { ...full, ref: { ...pick(full, Object.keys(networkRef)), accept_from: entrants(full) } };
}

function wants(draft: Draft, context: Context): readonly Want[] {
  const [host, name] = [text(draft, "host"), text(draft, "name")];
  const fresh: Want = { what: "incarnation", attribute: "incarnation" };
  if (host === undefined) return [fresh];
  const names: readonly Want[] = isUnset(draft["names"])
    ? [{ what: "program", attribute: "names", hosts: [host], program: "dnsmasq" }]
    : [];
  const subnets: readonly Want[] = isUnset(draft["subnets"]) ? [{ what: "subnets", attribute: "subnets", host }] : [];
  if (name === undefined) return [fresh, ...subnets, ...names];
  const kept: Want = { what: "kept", attribute: "bridge_name", of: "name", host, mark: bridgeMark(name, context) };
  return [fresh, ...subnets, ...names, kept, { ...kept, attribute: "mac", of: "mac" }];
}

/** A bridge to import may have no addresses yet, and then there is no subnet. */
function compile(attrs: Attrs<typeof fields>, context: Context): readonly Fact[] {
  const { host, name, subnets, gateways, mtu, mac, stp, internal, masquerade, names, dns, snat_addresses } = attrs;
  return [
    ...neighborProxy(attrs),
    ...segmentFacts({
      ...{ host, name, gateways, mtu, mac, stp, internal, masquerade, names, dns },
      owner: { stack: context.provider.stack, type: "netweft_bridge_network", id: name },
      bridge: attrs.bridge_name,
      subnets: (subnets as typeof subnets | null) ?? [],
      snatAddresses: snat_addresses ?? [],
      endpointIsolation: attrs.endpoint_isolation,
      hostAccess: attrs.host_access,
      hostForwarding: context.provider.host_forwarding,
      admissible: true,
      acceptFrom: attrs.accept_from,
    }),
    ...uplinkPort(attrs),
  ];
}

/** A bridge on one host, its gateway addresses, and the subnets of its endpoints: Docker's user-defined bridge network. */
export const bridgeNetwork = resource({
  type: "netweft_bridge_network",
  networkKind: "bridge",
  version: 0,
  doc: "A bridge network: containers on one host that reach each other and the gateway as if they were plugged into one switch. What `docker network create --driver bridge` makes, but it can be changed while it is in use. Its rules are in the nftables table `inet netweft`, which all networks of a host share; other tables are never touched.",
  fields,
  complete,
  wants,
  check: (draft, _context, written) => [
    ...checkSubnets(draft, written),
    ...checkAccess(draft),
    ...checkDomain(draft),
    ...checkServers(draft),
    ...checkSnat(draft),
    ...checkNeighborProxy(draft),
  ],
  hosts: ownHost,
  ipv6Links: (attributes) => ipv6Bridges(attributes, network(attributes)),
  network,
  compile,
  read,
  examples,
});

import { error, warning, type CodeEntry } from "./entry";

/** What is wrong with what is declared. */
export const resourcesCodes = {
  // resources
  "conflicting-attributes": error("Conflicting attributes", "Two attributes of a resource exclude each other."),
  "overlapping-subnets": error(
    "Overlapping subnets",
    "Two networks on one host, or a network and something that the host is already connected to, share addresses. The kernel would accept both and send all packets to the first.",
  ),
  "route-hidden": warning(
    "Network hides a part of a route",
    "A network is a part of what a route of the host leads to. The longer prefix decides, so the network works, and what has these addresses behind the route cannot be reached from the host.",
  ),
  "route-in-network": warning(
    "Host has a route or an address in a network",
    "Since a network was made, the host has got a route or an address that is as specific or more specific. The kernel sends the packets for these addresses to one of the two.",
  ),
  "no-default-route": warning(
    "Namespace without a default route",
    "A namespace is on a network that has a way out, and none of its endpoints has its default routes. Only the subnets of its networks can be reached from it.",
  ),
  "reserved-subnet": warning(
    "Reserved addresses",
    "A subnet is in 240.0.0.0/4. Linux routes these addresses; other systems, routers and programs drop them.",
  ),
  "gateway-outside": error("Gateway outside of the subnets", "A gateway is not the address of a host in any of the network's subnets."),
  "range-outside": error(
    "Range outside of the subnets",
    "A range that addresses are to be allocated from is not a part of any of the network's subnets.",
  ),
  "reserved-outside": error(
    "Reserved addresses outside of the subnets",
    "An address or a network that is reserved is not inside of any of the network's subnets.",
  ),
  "reserved-address": error("Address is reserved", "An endpoint or a gateway has an address that its network reserves for somebody else."),
  "mtu-too-small": error("MTU too small", "The kernel switches IPv6 off on a link whose mtu is below 1280 bytes."),
  "missing-underlay": error(
    "Member without an underlay",
    "A member of an overlay network has no address in the provider configuration at which the others reach it.",
  ),
  "wrong-underlay": error(
    "Underlay address cannot be used",
    "The address at which the other members are to reach a member is not one of its host, or none that a host can be reached at.",
  ),
  "mixed-underlay": error("Underlay of both families", "Some members of an overlay network are reached over IPv4, others over IPv6."),
  "duplicate-underlay": error("Underlay address used twice", "Two members of an overlay network are said to be at the same address."),
  "underlay-too-small": error(
    "Underlay too small",
    "What an overlay network puts around its packets leaves too little of a packet of the underlay.",
  ),
  "mtu-too-large": error(
    "MTU too large",
    "A packet of the overlay network would not fit into a packet of the underlay. VXLAN packets are not sent in pieces: it would be lost without a word.",
  ),
  "overlay-too-large": error(
    "Overlay network too large to declare",
    "The members of an overlay network would have to be told of more than 500,000 things about each other's endpoints.",
  ),
  "tunnel-clash": error(
    "Tunnels clash",
    "Two tunnels on one host have the same VXLAN network identifier and port, or a port that somebody else uses.",
  ),
  "missing-namespace": error(
    "Endpoint without a namespace",
    "An endpoint on a bridge or overlay network needs the namespace that its interface is to be in.",
  ),
  "missing-name": error("Endpoint without a name", "An endpoint on a host network has no namespace and therefore needs a name of its own."),
  "incomplete-network": error(
    "Incomplete network",
    "The `network` of an endpoint lacks what the endpoint follows. It is meant to be a reference to a network resource or its `ref`.",
  ),
  "different-hosts": error(
    "Namespace and network on different hosts",
    "A bridge network serves the namespaces of its own host only, an overlay network those of its members.",
  ),
  "address-outside": error(
    "Address outside of the network",
    "An endpoint's address is not the address of a host in any of the subnets of its network.",
  ),
  unpublishable: error(
    "Port cannot be published",
    "A published port would lead nowhere, or not be reached in the way that it is declared.",
  ),
  "rate-on-host-network": error("Rate on a host network", "An endpoint on a host network has no interface that could be held to a rate."),
  "host-network-not-isolated": warning(
    "Host network is not isolated",
    "Endpoints on a host network share the host's network stack. This is said in every plan that has one.",
  ),
  "unadoptable-namespace": error(
    "Namespace cannot be adopted",
    "What `pid` or `path` names shows no network namespace, or the host's own.",
  ),
  "unknown-host": error("Unknown host", "A resource names a host that the provider configuration does not have."),

  // provider configuration
  "unknown-provider-configuration": error(
    "Provider configuration is not known",
    "The provider block depends on a value that only an apply would give, so that no host can be looked at.",
  ),
  "conflicting-hosts": error("Conflicting hosts", "Two provider blocks give different meanings to one host name."),
  "unknown-backend": error("Unknown backend", "The configuration names a backend that this program does not have."),

  // allocation
  "subnets-exhausted": error("No subnet is free", "All address pools of the provider configuration are used up on a host."),
  "addresses-exhausted": error("No address is free", "All addresses of a subnet are declared, owned or observed in use."),

  // rules over a host
  "duplicate-object": error(
    "One object declared twice",
    "Two resources would make the same kernel object: a bridge, a namespace, an interface in a namespace.",
  ),
  "duplicate-address": error(
    "One address used twice",
    "Two endpoints, or an endpoint and a gateway, would have the same address on one network.",
  ),
  "duplicate-mac": error("One MAC address used twice", "Two endpoints on one bridge would have the same hardware address."),
  "duplicate-bind": error("One port bound twice", "Two binds of host networks on one host claim the same protocol, port and address."),
  "duplicate-name": error("One name for two endpoints", "Two endpoints would have the same name or alias on one network with names."),
  "no-name-server": error("No name server on the host", "A network asks for names (`names = true`), and its host has no dnsmasq."),
  "names-unavailable": warning(
    "Names are off on this network",
    "The host has no dnsmasq, so endpoints do not find each other by name. Where the network says `names = false` nothing is missed and nothing is said.",
  ),
  "duplicate-port": error(
    "One port of a host used twice",
    "Two published ports, or a published port and a bind of the host network, share protocol, port and address on one host. A port without an address, or on `0.0.0.0`, clashes with the same port on any IPv4 address, `::` with any of IPv6; ranges clash where they overlap; tcp and udp never do.",
  ),
  "port-in-use": warning(
    "Somebody listens on a port that is published",
    "A program on the host listens on a port that an endpoint publishes. Once it is published, new connections go to the endpoint and no more to the program. The apply looks again, and refuses while somebody still listens (`port-taken`).",
  ),
  "name-server-in-the-way": error(
    "Another name server listens on port 53",
    "A network's name server listens on its gateways, and another program listens there already, mostly because it listens on every address. The message names the program where the host shows it, and the lines of its configuration that keep it off the bridge. Name servers on 127.0.0.53 or 127.0.0.1 alone, as systemd-resolved's, are no hindrance.",
  ),
  "forwarding-dropped": warning(
    "Host's firewall ends the network's traffic",
    "The host has a foreign chain that drops or rejects forwarded packets, and no rule in it lets the network's bridge through: Docker's `FORWARD`, ufw, firewalld, a ruleset of the administrator's. A packet has to pass every table, so nothing that Netweft sets up can save it. The message has the commands that let it through; with `host_firewall = \"cooperate\"` Netweft adds rules of its own to iptables instead. With `net.bridge.bridge-nf-call-iptables = 1` such a chain ends even what stays on one bridge. Rules that let traffic through by address, port or mark are not counted, because they may not hold for all of it.",
  ),
  "input-dropped": warning(
    "Host's firewall ends what its network needs",
    "The host has a foreign chain that drops or rejects packets for the host itself, and no rule in it lets in what a network needs there: name lookups on port 53 from the network's bridge, and with IPv6 the neighbour solicitations and advertisements without which the gateway is not found. A packet has to pass every table, so nothing that Netweft sets up can save it. The message has the commands that let it in; with `host_firewall = \"cooperate\"` Netweft adds rules of its own to iptables instead. Where rules ask for more than link, source, protocol and port, the message says that they have to be looked at. What else endpoints may reach on the host (`host_access`) is left to the host's firewall.",
  ),
  "unknown-network": error(
    "Network that may enter is not declared",
    "`accept_from` names the id of a network that no resource of the stack declares, so that it lets nothing in.",
  ),
  "duplicate-route": error("Two default routes", "Two endpoints of one namespace would give it the same route."),
  "bridge-full": error("Too many ports on a bridge", "The Linux bridge has at most 1,023 ports."),
  "missing-object": error(
    "Something that is needed does not exist",
    "A resource needs a kernel object that is neither declared nor on the host: a bridge or a namespace that was named by hand.",
  ),
  "foreign-object": error(
    "Object belongs to somebody else",
    "A kernel object of the wanted name exists, without a mark of this stack. Netweft never changes or removes what is not its own.",
  ),
} as const satisfies Record<string, CodeEntry>;

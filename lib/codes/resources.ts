import { error, warning, type CodeEntry } from "./entry";

/** Errors in the declared resources. */
export const resourcesCodes = {
  // resources
  "conflicting-attributes": error("Conflicting attributes", "Two attributes of a resource exclude each other."),
  "unusable-setting": error(
    "Setting cannot be set in a namespace",
    "A kernel setting of a namespace is one of the whole host, can only be read, is a command, or is none that namespaces on the host have. `sysctls` takes what each namespace has for itself.",
  ),
  "ipv6-off": error(
    "IPv6 is switched off",
    "An interface is to have an IPv6 address where a kernel setting, `disable_ipv6`, switches IPv6 off: one that is declared in `sysctls`, or one that was found on the host or in a namespace of another program.",
  ),
  "overlapping-subnets": error(
    "Overlapping subnets",
    "Two networks on one host, or a network and a subnet that the host is already connected to, overlap. The kernel would accept both and send all packets to the first.",
  ),
  "route-hidden": warning(
    "Network covers a part of a route",
    "A network's subnet is a part of the destination of a route of the host. In one routing table the longer prefix wins: the network works, but hosts with these addresses behind the route cannot be reached from the host. Policy rules (`ip rule`) that consult another table first are not observed; with such a rule the network does not work.",
  ),
  "route-in-network": warning(
    "Host has a route or an address in a network",
    "Since a network was made, the host has acquired a route or an address that is as specific or more specific; or a declared route leads to a part of a network of this or another stack. The kernel sends the packets for these addresses to one of the two.",
  ),
  "no-default-route": warning(
    "Namespace without a default route",
    "A namespace is on a network with external connectivity, but no endpoint of it provides default routes. Only the subnets of its networks can be reached from it.",
  ),
  "dns-unreachable": warning(
    "Name server cannot be reached",
    "A namespace has `dns` and is on internal networks only: packets to a name server outside of these cannot leave it.",
  ),
  "reserved-subnet": warning(
    "Reserved addresses",
    "A subnet is in 240.0.0.0/4. Linux routes these addresses; other systems, routers and programs drop them.",
  ),
  "gateway-outside": error("Gateway outside of the subnets", "A gateway is not the address of a host in any of the network's subnets."),
  "range-outside": error("Range outside of the subnets", "An allocation range is not contained in any of the network's subnets."),
  "reserved-outside": error(
    "Reserved addresses outside of the subnets",
    "A reserved address or network is not inside any of the network's subnets.",
  ),
  "reserved-address": error("Address is reserved", "An endpoint or a gateway has an address that its network reserves for other use."),
  "mtu-too-small": error("MTU too small", "The kernel disables IPv6 on a link whose mtu is below 1280 bytes."),
  "missing-underlay": error(
    "Member without an underlay",
    "A member of an overlay network has no address in the provider configuration at which the others reach it.",
  ),
  "wrong-underlay": error(
    "Underlay address cannot be used",
    "The underlay address of a member is not an address of its host, or not one at which a host can be reached.",
  ),
  "mixed-underlay": error("Underlay of both families", "Some members of an overlay network are reached over IPv4, others over IPv6."),
  "duplicate-underlay": error("Underlay address used twice", "Two members of an overlay network have the same underlay address."),
  "underlay-too-small": error(
    "Underlay too small",
    "The encapsulation of an overlay network leaves too little room in a packet of the underlay.",
  ),
  "mtu-too-large": error(
    "MTU too large",
    "A packet of the overlay network would not fit into a packet of the underlay. VXLAN packets are not fragmented: it would be lost silently.",
  ),
  "overlay-too-large": error(
    "Overlay network too large to declare",
    "The members of an overlay network would need more than 500,000 FDB, neighbour and name entries for each other's endpoints.",
  ),
  "tunnel-clash": error(
    "Tunnels clash",
    "Two tunnels on one host have the same VXLAN network identifier and port, or a port that another device uses.",
  ),
  "missing-namespace": error(
    "Endpoint without a namespace",
    "An endpoint on a bridge or overlay network needs a namespace for its interface.",
  ),
  "missing-name": error("Endpoint without a name", "An endpoint on a host network has no namespace and therefore needs its own name."),
  "incomplete-network": error(
    "Incomplete network",
    "The `network` of an endpoint lacks attributes that the endpoint depends on. Set it to a network resource or to its `ref`.",
  ),
  "different-hosts": error(
    "Namespace and network on different hosts",
    "A bridge network connects namespaces of its own host only, an overlay network those of its members.",
  ),
  "address-outside": error(
    "Address outside of the network",
    "An endpoint's address is not the address of a host in any of the subnets of its network.",
  ),
  unpublishable: error("Port cannot be published", "A published port would lead nowhere, or could not be reached as declared."),
  "rate-on-host-network": error("Rate on a host network", "An endpoint on a host network has no interface that could be rate limited."),
  "host-network-not-isolated": warning(
    "Host network is not isolated",
    "Endpoints on a host network share the host's network stack. Every plan with such a network shows this warning.",
  ),
  "unadoptable-namespace": error(
    "Namespace cannot be adopted",
    "`pid` or `path` does not lead to a network namespace, or leads to the host's own.",
  ),
  "unknown-host": error("Unknown host", "A resource names a host that the provider configuration does not have."),

  // provider configuration
  "unknown-provider-configuration": error(
    "Provider configuration is not known",
    "The provider block depends on a value that is known only after an apply, so no host can be observed.",
  ),
  "conflicting-hosts": error("Conflicting hosts", "Two provider blocks define one host name differently."),
  "unknown-backend": error("Unknown backend", "The configuration names a backend that this program does not have."),

  // allocation
  "subnets-exhausted": error("No subnet is free", "All address pools of the provider configuration are exhausted on a host."),
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
  "duplicate-name": error("One name used by two endpoints", "Two endpoints would have the same name or alias on one network with names."),
  "name-on-both": warning(
    "One name on two networks of which one accepts the other",
    "Two containers have the same name, one on a network and the other on a network that accepts it: for endpoints of the first network the name resolves to both.",
  ),
  "no-name-server": error("No name server on the host", "A network has `names = true`, and its host has no dnsmasq."),
  "names-unavailable": warning(
    "Network has no name resolution",
    "The host has no dnsmasq, so endpoints cannot resolve each other's names. Set `names = false` on the network to do without names; the warning then disappears.",
  ),
  "duplicate-port": error(
    "One port of a host used twice",
    "Two published ports, or a published port and a bind of the host network, share protocol, port and address on one host. A port without an address, or on `0.0.0.0`, clashes with the same port on any IPv4 address, `::` with any of IPv6; ranges clash where they overlap; tcp and udp never do.",
  ),
  "port-in-use": warning(
    "Published port is already in use",
    "A program on the host listens on a port that an endpoint publishes. Once it is published, new connections go to the endpoint and no longer to the program. The apply checks again, and refuses while a process still listens (`port-taken`).",
  ),
  "name-server-in-the-way": error(
    "Another name server listens on port 53",
    "A network's name server listens on its gateways, and another program listens there already, mostly because it listens on every address. The message names the program where the host shows it, and the configuration lines that keep it off the bridge. Name servers on 127.0.0.53 or 127.0.0.1 alone, such as systemd-resolved, do not conflict.",
  ),
  "forwarding-dropped": warning(
    "Host's firewall drops the network's traffic",
    "The host has a foreign chain that drops or rejects forwarded packets, and no rule in it lets the network's bridge through: Docker's `FORWARD`, ufw, firewalld, the administrator's own ruleset. A packet must pass every table, so no rule in Netweft's table can accept it. The message lists the commands that accept it; with `host_firewall = \"cooperate\"` Netweft adds rules of its own to iptables instead. With `net.bridge.bridge-nf-call-iptables = 1` such a chain drops even traffic within one bridge. Rules that accept traffic by address, port or mark are not counted, because they may not cover all of it.",
  ),
  "input-dropped": warning(
    "Host's firewall drops packets that the network needs",
    "The host has a foreign chain that drops or rejects packets for the host itself, and no rule in it accepts what a network needs there: DNS queries on port 53 from the network's bridge, and with IPv6 the neighbour solicitations and advertisements without which the gateway cannot be resolved. A member of an overlay network must accept what the other members send it: VXLAN; with WireGuard its listen port on the underlay, and VXLAN on the WireGuard device; with IPsec ESP (protocol 50), and VXLAN again after decryption; with EVPN BGP on port 179; and over IPv6 neighbour discovery. A rule that accepts replies does not cover VXLAN, because its two directions use different ports. A packet must pass every table, so no rule in Netweft's table can accept it. The message lists the commands that accept it, from members only by their addresses; with `host_firewall = \"cooperate\"` Netweft adds rules of its own to iptables instead. Where rules match on more than link, source, protocol and port, the message says that they need a manual check. What else endpoints may reach on the host (`host_access`) is left to the host's firewall.",
  ),
  "unknown-network": error(
    "Network in `accept_from` is not declared",
    "`accept_from` names the id of a network that no resource of the stack declares, so it admits nothing.",
  ),
  "duplicate-route": error(
    "Route declared twice",
    "Two resources, or two entries of one, would add a route with the same destination, metric and table in one place; or the network gives that route already.",
  ),
  "unusable-route": error(
    "Route cannot be used",
    "The kernel would refuse a declared route or its rule, or no packet would ever use it: addresses of two families, a route without gateway and interface, a source address that its place does not have, a table that only the kernel writes, the destination of a connected route.",
  ),
  "gateway-not-on-link": error(
    "Gateway is not on-link",
    "The gateway of a declared route is in no network of the interface that the route uses, as it will be after the apply.",
  ),
  "replies-by-one-uplink": warning(
    "Replies of published ports leave by one uplink",
    "A host with published ports has default routes by several links. The replies of a published port follow the routing tables, and not the uplink that the request came by: clients of the other uplinks get no answer where a provider drops foreign source addresses. The message lists the `uplinks` to declare in the provider block, with which replies leave by their uplink.",
  ),
  "forwarding-stays": warning(
    "Forwarding stays on",
    "The last network of a host is removed for which Netweft had switched forwarding on. The setting stays, because other programs may need it by now; but no rule of Netweft's keeps the host closed between its own links any more. The message lists the commands that switch it off.",
  ),
  "forwarding-not-closed": warning(
    "Host goes on forwarding between its own links",
    "`host_forwarding` was `open` and is `keep-closed` now. Netweft has no record whether the host forwarded before it, so it does not close it. The message lists the command after which the next apply does.",
  ),
  "mark-bits-in-use": error(
    "Bits of firewall marks are used already",
    "The `uplinks` of a host are distinguished by bits of firewall marks, those of `mark_mask` in the provider block. A policy rule of the host depends on some of these bits, so replies would use its table; or a rule of another program's firewall sets them in the marks of packets, or may change them in those of connections.",
  ),
  "rule-before-uplinks": warning(
    "A policy rule takes packets before the uplinks do",
    "The `uplinks` of a host have policy rules with the priorities 1560 and 1561. A rule of another program with an earlier priority can match the packets of published ports, and leads them to another table, so clients get no answer. wg-quick adds such a rule if it starts after Netweft. The message lists the commands that move the rule.",
  ),
  "source-not-on-host": warning(
    "Source address is not on the host",
    "A network's `snat_addresses` has an address that no link of the host has. Packets leave with it, and replies come back only where a router sends them to this host.",
  ),
  "unused-table": warning(
    "No policy rule leads to the routing table",
    "A declared route is in a table of its own, and neither a declared policy rule nor one of the host consults that table: no packet uses the route.",
  ),
  "missing-parent": error(
    "Parent of the interfaces does not exist",
    "The link whose network a macvlan network is on is not on its host. It belongs to the host: Netweft neither makes nor removes it, but for a VLAN (`eth1.10`) of a link that is there. When it is removed, the kernel deletes the interfaces on it, which drift then reports; once it is back, an apply makes them again.",
  ),
  "unusable-parent": error(
    "Link cannot carry the interfaces",
    "The kernel would refuse an interface on this link: it is a port of a bridge or bond, has ipvlan interfaces, has a macvlan interface in the mode `passthru`, or its mtu is too small; or a VLAN that its name stands for cannot be made, because the link below is down or has it under another name, or its name stands for another VLAN than it is. Interfaces that other programs have in namespaces of their own are not observed: the apply then reports that the link is busy.",
  ),
  "unusable-uplink": error(
    "Link cannot be a port of the network",
    "The link that a bridge network names as its `uplink` is not on the host, or the host uses it itself: it has addresses or routes, links stand on it, or it is the port of another bridge or of a bond, or its name stands for another VLAN than it is. As a port it would receive nothing for the host.",
  ),
  "parent-down": warning(
    "Parent of the interfaces is down",
    "A link that macvlan interfaces stand on is down. Netweft does not bring it up, since it belongs to the host.",
  ),
  "uplink-down": warning(
    "Uplink of a bridge network is down",
    "The link that a bridge network names as its `uplink` is down. Netweft does not bring it up, since it belongs to the host.",
  ),
  "uplink-gone": warning(
    "Uplink of a host is gone",
    "A link that a host names in its `uplinks` was there and is not now. What needs it waits until it is back; everything else is planned as usual. A link that was never there is an error.",
  ),
  "uplink-in-use": warning(
    "Uplink of a bridge network has an address",
    "Since a link became the port of a network's bridge, the host has acquired an address by it. A port of a bridge receives nothing for the host, so the address is not reached.",
  ),
  "bridge-full": error("Too many ports on a bridge", "The Linux bridge has at most 1,023 ports."),
  "missing-object": error(
    "Required object does not exist",
    "A resource needs a kernel object that is neither declared nor on the host: a bridge or a namespace that the configuration refers to by name, or a link of the host.",
  ),
  "renamed-stack": error(
    "Objects of this stack under another name",
    "Objects that the configuration declares belong to another stack, under the same ids: often it is this stack, which was renamed.",
  ),
  "foreign-object": error(
    "Object is not owned by this stack",
    "A kernel object with this name exists, without a mark of this stack. Netweft never changes or removes objects that it does not own.",
  ),
} as const satisfies Record<string, CodeEntry>;

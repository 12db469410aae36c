import { error, warning, type CodeEntry } from "./entry";

/** What is wrong with the declared resources together, and with what their hosts have. */
export const rulesCodes = {
  "duplicate-object": error(
    "One object declared twice",
    "Two resources would make the same kernel object: a bridge, a namespace, an interface in a namespace.",
    "Remove one of the two resources, or give it another name.",
  ),
  "duplicate-address": error(
    "One address used twice",
    "Two endpoints, or an endpoint and a gateway, would have the same address on one network.",
    "Change one of the addresses, or leave one out: a free one is allocated.",
  ),
  "duplicate-mac": error(
    "One MAC address used twice",
    "Two endpoints on one bridge would have the same hardware address.",
    "Change one of the hardware addresses, or leave one out.",
  ),
  "duplicate-bind": error(
    "One port bound twice",
    "Two binds of host networks on one host claim the same protocol, port and address.",
    "Change the port or the address of one of the binds.",
  ),
  "duplicate-name": error(
    "One name used by two endpoints",
    "Two endpoints would have the same name or alias on one network with names.",
    "Rename one of the containers, or remove the alias.",
  ),
  "name-on-both": warning(
    "One name on two networks of which one accepts the other",
    "Two containers have the same name, one on a network and the other on a network that accepts it: for endpoints of the first network the name resolves to both.",
    "Rename one of the containers, if the name is to mean one of them.",
  ),
  "no-name-server": error(
    "No name server on the host",
    "A network has `names = true`, and its host has no dnsmasq.",
    "Install dnsmasq on the host, or remove `names`.",
  ),
  "names-unavailable": warning(
    "Network has no name resolution",
    "The host has no dnsmasq, so endpoints cannot resolve each other's names. Set `names = false` on the network to do without names; the warning then disappears.",
    "Install dnsmasq on the host, or set `names = false`.",
  ),
  "duplicate-port": error(
    "One port of a host used twice",
    "Two published ports, or a published port and a bind of the host network, share protocol, port and address on one host. A port without an address, or on `0.0.0.0`, clashes with the same port on any IPv4 address, `::` with any of IPv6; ranges clash where they overlap; tcp and udp never do.",
    "Publish one of them on another port, or each on an address of its own.",
  ),
  "port-in-use": warning(
    "Published port is already in use",
    "A program on the host listens on a port that an endpoint publishes. Once it is published, new connections go to the endpoint and no longer to the program. The apply checks again, and refuses while a process still listens (`port-taken`).",
    "Stop the program, or publish another port.",
  ),
  "name-server-in-the-way": error(
    "Another name server listens on port 53",
    "A network's name server listens on its gateways, and another program listens there already, mostly because it listens on every address. The message names the program where the host shows it, and the configuration lines that keep it off the bridge. Name servers on 127.0.0.53 or 127.0.0.1 alone, such as systemd-resolved, do not conflict.",
    "Keep the other name server off the bridge with the lines that the message has, or set `names = false` on the network.",
  ),
  "forwarding-dropped": warning(
    "Host's firewall drops the network's traffic",
    "The host has a foreign chain that drops or rejects forwarded packets, and no rule in it lets the network's bridge through: Docker's `FORWARD`, ufw, firewalld, the administrator's own ruleset. A packet must pass every table, so no rule in Netweft's table can accept it. The message lists the commands that accept it; with `host_firewall = \"cooperate\"` Netweft adds rules of its own to iptables instead. With `net.bridge.bridge-nf-call-iptables = 1` such a chain drops even traffic within one bridge. Rules that accept traffic by address, port or mark are not counted, because they may not cover all of it.",
    'Run the commands that the message lists, or set `host_firewall = "cooperate"`.',
  ),
  "input-dropped": warning(
    "Host's firewall drops packets that the network needs",
    "The host has a foreign chain that drops or rejects packets for the host itself, and no rule in it accepts what a network needs there: DNS queries on port 53 from the network's bridge, and with IPv6 the neighbour solicitations and advertisements without which the gateway cannot be resolved. A member of an overlay network must accept what the other members send it: VXLAN; with WireGuard its listen port on the underlay, and VXLAN on the WireGuard device; with IPsec ESP (protocol 50), and VXLAN again after decryption; with EVPN BGP on port 179; and over IPv6 neighbour discovery. A rule that accepts replies does not cover VXLAN, because its two directions use different ports. A packet must pass every table, so no rule in Netweft's table can accept it. The message lists the commands that accept it, from members only by their addresses; with `host_firewall = \"cooperate\"` Netweft adds rules of its own to iptables instead. Where rules match on more than link, source, protocol and port, the message says that they need a manual check. What else endpoints may reach on the host (`host_access`) is left to the host's firewall.",
    'Run the commands that the message lists, or set `host_firewall = "cooperate"`.',
  ),
  "unknown-network": error(
    "Network in `accept_from` is not declared",
    "`accept_from` names the id of a network that no resource of the stack declares, so it admits nothing.",
    "Declare the network, or correct the id in `accept_from`.",
  ),
  "duplicate-route": error(
    "Route declared twice",
    "Two resources, or two entries of one, would add a route with the same destination, metric and table in one place; or the network gives that route already.",
    "Remove one of the routes, or give it another metric or table.",
  ),
  "unusable-route": error(
    "Route cannot be used",
    "The kernel would refuse a declared route or its rule, or no packet would ever use it: addresses of two families, a route without gateway and interface, a source address that its place does not have, a table that only the kernel writes, the destination of a connected route.",
    "Change the part of the route that the message names.",
  ),
  "gateway-not-on-link": error(
    "Gateway is not on-link",
    "The gateway of a declared route is in no network of the interface that the route uses, as it will be after the apply.",
    "Use a gateway inside of the interface's network.",
  ),
  "replies-by-one-uplink": warning(
    "Replies of published ports leave by one uplink",
    "A host with published ports has default routes by several links, or a link with an address of the internet and no default route beside the one that has it. The replies of a published port follow the routing tables, and not the uplink that the request came by: clients of the other uplinks get no answer where a provider drops foreign source addresses. The message lists the `uplinks` to declare in the provider block, with which replies leave by their uplink.",
    "Declare the `uplinks` that the message lists in the provider block.",
  ),
  "forwarding-stays": warning(
    "Forwarding stays on",
    "The last network of a host is removed for which Netweft had switched forwarding on. The setting stays, because other programs may need it by now; but no rule of Netweft's keeps the host closed between its own links any more. The message lists the commands that switch it off.",
    "Run the commands that the message lists, if no other program needs forwarding.",
  ),
  "forwarding-not-closed": warning(
    "Host goes on forwarding between its own links",
    "`host_forwarding` was `open` and is `keep-closed` now. Netweft has no record whether the host forwarded before it, so it does not close it. The message lists the command after which the next apply does.",
    "Run the command that the message lists, and apply again.",
  ),
  "mark-bits-in-use": error(
    "Bits of firewall marks are used already",
    "The `uplinks` of a host are distinguished by bits of firewall marks, those of `mark_mask` in the provider block. A policy rule of the host depends on some of these bits, so replies would use its table; or a rule of another program's firewall sets them in the marks of packets, or may change them in those of connections.",
    "Set `mark_mask` to bits that no other program uses.",
  ),
  "rule-before-uplinks": warning(
    "A policy rule takes packets before the uplinks do",
    "The `uplinks` of a host have policy rules with the priorities 1560 and 1561. A rule of another program with an earlier priority can match the packets of published ports, and leads them to another table, so clients get no answer. wg-quick adds such a rule if it starts after Netweft. The message lists the commands that move the rule.",
    "Run the commands that the message lists: they move the rule behind the uplinks'.",
  ),
  "source-not-on-host": warning(
    "Source address is not on the host",
    "A network's `snat_addresses` has an address that no link of the host has. Packets leave with it, and replies come back only where a router sends them to this host.",
    "Add the address to a link of the host, or correct `snat_addresses`.",
  ),
  "route-in-common": warning(
    "Another stack has the same route",
    "A route that is new in this stack is on the host already, with Netweft's protocol number: another stack declares it, or it is left of a stack whose state was lost. It is one object of the kernel without a mark: it goes with the first stack that is destroyed, and the next apply of the other one restores it.",
    "Declare the route in one of the stacks only.",
  ),
  "unused-table": warning(
    "No policy rule leads to the routing table",
    "A declared route is in a table of its own, and neither a declared policy rule nor one of the host consults that table: no packet uses the route.",
    "Declare a rule that leads to the table, or leave `table` out.",
  ),
  "missing-parent": error(
    "Parent of the interfaces does not exist",
    "The link whose network a macvlan network is on is not on its host. It belongs to the host: Netweft neither makes nor removes it, but for a VLAN (`eth1.10`) of a link that is there. When it is removed, the kernel deletes the interfaces on it, which drift then reports; once it is back, an apply makes them again.",
    "Correct the name of the link, or create the link on the host.",
  ),
  "unusable-parent": error(
    "Link cannot carry the interfaces",
    "The kernel would refuse an interface on this link: it is a port of a bridge or bond, has ipvlan interfaces, has a macvlan interface in the mode `passthru`, or its mtu is too small; or a VLAN that its name stands for cannot be made, because the link below is down or has it under another name, or its name stands for another VLAN than it is. Interfaces that other programs have in namespaces of their own are not observed: the apply then reports that the link is busy.",
    "Name another link, or change the one of that name as the message says.",
  ),
  "unusable-uplink": error(
    "Link cannot be a port of the network",
    "The link that a bridge network names as its `uplink` is not on the host, or the host uses it itself: it has addresses or routes, links stand on it, or it is the port of another bridge or of a bond, or its name stands for another VLAN than it is. As a port it would receive nothing for the host.",
    "Name a link that the host does not use itself, or leave `uplink` out.",
  ),
  "parent-down": warning(
    "Parent of the interfaces is down",
    "A link that macvlan interfaces stand on is down. Netweft does not bring it up, since it belongs to the host.",
    "Bring the link up: `ip link set LINK up`.",
  ),
  "uplink-down": warning(
    "Uplink of a bridge network is down",
    "The link that a bridge network names as its `uplink` is down. Netweft does not bring it up, since it belongs to the host.",
    "Bring the link up: `ip link set LINK up`.",
  ),
  "uplink-gone": warning(
    "Uplink of a host is gone",
    "A link that a host names in its `uplinks` was there and is not now. What needs it waits until it is back; everything else is planned as usual. A link that was never there is an error.",
    "Bring the link back, or remove it from `uplinks`.",
  ),
  "uplink-in-use": warning(
    "Uplink of a bridge network has an address",
    "Since a link became the port of a network's bridge, the host has acquired an address by it. A port of a bridge receives nothing for the host, so the address is not reached.",
    "Remove the address from the link, or leave `uplink` out.",
  ),
  "bridge-full": error(
    "Too many ports on a bridge",
    "The Linux bridge has at most 1,023 ports.",
    "Spread the containers over several networks.",
  ),
  "missing-object": error(
    "Required object does not exist",
    "A resource needs a kernel object that is neither declared nor on the host: a bridge or a namespace that the configuration refers to by name, or a link of the host.",
    "Declare the object, create it on the host, or correct its name.",
  ),
  "renamed-stack": error(
    "Objects of this stack under another name",
    "Objects that the configuration declares belong to another stack, under the same ids: often it is this stack, which was renamed.",
    "Give the stack its earlier name. To rename it, destroy it under the earlier name first.",
  ),
  "foreign-object": error(
    "Object is not owned by this stack",
    "A kernel object with this name exists, without a mark of this stack. Netweft never changes or removes objects that it does not own.",
    "Rename the resource, remove the object, or take it over with `netweft import`.",
  ),
} as const satisfies Record<string, CodeEntry>;

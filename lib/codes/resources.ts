import { error, warning, type CodeEntry } from "./entry";

/** Errors in the declared resources. */
export const resourcesCodes = {
  // resources
  "conflicting-attributes": error(
    "Conflicting attributes",
    "Two attributes of a resource exclude each other.",
    "Remove one of the two attributes.",
  ),
  "unusable-setting": error(
    "Setting cannot be set in a namespace",
    "A kernel setting of a namespace is one of the whole host, can only be read, is a command, or is none that namespaces on the host have. `sysctls` takes what each namespace has for itself.",
    "Remove the setting from `sysctls`; set one of the whole host on the host itself.",
  ),
  "ipv6-off": error(
    "IPv6 is switched off",
    "An interface is to have an IPv6 address where a kernel setting, `disable_ipv6`, switches IPv6 off: one that is declared in `sysctls`, or one that was found on the host or in a namespace of another program.",
    "Remove `disable_ipv6` from `sysctls`, set it to 0 on the host, or use IPv4 addresses only.",
  ),
  "overlapping-subnets": error(
    "Overlapping subnets",
    "Two networks on one host, or a network and a subnet that the host is already connected to, overlap. The kernel would accept both and send all packets to the first.",
    "Choose another subnet for one of them, or leave `subnets` out: an unused one is allocated.",
  ),
  "route-hidden": warning(
    "Network covers a part of a route",
    "A network's subnet is a part of the destination of a route of the host. In one routing table the longer prefix wins: the network works, but hosts with these addresses behind the route cannot be reached from the host. Policy rules (`ip rule`) that consult another table first are not observed; with such a rule the network does not work.",
    "Choose a subnet that the route does not contain, if hosts behind the route are needed.",
  ),
  "route-in-network": warning(
    "Host has a route or an address in a network",
    "Since a network was made, the host has acquired a route or an address that is as specific or more specific; or a declared route leads to a part of a network of this or another stack. The kernel sends the packets for these addresses to one of the two.",
    "Remove the route or address from the host, or move the network to another subnet.",
  ),
  "no-default-route": warning(
    "Namespace without a default route",
    "A namespace is on a network with external connectivity, but no endpoint of it provides default routes. Only the subnets of its networks can be reached from it.",
    "Set `default_route = true` on the endpoint by which packets are to leave, or make the networks internal.",
  ),
  "dns-unreachable": warning(
    "Name server cannot be reached",
    "A namespace has `dns` and is on internal networks only: packets to a name server outside of these cannot leave it.",
    "Attach the namespace to a network that is not internal, or name a server inside of its networks.",
  ),
  "reserved-subnet": warning(
    "Reserved addresses",
    "A subnet is in 240.0.0.0/4. Linux routes these addresses; other systems, routers and programs drop them.",
    "Use private addresses: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
  ),
  "gateway-outside": error(
    "Gateway outside of the subnets",
    "A gateway is not the address of a host in any of the network's subnets.",
    "Choose a gateway inside of a subnet, or leave `gateways` out.",
  ),
  "range-outside": error(
    "Range outside of the subnets",
    "An allocation range is not contained in any of the network's subnets.",
    "Choose a range inside of a subnet, or leave `ranges` out.",
  ),
  "reserved-outside": error(
    "Reserved addresses outside of the subnets",
    "A reserved address or network is not inside any of the network's subnets.",
    "Correct the reserved address, or remove it.",
  ),
  "reserved-address": error(
    "Address is reserved",
    "An endpoint or a gateway has an address that its network reserves for other use.",
    "Choose another address, or remove it from the reserved ones.",
  ),
  "mtu-too-small": error(
    "MTU too small",
    "The kernel disables IPv6 on a link whose mtu is below 1280 bytes.",
    "Set an mtu of 1280 or more, or use IPv4 subnets only.",
  ),
  "missing-underlay": error(
    "Member without an underlay",
    "A member of an overlay network has no address in the provider configuration at which the others reach it.",
    "Set `underlay` of the host in the provider configuration.",
  ),
  "wrong-underlay": error(
    "Underlay address cannot be used",
    "The underlay address of a member is not an address of its host, or not one at which a host can be reached.",
    "Set `underlay` to an address of the host that the other members reach.",
  ),
  "mixed-underlay": error(
    "Underlay of both families",
    "Some members of an overlay network are reached over IPv4, others over IPv6.",
    "Give all members underlay addresses of one family.",
  ),
  "duplicate-underlay": error(
    "Underlay address used twice",
    "Two members of an overlay network have the same underlay address.",
    "Correct the address of one of the two members.",
  ),
  "underlay-too-small": error(
    "Underlay too small",
    "The encapsulation of an overlay network leaves too little room in a packet of the underlay.",
    "Raise the mtu of the underlay's links, or leave encryption out.",
  ),
  "mtu-too-large": error(
    "MTU too large",
    "A packet of the overlay network would not fit into a packet of the underlay. VXLAN packets are not fragmented: it would be lost silently.",
    "Lower the mtu of the network to the one that the message names, or leave it out.",
  ),
  "overlay-too-large": error(
    "Overlay network too large to declare",
    "The members of an overlay network would need more than 500,000 FDB, neighbour and name entries for each other's endpoints.",
    'Split the network into several, or use `forwarding = "evpn"`, which declares no entries for the endpoints of others.',
  ),
  "tunnel-clash": error(
    "Tunnels clash",
    "Two tunnels on one host have the same VXLAN network identifier and port, or a port that another device uses.",
    "Choose another `vni` or `port` for one of the two.",
  ),
  "missing-namespace": error(
    "Endpoint without a namespace",
    "An endpoint on a bridge or overlay network needs a namespace for its interface.",
    "Set `namespace`; in an app, attach a container.",
  ),
  "missing-name": error(
    "Endpoint without a name",
    "An endpoint on a host network has no namespace and therefore needs its own name.",
    "Set `name`.",
  ),
  "incomplete-network": error(
    "Incomplete network",
    "The `network` of an endpoint lacks attributes that the endpoint depends on. Set it to a network resource or to its `ref`.",
    "Set `network` to a network resource, or to the `ref` of one.",
  ),
  "different-hosts": error(
    "Namespace and network on different hosts",
    "A bridge network connects namespaces of its own host only, an overlay network those of its members.",
    "Move one of them to the other's host, or use an overlay network that has both hosts as members.",
  ),
  "address-outside": error(
    "Address outside of the network",
    "An endpoint's address is not the address of a host in any of the subnets of its network.",
    "Choose an address inside of a subnet, or leave `addresses` out: a free one is allocated.",
  ),
  unpublishable: error(
    "Port cannot be published",
    "A published port would lead nowhere, or could not be reached as declared.",
    "Publish the port on a network that packets reach from outside, and as the message says.",
  ),
  "rate-on-host-network": error(
    "Rate on a host network",
    "An endpoint on a host network has no interface that could be rate limited.",
    "Remove the rate, or attach a container to a bridge network.",
  ),
  "host-network-not-isolated": warning(
    "Host network is not isolated",
    "Endpoints on a host network share the host's network stack. Every plan with such a network shows this warning.",
    "Use a bridge network with published ports, unless the program needs the host's own network.",
  ),
  "unadoptable-namespace": error(
    "Namespace cannot be adopted",
    "`pid` or `path` does not lead to a network namespace, or leads to the host's own.",
    "Name the process id, or the path, of a running container.",
  ),
  "unknown-host": error(
    "Unknown host",
    "A resource names a host that the provider configuration does not have.",
    "Add the host to `hosts` of the provider configuration, or correct its name.",
  ),

  // provider configuration
  "unknown-provider-configuration": error(
    "Provider configuration is not known",
    "The provider block depends on a value that is known only after an apply, so no host can be observed.",
    "Write the value itself, or pass it as a variable.",
  ),
  "conflicting-hosts": error(
    "Conflicting hosts",
    "Two provider blocks define one host name differently.",
    "Define the host in one place, or equally in both.",
  ),
  "unknown-backend": error(
    "Unknown backend",
    "The configuration names a backend that this program does not have.",
    "Use `simulated` or `iproute2`.",
  ),

  // allocation
  "subnets-exhausted": error(
    "No subnet is free",
    "All address pools of the provider configuration are exhausted on a host.",
    "Add a pool to `address_pools`, or declare `subnets` on the network.",
  ),
  "addresses-exhausted": error(
    "No address is free",
    "All addresses of a subnet are declared, owned or observed in use.",
    "Add a subnet to the network, or make its range larger.",
  ),
} as const satisfies Record<string, CodeEntry>;

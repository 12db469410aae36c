import { error, warning, type CodeEntry } from "./entry";

/** What is wrong with what is declared. */
export const resourcesCodes = {
  // resources
  "conflicting-attributes": error("Conflicting attributes", "Two attributes of a resource exclude each other."),
  "overlapping-subnets": error(
    "Overlapping subnets",
    "Two networks on one host, or a network and something that the host is already connected to, share addresses. The kernel would accept both and send all packets to the first.",
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
  "missing-namespace": error(
    "Endpoint without a namespace",
    "An endpoint on a bridge network needs the namespace that its interface is to be in.",
  ),
  "missing-name": error("Endpoint without a name", "An endpoint on a host network has no namespace and therefore needs a name of its own."),
  "incomplete-network": error(
    "Incomplete network",
    "The `network` of an endpoint lacks what the endpoint follows. It is meant to be a reference to a network resource or its `ref`.",
  ),
  "different-hosts": error("Namespace and network on different hosts", "A bridge network serves the namespaces of its own host only."),
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
  "duplicate-publish": error("One port published twice", "Two endpoints on one host publish the same port of the same address."),
  "duplicate-name": error("One name for two endpoints", "Two endpoints would have the same name or alias on one network with names."),
  "no-name-server": error("No name server on the host", "A network asks for names (`names = true`), and its host has no dnsmasq."),
  "names-unavailable": warning(
    "Names are off on this network",
    "The host has no dnsmasq, so endpoints do not find each other by name. Where the network says `names = false` nothing is missed and nothing is said.",
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

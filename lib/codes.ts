/**
 * Every diagnostic that Netweft can give. `summary` is what people see first and search for: constant, short, without
 * names of theirs. `meaning` is the entry in `docs/errors.md`: when it appears and what to do.
 */
interface CodeEntry {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly meaning: string;
}

const entries = {
  // values
  "invalid-cidr": error(
    "Invalid CIDR block",
    "A subnet or an address with its prefix length is not written as `10.0.0.0/24` or `fd00::/64`, or has host bits set where a network is due.",
  ),
  "invalid-ip": error("Invalid IP address", "A value is not an IPv4 or IPv6 address in its textual form."),
  "invalid-mac": error("Invalid MAC address", "A hardware address is six pairs of hexadecimal digits joined by colons, unicast."),
  "invalid-name": error(
    "Invalid name",
    "Names become interface and namespace names: lower-case letters, digits, `_`, `.` and `-`, beginning with a letter or digit; an interface name has at most 15 characters.",
  ),
  "invalid-value": error(
    "Invalid value",
    "A value has the right type but cannot be used: it is none of the words that are possible, is out of range, or has characters that are not allowed there.",
  ),
  "wrong-type": error("Wrong type", "A value is of another type than the attribute takes, and cannot be converted."),
  "unknown-attribute": error("Unknown attribute", "An attribute is set that does not exist at this place; often a misspelled name."),
  "missing-attribute": error("Missing attribute", "A required attribute has no value."),
  "read-only-attribute": error("Attribute cannot be set", "An attribute that Netweft itself gives is set in the configuration. Remove it there."),
  "invalid-fact": error("Invalid fact line", "A line of the canonical fact text could not be parsed."),
  // state
  "state-damaged": error(
    "State is damaged",
    "The state's text is not complete JSON, or a part of it is not what Terraform's format 4 says. Nothing is changed on such a state; put back a good copy, such as the `.backup` file beside it.",
  ),
  "state-version": error("Unsupported version of the state", "The state has another format version than 4, which Terraform writes since 0.12."),
  "state-number": error(
    "Number cannot be kept exactly",
    "The state holds a number with more digits than a double-precision number has. Writing it back would change it, so the state is not used.",
  ),
  "state-unreadable": error("State cannot be read", "The operating system refused to read the state, or the server that keeps it did."),
  "state-unwritable": error("State cannot be written", "The state could not be stored. What was there before is still there, whole."),
  "state-locked": error("State is locked", "Another run works on this state, or one died and its lock could not be told from a living one."),
  "state-lock-taken-over": warning(
    "Lock of a dead process was taken over",
    "The process that had locked the state is not running any more on this machine, so its lock was replaced.",
  ),
  // files of the user's
  "file-unreadable": error("File cannot be read", "A file that is needed does not exist, or the operating system refuses to read it."),
  "file-unwritable": error("File cannot be written", "The operating system refuses to write a file. What was there before is still there, whole."),

  // resources
  "conflicting-attributes": error("Conflicting attributes", "Two attributes of a resource exclude each other."),
  "overlapping-subnets": error(
    "Overlapping subnets",
    "Two networks on one host, or a network and something that the host is already connected to, share addresses. The kernel would accept both and send all packets to the first.",
  ),
  "gateway-outside": error("Gateway outside of the subnets", "A gateway is not the address of a host in any of the network's subnets."),
  "mtu-too-small": error("MTU too small", "The kernel switches IPv6 off on a link whose mtu is below 1280 bytes."),
  "missing-namespace": error("Endpoint without a namespace", "An endpoint on a bridge network needs the namespace that its interface is to be in."),
  "missing-name": error("Endpoint without a name", "An endpoint on a host network has no namespace and therefore needs a name of its own."),
  "incomplete-network": error(
    "Incomplete network",
    "The `network` of an endpoint lacks what the endpoint follows. It is meant to be a reference to a network resource or its `ref`.",
  ),
  "different-hosts": error("Namespace and network on different hosts", "A bridge network serves the namespaces of its own host only."),
  "address-outside": error("Address outside of the network", "An endpoint's address is in none of the subnets of its network."),
  "host-network-not-isolated": warning(
    "Host network is not isolated",
    "Endpoints on a host network share the host's network stack. This is said in every plan that has one.",
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
  "duplicate-address": error("One address used twice", "Two endpoints, or an endpoint and a gateway, would have the same address on one network."),
  "duplicate-mac": error("One MAC address used twice", "Two endpoints on one bridge would have the same hardware address."),
  "duplicate-bind": error("One port bound twice", "Two binds of host networks on one host claim the same protocol, port and address."),
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

  // plan and apply
  "prevented-destroy": error("Destruction is prevented", "A resource with `prevent_destroy` would be destroyed or replaced."),
  "unknown-target": error("Unknown address", "An address given with --target or --replace names no resource of the configuration or the state."),
  "still-unknown": error("Value cannot be known", "Attributes stay unknown although everything that Netweft chooses was chosen."),
  "incomplete-plan": warning("Plan is limited", "The plan was limited with --target: it does not show all that the configuration asks for."),
  "stale-plan": error("Plan is stale", "The state or the kernel changed after the plan was made, in something that the plan touches or rests on."),
  "not-as-planned": error(
    "Kernel is not as planned",
    "After all steps were done the host was read again, and something that was made is not there or is otherwise.",
  ),
  "duplicate-detected": error(
    "Address is used by somebody else",
    "The kernel's duplicate address detection found another owner of an IPv6 address on the link.",
  ),
  "still-tentative": error(
    "Duplicate address detection does not end",
    "An IPv6 address was still tentative when the time for it was over. The next apply looks again.",
  ),
} as const satisfies Record<string, CodeEntry>;

function error(summary: string, meaning: string): CodeEntry {
  return { severity: "error", summary, meaning };
}

function warning(summary: string, meaning: string): CodeEntry {
  return { severity: "warning", summary, meaning };
}

export type Code = keyof typeof entries;

export const codes: Readonly<Record<Code, CodeEntry>> = entries;

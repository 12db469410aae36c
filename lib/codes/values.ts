import { error, type CodeEntry } from "./entry";

/** What is wrong with a single value. */
export const valuesCodes = {
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
  "duplicate-element": error(
    "Element given twice",
    "Two elements of a set say the same, one of them with its defaults spelled out. Terraform counts them as two.",
  ),
  "wrong-type": error("Wrong type", "A value is of another type than the attribute takes, and cannot be converted."),
  "unknown-attribute": error("Unknown attribute", "An attribute is set that does not exist at this place; often a misspelled name."),
  "missing-attribute": error("Missing attribute", "A required attribute has no value."),
  "read-only-attribute": error(
    "Attribute cannot be set",
    "An attribute that Netweft itself gives is set in the configuration. Remove it there.",
  ),
  "invalid-fact": error("Invalid fact line", "A line of the canonical fact text could not be parsed."),
} as const satisfies Record<string, CodeEntry>;

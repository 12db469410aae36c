import { error, type CodeEntry } from "./entry";

/** What is wrong with a single value. */
export const valuesCodes = {
  "invalid-cidr": error(
    "Invalid CIDR block",
    "A subnet or an address with its prefix length is not written as `10.0.0.0/24` or `fd00::/64`, or has host bits set where a network is expected.",
  ),
  "invalid-ip": error("Invalid IP address", "A value is not an IPv4 or IPv6 address in its textual form."),
  "invalid-mac": error("Invalid MAC address", "A hardware address is six pairs of hexadecimal digits joined by colons, unicast."),
  "invalid-name": error(
    "Invalid name",
    "Names are used as interface and namespace names: lower-case letters, digits, `_`, `.` and `-`, beginning with a letter or digit; an interface name has at most 15 characters.",
  ),
  "invalid-value": error(
    "Invalid value",
    "A value has the right type but is not valid: it is not one of the allowed words, is out of range, or has characters that are not allowed there.",
  ),
  "duplicate-element": error(
    "Duplicate element",
    "Two elements of a set are equal, one of them with its defaults spelled out. Terraform counts them as two.",
  ),
  "wrong-type": error("Wrong type", "A value is of another type than the attribute takes, and cannot be converted."),
  "unknown-attribute": error(
    "Unknown attribute",
    "The configuration sets an attribute that does not exist there; often a misspelled name.",
  ),
  "missing-attribute": error("Missing attribute", "A required attribute has no value."),
  "read-only-attribute": error("Attribute cannot be set", "The configuration sets an attribute that Netweft computes. Remove it."),
  "invalid-fact": error("Invalid fact line", "A line of the canonical fact text could not be parsed."),
} as const satisfies Record<string, CodeEntry>;

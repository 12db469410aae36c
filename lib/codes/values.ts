import { error, type CodeEntry } from "./entry";

/** What is wrong with a single value. */
export const valuesCodes = {
  "invalid-cidr": error(
    "Invalid CIDR block",
    "A subnet or an address with its prefix length is not written as `10.0.0.0/24` or `fd00::/64`, or has host bits set where a network is expected.",
    "Write the network's address and its prefix length; the message has the nearest valid text.",
  ),
  "invalid-ip": error(
    "Invalid IP address",
    "A value is not an IPv4 or IPv6 address in its textual form.",
    "Write four numbers from 0 to 255, or an IPv6 address, without a prefix length.",
  ),
  "invalid-mac": error(
    "Invalid MAC address",
    "A hardware address is six pairs of hexadecimal digits joined by colons, unicast.",
    "Write it as `02:00:00:00:00:01`, or leave it out: Netweft chooses one.",
  ),
  "invalid-name": error(
    "Invalid name",
    "Names are used as interface and namespace names: lower-case letters, digits, `_`, `.` and `-`, beginning with a letter or digit; an interface name has at most 15 characters.",
    "Shorten the name, or replace the characters that the message names.",
  ),
  "invalid-value": error(
    "Invalid value",
    "A value has the right type but is not valid: it is not one of the allowed words, is out of range, or has characters that are not allowed there.",
    "Use one of the values that the message lists, or one in its range.",
  ),
  "duplicate-element": error(
    "Duplicate element",
    "Two elements of a set are equal, one of them with its defaults spelled out. Terraform counts them as two.",
    "Remove one of the two elements.",
  ),
  "wrong-type": error(
    "Wrong type",
    "A value is of another type than the attribute takes, and cannot be converted.",
    "Write a value of the type that the message names; `docs/reference` has the types of all attributes.",
  ),
  "unknown-attribute": error(
    "Unknown attribute",
    "The configuration sets an attribute that does not exist there; often a misspelled name.",
    "Correct the name, for which the message has a suggestion where one is near, or remove the attribute.",
  ),
  "missing-attribute": error("Missing attribute", "A required attribute has no value.", "Set the attribute."),
  "read-only-attribute": error(
    "Attribute cannot be set",
    "The configuration sets an attribute that Netweft computes. Remove it.",
    "Remove the attribute from the configuration; its value can be referred to.",
  ),
  "invalid-fact": error(
    "Invalid fact line",
    "A line of the canonical fact text could not be parsed.",
    "Copy a line of `netweft sim show`, and change what is to be different.",
  ),
} as const satisfies Record<string, CodeEntry>;

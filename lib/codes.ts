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
  "invalid-fact": error("Invalid fact line", "A line of the canonical fact text could not be parsed."),
} as const satisfies Record<string, CodeEntry>;

function error(summary: string, meaning: string): CodeEntry {
  return { severity: "error", summary, meaning };
}

function warning(summary: string, meaning: string): CodeEntry {
  return { severity: "warning", summary, meaning };
}

export type Code = keyof typeof entries;

export const codes: Readonly<Record<Code, CodeEntry>> = entries;

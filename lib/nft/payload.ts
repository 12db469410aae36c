/** What a match on the protocol, a port or a type says of the payload. */
import type { MatchField } from "./expression";
import { EVERY_PORT, type Payload } from "./packet";

const PROTOCOLS: Readonly<Record<string, string>> = {
  "ipv6-icmp": "icmpv6",
  icmp6: "icmpv6",
  6: "tcp",
  17: "udp",
  50: "esp",
  58: "icmpv6",
};

/** The name of a protocol here. ICMPv6 has several, and hosts without /etc/protocols print numbers. */
export function protocolOf(name: string): string {
  return PROTOCOLS[name] ?? name;
}

const TYPES: Readonly<Record<string, number>> = { "nd-neighbor-solicit": 135, "nd-neighbor-advert": 136 };

/** The payloads with this value; undefined for a field that says nothing of it. Of the ICMPv6 types, those of neighbour discovery have names. */
export function payloadOf(field: MatchField, value: string): readonly Payload[] | undefined {
  if (field === "meta l4proto" || field === "ip protocol" || field === "ip6 nexthdr")
    return [{ protocol: protocolOf(value), ...EVERY_PORT }];
  if (field === "icmpv6 type") return rangeOf("icmpv6", `${TYPES[value] ?? value}`);
  const [protocol, port] = field.split(" ");
  if (port !== "dport") return undefined;
  return protocol === "th" ? ["tcp", "udp"].flatMap((one) => rangeOf(one, value)) : rangeOf(protocol!, value);
}

/** `53`, or `67-68`. */
function rangeOf(protocol: string, value: string): readonly Payload[] {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(value) ?? [];
  return from === undefined ? [] : [{ protocol, from: Number(from), to: Number(to ?? from) }];
}

const WITH_PORTS: ReadonlySet<string> = new Set(["tcp", "udp", "udplite", "sctp", "dccp"]);

/** Whether packets of the protocol have the field. */
export function hasField(protocol: string, field: MatchField): boolean {
  const [header] = field.split(" ");
  if (header === "th") return WITH_PORTS.has(protocol);
  return header === protocol || !(WITH_PORTS.has(header!) || header === "icmp" || header === "icmpv6");
}

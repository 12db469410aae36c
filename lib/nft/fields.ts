/** The fields that a rule can test, each with the data type of its values. */
import { canonicalBlock } from "../net/cidr";

/** Field in nft's syntax → data type. */
const FIELDS = {
  iifname: "ifname",
  oifname: "ifname",
  iif: "ifname",
  oif: "ifname",
  "meta ibrname": "ifname",
  "meta obrname": "ifname",
  iifgroup: "group",
  oifgroup: "group",
  "meta l4proto": "symbol",
  "meta nfproto": "word",
  "meta protocol": "word",
  "meta mark": "number",
  "meta ipsec": "presence",
  "rt ipsec": "presence",
  "ct state": "word",
  "ct status": "word",
  "ct mark": "number",
  "ct original ip daddr": "address",
  "ct original ip6 daddr": "address",
  "ct original proto-dst": "number",
  "ip saddr": "address",
  "ip daddr": "address",
  "ip protocol": "symbol",
  "ip6 saddr": "address",
  "ip6 daddr": "address",
  "ip6 nexthdr": "symbol",
  "ip6 hoplimit": "number",
  "tcp sport": "number",
  "tcp dport": "number",
  "tcp flags": "word",
  "udp sport": "number",
  "udp dport": "number",
  "udplite dport": "number",
  "sctp dport": "number",
  "dccp dport": "number",
  "th sport": "number",
  "th dport": "number",
  "icmp type": "symbol",
  "icmpv6 type": "symbol",
  "fib daddr type": "word",
  "fib saddr type": "word",
} as const;

export type FieldName = keyof typeof FIELDS;
type FieldType = (typeof FIELDS)[FieldName] | "raw";

const RAW = /^@(ll|nh|th|ih),\d+,\d+$/;

const FORMS: Readonly<Record<Exclude<FieldType, "address">, RegExp>> = {
  /** A link name, or the beginning of one and `*`; none with characters that mean something else to nft. */
  ifname: /^[^\s"'`\\;#${}\p{C}]{1,16}$/u,
  group: /^(\d{1,10}|[a-z][a-z0-9_.-]*)$/,
  symbol: /^(\d{1,3}(-\d{1,3})?|[a-z][a-z0-9_.-]*)$/,
  number: /^\d{1,10}(-\d{1,10})?$/,
  word: /^[a-z][a-z0-9_-]*$/,
  presence: /^(exists|missing)$/,
  raw: /^0x[0-9a-f]+$/,
};

/** Words that end a rule, which are never values. */
const RESERVED = /^(accept|drop|reject|return|continue|jump|goto|vmap|map|masquerade)$/;

/** Whether the words name a field. */
export function isField(words: string): words is FieldName | `@${string}` {
  return Object.hasOwn(FIELDS, words) || RAW.test(words);
}

export function typeOfField(field: FieldName | `@${string}`): FieldType {
  return FIELDS[field as FieldName] ?? "raw";
}

/** Whether the text is a value of this field, in canonical spelling. */
export function isValueOf(field: FieldName | `@${string}`, text: string): boolean {
  const type = typeOfField(field);
  if (type === "address") return isAddressOrRange(text);
  return FORMS[type].test(text) && (type === "ifname" || !RESERVED.test(text));
}

function isAddressOrRange(text: string): boolean {
  if (canonicalBlock(text) === text) return true;
  const ends = text.split("-");
  return ends.length === 2 && ends.every((end) => !end.includes("/") && canonicalBlock(end) === end);
}

/** Whether the field is a mark, of which single bits can be compared and set. */
export function isMark(field: FieldName | `@${string}`): boolean {
  return field === "ct mark" || field === "meta mark";
}

/** Bits as nft lists those of a mark: `0x0f000000`. */
export function bitsText(bits: number): string {
  return `0x${(bits >>> 0).toString(16).padStart(8, "0")}`;
}

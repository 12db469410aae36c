/** What the programs of a host print when they refuse something, as codes: the only place that knows their English. */
import {
  ANOTHER_ASN,
  ANOTHER_NAMESPACE,
  FOREIGN_NEIGHBOR,
  NO_BGP,
  refusalIn,
  type Errno,
  type Reason,
  type Refusal,
} from "../../../lib/kernel/refusal";

type Codes = readonly [errno: Errno | undefined, reason?: Reason];

/** Messages in which the C library's text of the errno is missing, or does not tell the cause. */
const MESSAGES: readonly (readonly [RegExp | string, Codes])[] = [
  [ANOTHER_NAMESPACE, [undefined, "another-namespace"]],
  [FOREIGN_NEIGHBOR, [undefined, "foreign-neighbor"]],
  [ANOTHER_ASN, [undefined, "another-asn"]],
  [NO_BGP, [undefined, "no-bgp"]],
  ["There is no such setting", [undefined, "no-setting"]],
  ["The kernel refuses this value", ["EINVAL"]],
  [/inotify/i, [undefined, "inotify-limit"]],
  [/AEAD algorithm not found|cryptographic operations/i, [undefined, "no-esp"]],
  [/No chain\/target\/match by that name/, [undefined, "no-chain"]],
  [/specified VNI already exists/, ["EEXIST", "vni-taken"]],
  [/already assigned|exclusivity flag/i, ["EEXIST"]],
  [/cannot find device|Device does not exist/i, ["ENODEV"]],
  [/does not exist|Invalid "netns" value/, ["ENOENT"]],
  [/invalid gateway/i, ["EINVAL", "invalid-gateway"]],
  [/IPv6 is disabled/, ["EACCES", "ipv6-disabled"]],
  [/(?:for nexthop|device) is not up/, ["ENETDOWN"]],
  [/enslave a bridge to a bridge/, ["ELOOP"]],
  [/can not be a local address|Invalid (?:source|prefsrc) address|Egress device not specified|device (?:minimum|maximum)/, ["EINVAL"]],
];

/** The refusal in a message. */
export function refusalOf(text: string): Refusal {
  const codes = MESSAGES.find(([form]) => (typeof form === "string" ? text.includes(form) : form.test(text)))?.[1];
  if (codes === undefined) return refusalIn(text);
  const [errno, reason] = codes;
  return { ...(errno && { errno }), ...(reason && { reason }), text };
}

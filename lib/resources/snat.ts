/** The source addresses of what leaves a network. */
import { diagnose, type Diagnostic, type Path } from "../diagnostic";
import { contains, parseNetwork } from "../net/cidr";
import { isIpv6, parseIp } from "../net/ip";
import type { Draft } from "../schema/value";
import { specialName } from "./addressing";
import { isUnset, knownTexts, nested, texts } from "./draft";

const ATTRIBUTE = "snat_addresses";

/** Where packets keep their sources, an address for them has no effect. */
function withoutEffect(draft: Draft): readonly Diagnostic[] {
  const other = draft["internal"] === true ? "internal = true" : draft["masquerade"] === false ? "masquerade = false" : undefined;
  if (isUnset(draft[ATTRIBUTE]) || other === undefined) return [];
  const why = draft["internal"] === true ? "no packet leaves the network" : "packets keep the endpoint's address";
  const detail = `With \`${other}\` ${why}, so \`${ATTRIBUTE}\` would have no effect. Omit one of the two.`;
  return [diagnose("conflicting-attributes", detail, { path: [ATTRIBUTE] })];
}

/** The errors in the addresses of one host. */
function unusable(draft: Draft, addresses: readonly string[], path: Path): readonly Diagnostic[] {
  const subnets = texts(draft, "subnets")?.flatMap((subnet) => parseNetwork(subnet) ?? []);
  return addresses.flatMap((address, index) => {
    const ip = parseIp(address);
    if (ip === undefined) return [];
    const at = { path: [...path, index] };
    const inside = subnets?.find((subnet) => contains(subnet, ip));
    const wrong = inside === undefined ? specialName(ip) : "an address of the network itself";
    if (wrong !== undefined) {
      const detail = `${address} is ${wrong}: no reply from outside would reach the host there. Use an address of the host on an uplink.`;
      return [diagnose("invalid-value", detail, at)];
    }
    if (subnets === undefined || subnets.some((subnet) => subnet.ip.version === ip.version)) return [];
    const [family, other] = isIpv6(address) ? ["IPv6", "IPv4"] : ["IPv4", "IPv6"];
    const detail = `${address} has no effect: the network has ${other} subnets only, and so no packet with an ${family} address leaves it. Omit it, or give the network an ${family} subnet.`;
    return [diagnose("conflicting-attributes", detail, at)];
  });
}

/** The errors in the list of a bridge network. */
export function checkSnat(draft: Draft): readonly Diagnostic[] {
  return [...withoutEffect(draft), ...unusable(draft, texts(draft, ATTRIBUTE) ?? [], [ATTRIBUTE])];
}

/** The errors in the lists of an overlay network's members. */
export function checkMemberSnat(draft: Draft, members: readonly string[] | undefined): readonly Diagnostic[] {
  const lists = nested(draft, ATTRIBUTE) ?? {};
  const strangers = Object.keys(lists).filter((host) => members?.includes(host) === false);
  return [
    ...withoutEffect(draft),
    ...strangers.map((host) => {
      const detail = `"${host}" in \`${ATTRIBUTE}\` is not a member of the network. Add it to \`members\`, or remove it here.`;
      return diagnose("invalid-value", detail, { path: [ATTRIBUTE, host] });
    }),
    ...Object.keys(lists).flatMap((host) => unusable(draft, texts(lists, host) ?? [], [ATTRIBUTE, host])),
  ];
}

/** An address of a host that packets are to leave with. */
export interface SourceAddress {
  readonly host: string;
  readonly address: string;
}

/** The known ones of a network on one host, or with a list for each of its hosts. */
export function sourceAddresses(attributes: Draft, hosts: readonly string[]): readonly SourceAddress[] {
  const lists = nested(attributes, ATTRIBUTE);
  return hosts.flatMap((host) => knownTexts(lists ?? attributes, lists ? host : ATTRIBUTE).map((address) => ({ host, address })));
}

import { isIpv6 } from "../../net/ip";

/** Bytes in front of each packet on the network: its Ethernet header, VXLAN's and UDP's (RFC 7348, section 5). */
const VXLAN = 14 + 8 + 8;

/** WireGuard's own header and tag, and UDP's. */
const WIREGUARD = 32 + 8;

/** ESP's header and initialization vector (RFC 4106), and its tag. The payload is padded to 4-byte words, with a 2-byte trailer. */
const ESP = { header: 8 + 8, tag: 16, trailer: 2, word: 4 } as const;

function ipHeader(v6: boolean): number {
  return v6 ? 40 : 20;
}

/** The mtu of a WireGuard device on a member's underlay. */
export function wireguardMtu(underlayMtu: number, underlay: string): number {
  return underlayMtu - ipHeader(isIpv6(underlay)) - WIREGUARD;
}

/**
 * The largest packet of an overlay network that fits into its underlay's packets without fragmentation.
 *
 * @example
 * overlayMtu(1500, "192.0.2.1", "none"); // 1450
 */
export function overlayMtu(underlayMtu: number, underlay: string, encryption: string): number {
  if (encryption === "wireguard") return wireguardMtu(underlayMtu, underlay) - ipHeader(true) - VXLAN;
  const payload = underlayMtu - ipHeader(isIpv6(underlay));
  if (encryption !== "ipsec") return payload - VXLAN;
  const inside = payload - ESP.header - ESP.tag;
  return inside - (inside % ESP.word) - ESP.trailer - VXLAN;
}

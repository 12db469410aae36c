import { canonicalIp, isIpv6 } from "./ip";

const IPV4 = /^([0-9.]+):([1-9][0-9]{0,4})$/;
/** A link-local address carries its link as a zone. */
const IPV6 = /^\[([0-9A-Fa-f:.]+)(%[^\s\p{C}\]]+)?\]:([1-9][0-9]{0,4})$/u;

/**
 * An address and a port as one word.
 *
 * @example
 * socketText("2001:db8::2", 51842); // "[2001:db8::2]:51842"
 */
export function socketText(address: string, port: number): string {
  return isIpv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The canonical text of an address and a port in any textual form; undefined for any other text. */
export function canonicalSocket(text: string): string | undefined {
  const [, ip4, port4] = IPV4.exec(text) ?? [];
  const [, ip6, zone = "", port6] = IPV6.exec(text) ?? [];
  const [ip, port] = [canonicalIp(ip4 ?? ip6 ?? ""), Number(port4 ?? port6)];
  if (ip === undefined || port > 65535 || isIpv6(ip) !== (ip6 !== undefined)) return undefined;
  return socketText(ip + zone, port);
}

/** The address of an address and a port: `[2001:db8::2]:51842` → `2001:db8::2`. */
export function addressOfSocket(text: string): string {
  return text.slice(0, text.lastIndexOf(":")).replace(/^\[|\]$/g, "");
}

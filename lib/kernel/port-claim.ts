/** Ports of a host that a stack binds or publishes, compared with each other and with listening sockets. */
import type { Path } from "../diagnostic";
import { canonicalIp, isIpv6 } from "../net/ip";

/** The protocols with ports. */
export type PortProtocol = "tcp" | "udp" | "sctp";

/** A range of ports of one host and protocol: a program binds them, or they are published. */
export interface PortClaim {
  readonly what: "bind" | "publish";
  readonly host: string;
  readonly protocol: PortProtocol;
  /** The single address; undefined: every address. */
  readonly address: string | undefined;
  readonly port: number;
  readonly portCount: number;
  /** The attribute, relative to the resource. */
  readonly path: Path;
}

/** A claim of a declared resource, with the address of its instance. */
export interface DeclaredPortClaim extends PortClaim {
  readonly resource: string;
}

/** Addresses of one family: a single one, or all. */
export interface Reach {
  readonly family: 4 | 6;
  readonly address: string | undefined;
}

/** The addresses of a claim in each family. A program that binds `::` also binds IPv4; a published port on `::` does not. */
export function reachOf({ what, address: said }: Pick<PortClaim, "what" | "address">): readonly Reach[] {
  const address = said && (canonicalIp(said) ?? said);
  const every = [4, 6].map((family) => ({ family, address: undefined }) as Reach);
  if (address === undefined || (address === "::" && what === "bind")) return every;
  if (address === "0.0.0.0") return [every[0]!];
  if (address === "::") return [every[1]!];
  return [{ family: isIpv6(address) ? 6 : 4, address }];
}

/** Whether two reaches have an address in common. */
export function meet(one: Reach, other: Reach): boolean {
  if (one.family !== other.family) return false;
  return one.address === undefined || other.address === undefined || one.address === other.address;
}

/** The last port of a claim. */
export function lastPort({ port, portCount }: PortClaim): number {
  return port + portCount - 1;
}

/** A claim as text: `tcp ports 8000-8009 of 192.0.2.1`. */
export function sayClaim(claim: PortClaim): string {
  const address = claim.address && (canonicalIp(claim.address) ?? claim.address);
  const ports = claim.portCount === 1 ? `port ${claim.port}` : `ports ${claim.port}-${lastPort(claim)}`;
  const of = address === undefined || address === "0.0.0.0" || address === "::" ? "every address" : address;
  const family = address === "0.0.0.0" ? " of IPv4" : address === "::" && claim.what === "publish" ? " of IPv6" : "";
  return `${claim.protocol} ${ports} of ${of}${family}`;
}

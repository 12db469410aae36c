/** What the tunnels of an overlay network are called, and where they end. */
import { createHash } from "node:crypto";
import { TUNNEL_PREFIX } from "../../kernel/tunnel";
import { formatIp } from "../../net/ip";
import { hashedName, shortName } from "../../net/names";
import type { Context } from "../resource";

/** The port of VXLAN that everybody else uses, too (RFC 7348, section 8.1). */
const USUAL_PORT = 4789;

/** The VXLAN device of a network, called alike on all of its members. */
export function vxlanDevice(vni: number, port: number): string {
  return shortName("nwx", port === USUAL_PORT ? `${vni}` : `${vni}-${port}`);
}

/** A member's WireGuard device. wireguard-go keeps one folder of sockets for all namespaces of a machine, so no two hosts call theirs alike. */
export function wireguardDevice(host: string, network: string, { provider: { stack } }: Context): string {
  return hashedName(TUNNEL_PREFIX, `${host}/${stack}/${network}`);
}

/** The first UDP port that WireGuard devices are given. */
const FIRST_PORT = 51820;

/** The UDP port that the WireGuard devices of a network listen on: networks of different last digits have different ones. */
export function listenPort({ vni, listen_port: port }: { readonly vni: number; readonly listen_port: number | null }): number {
  return port ?? FIRST_PORT + (vni % 10_000);
}

/** The prefix length of the network inside of the WireGuard tunnels. */
export const TUNNEL_LENGTH = 64;

/**
 * A member's address inside of the WireGuard tunnels: in a unique local network of this overlay's own (RFC 4193), with an
 * interface identifier of the host's own. It follows from names alone, so that every member knows all others.
 */
export function tunnelAddress(host: string, network: string, { provider: { stack } }: Context): string {
  const prefix = digits(`${stack}/${network}`, 14);
  const value = BigInt(`0xfd${prefix}${digits(host, 16)}`);
  return formatIp({ version: 6, value });
}

function digits(text: string, count: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, count);
}

/** What decides where a member's end of the tunnels is. */
interface Tunnelled {
  readonly name: string;
  readonly encryption: string;
}

/** The address that others send a member's VXLAN packets to: inside of its WireGuard tunnels, or on the underlay; undefined where it has none. */
export function vtepOf(host: string, { name, encryption }: Tunnelled, context: Context): string | undefined {
  if (encryption === "wireguard") return tunnelAddress(host, name, context);
  return context.provider.hosts[host]?.underlay ?? undefined;
}

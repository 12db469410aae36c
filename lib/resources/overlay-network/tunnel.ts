/** The names of an overlay network's tunnels, and their endpoints. */
import { sha256 } from "../../net/sha256";
import { TUNNEL_PREFIX } from "../../kernel/tunnel";
import { formatIp } from "../../net/ip";
import { hashedName, shortName } from "../../net/names";
import type { Context } from "../resource";
import { own } from "../../net/own";

/** The standard port of VXLAN (RFC 7348, section 8.1). */
const USUAL_PORT = 4789;

/** The name of a network's VXLAN device, the same on all members. */
export function vxlanDevice(vni: number, port: number): string {
  return shortName("nwx", port === USUAL_PORT ? `${vni}` : `${vni}-${port}`);
}

/** A member's WireGuard device. wireguard-go keeps one folder of sockets for all namespaces of a machine, so the name is unique per host. */
export function wireguardDevice(host: string, network: string, { provider: { stack } }: Context): string {
  return hashedName(TUNNEL_PREFIX, `${host}/${stack}/${network}`);
}

/** The first UDP port for WireGuard devices. */
const FIRST_PORT = 51820;

/** The UDP port of a network's WireGuard devices: it differs between networks with different last four digits. */
export function listenPort({ vni, listen_port: port }: { readonly vni: number; readonly listen_port: number | null }): number {
  return port ?? FIRST_PORT + (vni % 10_000);
}

/** The prefix length of the network inside the WireGuard tunnels. */
export const TUNNEL_LENGTH = 64;

/**
 * A member's address inside the WireGuard tunnels: in the overlay's own unique local network (RFC 4193), with the host's own
 * interface identifier. It is derived from names only, so that every member knows all others.
 */
export function tunnelAddress(host: string, network: string, { provider: { stack } }: Context): string {
  const prefix = digits(`${stack}/${network}`, 14);
  const value = BigInt(`0xfd${prefix}${digits(host, 16)}`);
  return formatIp({ version: 6, value });
}

function digits(text: string, count: number): string {
  return sha256(text).slice(0, count);
}

/** The attributes that determine a member's VTEP. */
interface Tunnelled {
  readonly name: string;
  readonly encryption: string;
}

/** The address at which the other members reach one, on the underlay; undefined where it has none. */
export function reachedAt(host: string, { provider }: Context): string | undefined {
  const { underlay, advertise } = own(provider.hosts, host) ?? {};
  return advertise ?? underlay ?? undefined;
}

/** The VTEP of a member for the others: its address inside the WireGuard tunnels, or the one at which they reach it. */
export function remoteVtepOf(host: string, { name, encryption }: Tunnelled, context: Context): string | undefined {
  return encryption === "wireguard" ? tunnelAddress(host, name, context) : reachedAt(host, context);
}

/** The VTEP of a member on its own host: its address inside the WireGuard tunnels, or on the underlay; undefined where it has none. */
export function vtepOf(host: string, { name, encryption }: Tunnelled, context: Context): string | undefined {
  if (encryption === "wireguard") return tunnelAddress(host, name, context);
  return own(context.provider.hosts, host)?.underlay ?? undefined;
}

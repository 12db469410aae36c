import { execFileSync } from "node:child_process";
import { command } from "./lab";

/** A lifetime of half an hour; the kernel fills in the checksum. */
const ADVERTISEMENT = [134, 0, 0, 0, 64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0];

/** A prefix option: on-link, autonomous, half an hour (RFC 4861, 4.6.2). */
function prefixOption(prefix: readonly number[]): readonly number[] {
  const half = [0, 0, 7, 8];
  return [3, 4, 64, 0xc0, ...half, ...half, 0, 0, 0, 0, ...prefix, ...Array<number>(16 - prefix.length).fill(0)];
}

/** 2001:db8:bad::/64 */
const BAD = [0x20, 0x01, 0x0d, 0xb8, 0x0b, 0xad];

function send(netns: string, message: readonly number[], to: string): void {
  execFileSync("ip", ["netns", "exec", netns, "socat", "-u", "STDIN", to], { input: Buffer.from(message) });
}

/** A namespace advertises itself as a router over its eth0, once. */
export function advertise(netns: string, dev: string): void {
  const [, local] = /inet6 (fe80\S+)\//.exec(command(`ip -6 addr show dev ${dev} scope link`)) ?? [];
  send(netns, ADVERTISEMENT, `IP6-SENDTO:[${local}%eth0]:58,ipv6-unicast-hops=255`);
}

/** The same, sent to all nodes, with a prefix option: 2001:db8:bad::/64. */
export function advertiseToAll(netns: string): void {
  // 41:18 is IPV6_MULTICAST_HOPS: an advertisement with a lower hop limit is ignored.
  send(netns, [...ADVERTISEMENT, ...prefixOption(BAD)], "IP6-SENDTO:[ff02::1%eth0]:58,setsockopt-int=41:18:255");
}

/** The host's default routes learned from router advertisements. */
export function learnedDefaults(): string {
  return command("ip -6 route show default proto ra").replace(/ expires \S+/g, "");
}

/** What a namespace has learned from a router over its eth0: a default route, and an address. */
export function learnedIn(netns: string): readonly string[] {
  return learned(`ip -n ${netns} -6`, " dev eth0");
}

/** What the host has from a router, over one link or over any of them. A host of the laboratory may be a namespace. */
export function learnedByHost({ dev, host }: { readonly dev?: string; readonly host?: string } = {}): readonly string[] {
  return learned(host === undefined ? "ip -6" : `ip -n ${host} -6`, dev === undefined ? "" : ` dev ${dev}`);
}

function learned(ip: string, dev: string): readonly string[] {
  const [routes, addresses] = [command(`${ip} route show default proto ra${dev}`), command(`${ip} addr show${dev} scope global`)];
  return [...(routes === "" ? [] : ["route"]), ...(addresses.includes("2001:db8:bad:") ? ["address"] : [])];
}

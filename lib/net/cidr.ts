import { diagnose, fail, ok, type Result, type Where } from "../diagnostic";
import { canonicalIp, embeddedHint, formatIp, parseIp, spellingHint, type Ip } from "./ip";

/** An address with its prefix length. It is a *network* when all bits behind the prefix are zero. */
export interface Cidr {
  readonly ip: Ip;
  readonly prefix: number;
}

/** Number of bits of an address of this family. */
export function bitsOf(ip: Ip): 32 | 128 {
  return ip.version === 4 ? 32 : 128;
}

/** Reads `10.8.0.2/24` or `fd00::2/64`, host bits allowed; undefined for any other text. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const ip = slash < 0 ? undefined : parseIp(text.slice(0, slash));
  const prefix = ip && parsePrefix(text.slice(slash + 1), bitsOf(ip));
  return ip && prefix !== undefined ? { ip, prefix } : undefined;
}

/** Reads `10.8.0.0/24`; undefined for any other text, or if host bits are set. */
export function parseNetwork(text: string): Cidr | undefined {
  const cidr = parseCidr(text);
  return cidr && isNetwork(cidr) ? cidr : undefined;
}

const networks = new WeakMap<readonly string[], readonly (Cidr | undefined)[]>();

/** `parseNetwork` of each text. The list must not change: the endpoints of a network share that of its subnets, which is read once. */
export function parseNetworks(texts: readonly string[]): readonly (Cidr | undefined)[] {
  const known = networks.get(texts);
  if (known !== undefined) return known;
  const parsed = texts.map(parseNetwork);
  networks.set(texts, parsed);
  return parsed;
}

/** Reads `10.8.0.7` or `10.8.0.0/28`: one address, or all of a network; undefined when it is neither. */
export function parseBlock(text: string): Cidr | undefined {
  const ip = parseIp(text);
  return ip === undefined ? parseNetwork(text) : { ip, prefix: bitsOf(ip) };
}

/** Like `parseCidr`, with a diagnostic instead of undefined. */
export function readCidr(text: string, at: Where = {}): Result<Cidr> {
  const cidr = parseCidr(text);
  if (cidr) return withoutEmbedded(cidr, text, at);
  return fail(diagnose("invalid-cidr", `${JSON.stringify(text)} is not an address with its prefix length. ${hint(text)}`, at));
}

/** Like `parseNetwork`, with a diagnostic instead of undefined. */
export function readNetwork(text: string, at: Where = {}): Result<Cidr> {
  const cidr = parseCidr(text);
  if (!cidr) return fail(diagnose("invalid-cidr", `${JSON.stringify(text)} is not a network in CIDR form. ${hint(text)}`, at));
  if (isNetwork(cidr)) return withoutEmbedded(cidr, text, at);
  const network = formatCidr(networkOf(cidr));
  const detail = `${JSON.stringify(text)} has bits set beyond its prefix length of ${cidr.prefix}, so it is a host address, not a network. Write ${JSON.stringify(network)}.`;
  return fail(diagnose("invalid-cidr", detail, at));
}

/** IPv4-mapped IPv6 addresses are on no network. */
function withoutEmbedded(cidr: Cidr, text: string, at: Where): Result<Cidr> {
  const wrong = embeddedHint(cidr.ip);
  return wrong === undefined
    ? ok(cidr)
    : fail(diagnose("invalid-cidr", `${JSON.stringify(text)} cannot be an address on a network. ${wrong}`, at));
}

/** The address of a text with a prefix length: `10.8.0.2/24` → `10.8.0.2`. */
export function bareAddress(text: string): string {
  return text.slice(0, text.indexOf("/"));
}

export function formatCidr(cidr: Cidr): string {
  return `${formatIp(cidr.ip)}/${cidr.prefix}`;
}

/** The canonical text of an address with its prefix length, cheaper than parsing and formatting; undefined for any other text. */
export function canonicalCidr(text: string): string | undefined {
  const slash = text.indexOf("/");
  const ip = slash < 0 ? undefined : canonicalIp(text.slice(0, slash));
  if (ip === undefined) return undefined;
  const rest = text.slice(slash + 1);
  return parsePrefix(rest, ip.includes(":") ? 128 : 32) === undefined ? undefined : `${ip}/${rest}`;
}

/** The canonical text of one address or of a network; undefined when it is neither. */
export function canonicalBlock(text: string): string | undefined {
  return text.includes("/") ? canonicalCidr(text) : canonicalIp(text);
}

/** The canonical address of a text that may have a prefix length: `FD00::A/64` → `fd00::a`; undefined for any other text. */
export function canonicalAssigned(text: string): string | undefined {
  const whole = canonicalBlock(text);
  return whole?.includes("/") ? bareAddress(whole) : whole;
}

export function isNetwork(cidr: Cidr): boolean {
  return networkOf(cidr).ip.value === cidr.ip.value;
}

/** The network that an address is in: `10.8.0.2/24` → `10.8.0.0/24`. */
export function networkOf({ ip, prefix }: Cidr): Cidr {
  if (ip.version === 4) {
    const size = 2 ** (32 - prefix);
    return { ip: { version: 4, value: Math.floor(ip.value / size) * size }, prefix };
  }
  const host = BigInt(128 - prefix);
  return { ip: { version: 6, value: (ip.value >> host) << host }, prefix };
}

/** Whether the address is in the network that `cidr` names or lies in. */
export function contains(cidr: Cidr, ip: Ip): boolean {
  return ip.version === cidr.ip.version && networkOf({ ip, prefix: cidr.prefix }).ip.value === networkOf(cidr).ip.value;
}

/**
 * Whether a host in the network can have the address: it is inside, and neither the network's own (in IPv6 that of all its
 * routers, RFC 4291) nor, in IPv4, the broadcast address.
 */
export function isHostOf(cidr: Cidr, ip: Ip): boolean {
  if (!contains(cidr, ip) || ip.value === networkOf(cidr).ip.value) return false;
  return ip.version === 6 || ip.value !== lastOf(cidr).value;
}

/** Whether two networks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.prefix <= b.prefix ? contains(a, b.ip) : contains(b, a.ip);
}

/** Whether all of `inner` is in `outer`. */
export function covers(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && contains(outer, inner.ip);
}

/** How many addresses the network has. */
export function sizeOf({ ip, prefix }: Cidr): bigint {
  return 1n << BigInt(bitsOf(ip) - prefix);
}

/**
 * Address number `n` of the network, counted from its first address (0), or from its last for negative numbers (-1);
 * undefined when the network is too small.
 */
export function hostOf(cidr: Cidr, n: number | bigint): Ip | undefined {
  const size = sizeOf(cidr);
  const index = BigInt(n) < 0n ? size + BigInt(n) : BigInt(n);
  if (index < 0n || index >= size) return undefined;
  return plus(networkOf(cidr).ip, index);
}

/** The last address of the network: the broadcast address of an IPv4 network. */
export function lastOf(cidr: Cidr): Ip {
  const { ip } = networkOf(cidr);
  return ip.version === 4 ? { version: 4, value: ip.value + 2 ** (32 - cidr.prefix) - 1 } : plus(ip, sizeOf(cidr) - 1n);
}

/** The network of the same size that follows; undefined at the end of the address space. */
export function nextNetwork(cidr: Cidr): Cidr | undefined {
  const { ip } = networkOf(cidr);
  const value = BigInt(ip.value) + sizeOf(cidr);
  return value >> BigInt(bitsOf(ip)) === 0n ? { ip: ipOf(ip.version, value), prefix: cidr.prefix } : undefined;
}

/** Number `n` of the networks with this longer prefix inside `cidr`, from 0; undefined when there are not as many. */
export function subnetOf(cidr: Cidr, prefix: number, n: number | bigint): Cidr | undefined {
  const bits = bitsOf(cidr.ip);
  if (prefix < cidr.prefix || prefix > bits || BigInt(n) < 0n || BigInt(n) >> BigInt(prefix - cidr.prefix) !== 0n) return undefined;
  return { ip: plus(networkOf(cidr).ip, BigInt(n) << BigInt(bits - prefix)), prefix };
}

/** All networks with this longer prefix inside `cidr`, in order. Take what you need: there can be very many. */
export function* subnetsOf(cidr: Cidr, prefix: number): Generator<Cidr> {
  for (let n = 0n; ; n++) {
    const subnet = subnetOf(cidr, prefix, n);
    if (!subnet) return;
    yield subnet;
  }
}

function plus(ip: Ip, n: bigint): Ip {
  return ip.version === 4 ? { version: 4, value: ip.value + Number(n) } : { version: 6, value: ip.value + n };
}

function ipOf(version: 4 | 6, value: bigint): Ip {
  return version === 4 ? { version, value: Number(value) } : { version, value };
}

function parsePrefix(text: string, bits: number): number | undefined {
  if (!/^(0|[1-9][0-9]{0,2})$/.test(text)) return undefined;
  const prefix = Number(text);
  return prefix <= bits ? prefix : undefined;
}

function hint(text: string): string {
  const slash = text.indexOf("/");
  const ip = parseIp(slash < 0 ? text : text.slice(0, slash));
  if (ip && slash < 0)
    return `The prefix length is missing: write ${JSON.stringify(`${text}/${ip.version === 4 ? 24 : 64}`)}, for example.`;
  if (ip) return `The prefix length must be a whole number from 0 to ${bitsOf(ip)}.`;
  return spellingHint(slash < 0 ? text : text.slice(0, slash)) ?? 'Write it as "10.0.0.0/24" or "fd00::/64".';
}

/** Both halves of a network. */
function halves(cidr: Cidr): readonly [Cidr, Cidr] {
  const { ip } = networkOf(cidr);
  const prefix = cidr.prefix + 1;
  return [
    { ip, prefix },
    { ip: plus(ip, sizeOf(cidr) / 2n), prefix },
  ];
}

/** The networks that make up `cidr` without `others`: `0.0.0.0/0` without `128.0.0.0/1` is `0.0.0.0/1`. */
export function without(cidr: Cidr, others: readonly Cidr[]): readonly Cidr[] {
  const near = others.filter((other) => overlaps(cidr, other));
  if (near.length === 0) return [cidr];
  if (near.some((other) => covers(other, cidr))) return [];
  return halves(cidr).flatMap((half) => without(half, near));
}

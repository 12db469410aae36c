import { diagnose, fail, ok, type Result, type Where } from "../diagnostic";

/** An IP address. IPv4 values are plain numbers (0 to 2^32-1), because there are many of them; IPv6 values need a bigint. */
export type Ip = Ip4 | Ip6;
export interface Ip4 {
  readonly version: 4;
  readonly value: number;
}
export interface Ip6 {
  readonly version: 6;
  readonly value: bigint;
}

/**
 * Reads the textual form of an address; undefined for any other text. IPv4 is four decimal numbers without leading zeros
 * (which other programs read as octal), IPv6 is anything that RFC 4291 allows, without a zone.
 */
export function parseIp(text: string): Ip | undefined {
  if (text.includes(":")) {
    const words = parseWords(text);
    return words && { version: 6, value: valueOfWords(words) };
  }
  const value = parseIp4(text);
  return value === undefined ? undefined : { version: 4, value };
}

/** The canonical text: dotted decimal, or RFC 5952 (lower case, the longest run of zeros shortened). */
export function formatIp(ip: Ip): string {
  return ip.version === 4 ? formatIp4(ip.value) : formatWords(wordsOfValue(ip.value));
}

/** The canonical text of an address in any textual form; undefined for any other text. */
export function canonicalIp(text: string): string | undefined {
  if (text.includes(":")) {
    const words = parseWords(text);
    return words && formatWords(words);
  }
  return parseIp4(text) === undefined ? undefined : text;
}

/** Like `parseIp`, with a diagnostic instead of undefined. */
export function readIp(text: string, at: Where = {}): Result<Ip> {
  const ip = parseIp(text);
  const hint = ip ? embeddedHint(ip) : (spellingHint(text) ?? 'Write it as "10.0.0.1" or "fd00::1".');
  if (ip && hint === undefined) return ok(ip);
  return fail(diagnose("invalid-ip", `${JSON.stringify(text)} is not an IP address${ip ? " of a host" : ""}. ${hint}`, at));
}

/** The correction for an IPv4-mapped IPv6 address, which no packet on a network has; undefined for all other addresses. */
export function embeddedHint(ip: Ip): string | undefined {
  if (ip.version === 4 || ip.value >> 32n !== 0xffffn) return undefined;
  return `It is an IPv4-mapped IPv6 address, which no packet on a network has: write ${JSON.stringify(formatIp4(Number(ip.value & 0xffff_ffffn)))}.`;
}

/** The correction for a text that is nearly an address; undefined for any other. */
export function spellingHint(text: string): string | undefined {
  if (text.includes("/")) return "Omit the prefix length.";
  if (text.includes("%")) return "Omit the zone behind the percent sign: the interface follows from the network.";
  if (/(^|\.)0\d/.test(text) && parseIp(text.replaceAll(/(^|\.)0+(?=\d)/g, "$1")) !== undefined)
    return "Numbers that begin with 0 are octal for some programs and decimal for others: omit the leading zeros.";
  return undefined;
}

/** The order of values; every IPv4 address comes before every IPv6 address. */
export function compareIp(a: Ip, b: Ip): number {
  if (a.version !== b.version) return a.version - b.version;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** Whether it is a multicast address of either family. */
export function isMulticast(ip: Ip): boolean {
  return ip.version === 4 ? ip.value >>> 28 === 14 : ip.value >> 120n === 0xffn;
}

export function isLoopback(ip: Ip): boolean {
  return ip.version === 4 ? ip.value >>> 24 === 127 : ip.value === 1n;
}

/** `169.254.0.0/16` and `fe80::/10`: only valid on one link, and added by the kernel itself for IPv6. */
export function isLinkLocal(ip: Ip): boolean {
  return ip.version === 4 ? ip.value >>> 16 === 0xa9fe : ip.value >> 118n === 0x3fan;
}

const DOT = 46;
const ZERO = 48;

/** Value of a dotted decimal text, digit by digit: this runs for every IPv4 address of every fact. */
function parseIp4(text: string): number | undefined {
  let value = 0;
  let part = -1;
  let parts = 1;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === DOT) {
      if (part < 0 || parts === 4) return undefined;
      value = value * 256 + part;
      part = -1;
      parts++;
    } else {
      const digit = char - ZERO;
      if (digit < 0 || digit > 9 || part === 0) return undefined;
      part = part < 0 ? digit : part * 10 + digit;
      if (part > 255) return undefined;
    }
  }
  return part < 0 || parts !== 4 ? undefined : value * 256 + part;
}

function formatIp4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** The eight 16-bit words of an IPv6 text. */
function parseWords(text: string): number[] | undefined {
  const gap = text.indexOf("::");
  if (gap < 0) {
    const words = parseGroups(text);
    return words?.length === 8 ? words : undefined;
  }
  if (text.includes("::", gap + 1)) return undefined;
  const head = parseGroups(text.slice(0, gap), false);
  const tail = parseGroups(text.slice(gap + 2));
  if (!head || !tail || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** Words of a text without `::`; the last two may be written as an IPv4 address. */
function parseGroups(text: string, mayEndInIp4 = true): number[] | undefined {
  const words: number[] = [];
  if (text === "") return words;
  const groups = text.split(":");
  for (const [i, group] of groups.entries()) {
    if (GROUP.test(group)) {
      words.push(parseInt(group, 16));
      continue;
    }
    const value = mayEndInIp4 && i === groups.length - 1 && group.includes(".") ? parseIp4(group) : undefined;
    if (value === undefined) return undefined;
    words.push(value >>> 16, value & 0xffff);
  }
  return words;
}

function formatWords(words: readonly number[]): string {
  if (words[5] === 0xffff && words.every((word, i) => i >= 5 || word === 0)) {
    return `::ffff:${formatIp4(words[6]! * 65536 + words[7]!)}`;
  }
  const { start, length } = longestZeros(words);
  const hex = (part: readonly number[]) => part.map((word) => word.toString(16)).join(":");
  if (length < 2) return hex(words);
  return `${hex(words.slice(0, start))}::${hex(words.slice(start + length))}`;
}

/** The first of the longest runs of zero words. */
function longestZeros(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (end < 8 && words[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    if (end > start) start = end;
  }
  return best;
}

function valueOfWords(words: readonly number[]): bigint {
  const high = BigInt(words[0]! * 65536 + words[1]!) * 0x1_0000_0000n + BigInt(words[2]! * 65536 + words[3]!);
  const low = BigInt(words[4]! * 65536 + words[5]!) * 0x1_0000_0000n + BigInt(words[6]! * 65536 + words[7]!);
  return (high << 64n) | low;
}

function wordsOfValue(value: bigint): number[] {
  const words: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) words.push(Number((value >> shift) & 0xffffn));
  return words;
}

/** Whether the text of an address or of a network is of IPv6. */
export function isIpv6(text: string): boolean {
  return text.includes(":");
}

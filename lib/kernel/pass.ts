import { contains, parseNetwork } from "../net/cidr";

/** Packets of one protocol with a destination port in a range; for `icmpv6`, with a type in the range. */
export interface Payload {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** Packets to a host, by input link, source addresses and payload. An absent field matches any. */
export interface Pass {
  readonly link?: string;
  readonly source?: string;
  readonly payload?: Payload;
}

const ANY = "*";
const FORM = /^([^\s,@=]+)@([^\s,@=]+)=(?:\*|([a-z0-9-]+)(?::([0-9]+)(?:-([0-9]+))?)?)$/;

/** All ports. */
export const EVERY_PORT = { from: 0, to: 65535 } as const;

/** As one word: `nw-front@10.8.0.0/24=udp:53`, with `*` for any. */
export function passText({ link = ANY, source = ANY, payload }: Pass): string {
  return `${link}@${source}=${payload === undefined ? ANY : payloadText(payload)}`;
}

/** `udp:53`, `tcp:1-1024`, `esp` for a whole protocol. */
export function payloadText({ protocol, from, to }: Payload): string {
  if (from === EVERY_PORT.from && to === EVERY_PORT.to) return protocol;
  return `${protocol}:${from}${from === to ? "" : `-${to}`}`;
}

/** Parses such a word. */
export function parsePass(text: string): Pass | undefined {
  const [match, link, source, protocol, from, to] = FORM.exec(text) ?? [];
  if (match === undefined || (source !== ANY && parseNetwork(source!) === undefined)) return undefined;
  const range = from === undefined ? EVERY_PORT : { from: Number(from), to: Number(to ?? from) };
  const payload = protocol === undefined ? undefined : { protocol, ...range };
  return { ...(link === ANY ? {} : { link: link! }), ...(source === ANY ? {} : { source: source! }), ...(payload && { payload }) };
}

/** Whether every packet of one payload is in the other; undefined is any. */
export function isPayloadIn(inner: Payload | undefined, outer: Payload | undefined): boolean {
  if (outer === undefined) return true;
  return inner?.protocol === outer.protocol && outer.from <= inner.from && inner.to <= outer.to;
}

/** Whether one network contains every address of the other; undefined is any, of both families. */
export function isSourceIn(inner: string | undefined, outer: string | undefined): boolean {
  if (outer === undefined) return true;
  const [small, large] = [inner === undefined ? undefined : parseNetwork(inner), parseNetwork(outer)];
  return small !== undefined && large !== undefined && small.prefix >= large.prefix && contains(large, small.ip);
}

/** Whether the name of a link matches the pattern: equal, or a prefix if it ends with `*`. */
export function isNamed(link: string, pattern: string): boolean {
  return link === pattern || (pattern.endsWith("*") && link.startsWith(pattern.slice(0, -1)));
}

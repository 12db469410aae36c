import { parseNetwork } from "../net/cidr";
import { EVERY_PORT, type Payload } from "../nft/packet";

/** Packets to a host, by input link, source addresses and payload. An absent field matches any. */
export interface Pass {
  readonly link?: string;
  readonly source?: string;
  readonly payload?: Payload;
}

const ANY = "*";
const FORM = /^([^\s,@=]+)@([^\s,@=]+)=(?:\*|([a-z0-9-]+)(?::([0-9]+)(?:-([0-9]+))?)?)$/;

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

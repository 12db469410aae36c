import { fact, ROOT, type Fact } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { NONE } from "../../../../lib/kernel/kinds/peer";
import type { WgKey, WgPeer } from "../dump";

export function keyFacts(host: string, keys: readonly WgKey[]): readonly Fact[] {
  return keys.map((key) => fact("key", { host, netns: ROOT }, key));
}

/** All peers, including foreign ones. */
export function peerFacts(host: string, peers: readonly WgPeer[]): readonly Fact[] {
  return peers.map(({ dev, public: known, preshared, endpoint, addresses, keepalive }) => {
    const body = { dev, address: orNone(addresses), public: known, endpoint: orNone(endpoint) };
    const unusual = { ...(preshared ? { preshared } : {}), ...(keepalive === "off" ? {} : { keepalive: Number(keepalive) }) };
    return normal(fact("peer", { host, netns: ROOT }, { ...body, ...unusual }) as Fact);
  });
}

function orNone(text: string): string {
  return text === "(none)" ? NONE : text;
}

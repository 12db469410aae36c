import type { FactOf } from "../../../lib/kernel/fact";
import { NONE } from "../../../lib/kernel/kinds/peer";
import { formatCidr, parseBlock } from "../../../lib/net/cidr";
import { tunnel, type Codec, type Line } from "./line";
import { word } from "./words";

type Peer = FactOf<"peer">;

/** Who had the address until now is no peer any more: the host finds that out, and does both in one message. */
function told(fact: Peer): Line {
  const { dev, address, endpoint, preshared, keepalive } = fact;
  if (preshared || keepalive !== undefined) throw new Error(`no such peer is made: ${dev} ${address}`);
  return tunnel(["peer", word.dev(dev), word.publicKey(fact.public), allowed(word.ip(address)), word.socket(endpoint)]);
}

/** Addresses and networks as `wg` lists them, in an order that can be had again. */
function allowed(addresses: string): string {
  if (addresses === NONE) return "-";
  return addresses.split(",").map(networkText).sort().join(",");
}

function networkText(text: string): string {
  const block = parseBlock(text);
  return word.cidr(block === undefined ? text : formatCidr(block));
}

export const peer: Codec<"peer"> = {
  add: (fact) => [told(fact)],
  set: (_from, to) => [told(to)],
  // With its addresses: a key that has others by now is somebody else's who is to stay.
  del: (fact) => [tunnel(["unpeer", word.dev(fact.dev), word.publicKey(fact.public), allowed(fact.address)], { forgiving: true })],
};

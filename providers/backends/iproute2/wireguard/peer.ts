import type { FactOf } from "../../../../lib/kernel/fact";
import { NONE } from "../../../../lib/kernel/kinds/peer";
import { formatCidr, parseBlock } from "../../../../lib/net/cidr";
import { tunnel, type Codec, type ScriptLine } from "../line";
import { word } from "../words";

type PeerFact = FactOf<"peer">;

/** The previous peer with this address is removed: the host looks it up, and does both in one message. */
function command(fact: PeerFact): ScriptLine {
  const { dev, address, endpoint, preshared, keepalive } = fact;
  if (preshared || keepalive !== undefined) throw new Error(`such a peer cannot be created: ${dev} ${address}`);
  return tunnel(["peer", word.dev(dev), word.publicKey(fact.public), allowed(word.ip(address)), word.socket(endpoint)]);
}

/** Addresses and networks as `wg` lists them, in a canonical order. */
function allowed(addresses: string): string {
  if (addresses === NONE) return "-";
  return addresses.split(",").map(networkText).sort().join(",");
}

function networkText(text: string): string {
  const block = parseBlock(text);
  return word.cidr(block === undefined ? text : formatCidr(block));
}

export const peer: Codec<"peer"> = {
  add: (fact) => [command(fact)],
  set: (_from, to) => [command(to)],
  // With its addresses: if the key has other addresses by now, it belongs to another peer, which stays.
  del: (fact) => [tunnel(["unpeer", word.dev(fact.dev), word.publicKey(fact.public), allowed(fact.address)], { ignoreMissing: true })],
  goesWithCarrier: true,
};

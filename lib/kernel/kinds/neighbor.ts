import { canonicalIp, isIpv6 } from "../../net/ip";
import type { Payload } from "../../nft/packet";
import { ROOT, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { FOREIGN_NEIGHBOR, NO_BGP } from "../refusal";
import { bgpKey, FRR, stateOf, stateText } from "./bgp";
import { after, ended, flag, next, numberOf, reader } from "./words";
import { exposure, judging, outage } from "../judgement";

/** Sessions, to the port of the process that listens. */
const BGP: Payload = { protocol: "tcp", from: 179, to: 179 };

/**
 * A neighbor of the BGP process: `neighbor 192.0.2.2 as 65157 source 192.0.2.1 client`. `down` follows while there is no
 * session; it is never declared, since no step can bring the peer up. Foreign neighbors are listed by address only; their AS
 * number is 0 if their configuration does not give one.
 */
export const neighbor: FactType<"neighbor"> = {
  kind: "neighbor",
  sample: "local - neighbor 192.0.2.2 as 65157 source 192.0.2.1",
  layer: "route",
  judge: judging<FactOf<"neighbor">>({
    missing: outage("The host exchanges no routes with this neighbor."),
    extra: exposure("The host exchanges routes with a neighbor that nothing declares."),
    rows: [[["up"], outage("There is no session with the neighbor, so routes are missing.")]],
    changed: outage("The session with the neighbor has other properties than declared."),
  }),
  readSet: "bgp",
  rank: 8,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => (fact.state === "foreign" ? `${fact.address} foreign` : fact.address),
  normal: (fact) => ({
    ...fact,
    address: canonical(fact.address),
    ...(fact.source === undefined ? {} : { source: canonical(fact.source) }),
  }),
  needs: (fact) => [{ key: bgpKey(fact, fact.state === "foreign" ? "foreign" : "ours"), diesWith: true }],
  uses: ({ state }) => (state === "foreign" ? undefined : "bgp"),
  accepts: ({ address, source }) => (source === undefined ? undefined : { what: "bgp", payload: BGP, at: source, source: address }),
  // FRR has it by its place; it may say something else by now.
  isAsClaimed: () => true,
  canChange: (from, to) => from.asn === to.asn && from.state === undefined,
  admit(world, fact) {
    if (fact.state === "foreign") return undefined;
    if (world.facts.has(neighborKey(fact, fact.address, "foreign")))
      return { reason: "foreign-neighbor", text: `${FOREIGN_NEIGHBOR} ${fact.address}` };
    return world.facts.has(bgpKey(fact)) ? undefined : { reason: "no-bgp", text: NO_BGP };
  },
  unsettled: (fact) => (fact.up || fact.state === "foreign" ? undefined : "connecting"),
  // Whether a session is up depends on the peer, too.
  withinReach: (fact) => (fact.up ? fact : { ...fact, up: true }),
  requires: () => FRR,
  text(fact) {
    const source = fact.source === undefined ? "" : ` source ${fact.source}`;
    return `${fact.address} as ${fact.asn}${source}${fact.client ? " client" : ""}${fact.up ? "" : " down"}${stateText(fact)}`;
  },
  parse(words, place) {
    const line = reader(words);
    const address = next(line);
    const asn = numberOf(after(line, "as"));
    const source = after(line, "source");
    const client = flag(line, "client");
    const up = !flag(line, "down");
    const state = stateOf(line);
    if (place.netns !== ROOT || !isIp(address) || asn === undefined || !ended(line)) return undefined;
    if (source !== undefined && (!isIp(source) || isIpv6(source) !== isIpv6(address))) return undefined;
    return { address, asn, ...(source === undefined ? {} : { source }), client, up, ...state };
  },
};

/** The key of the neighbor with this address, ours or foreign. */
export function neighborKey({ host, netns }: Place, address: string, whose: "ours" | "foreign" = "ours"): Key {
  return `${host} ${netns} neighbor ${address}${whose === "foreign" ? " foreign" : ""}`;
}

function canonical(address: string): string {
  return canonicalIp(address) ?? address;
}

function isIp(text: string | undefined): text is string {
  return text !== undefined && canonicalIp(text) === text;
}

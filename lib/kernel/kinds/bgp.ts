import { canonicalIp } from "../../net/ip";
import { at, type FactLookup } from "../among";
import { ROOT, type FactBodies, type FactOf, type Key, type Place } from "../fact";
import type { FactType } from "../fact-type";
import { ANOTHER_ASN } from "../refusal";
import { ended, flag, isWord, next, numberOf, reader, type Words } from "./words";
import { exposure, judging, outage } from "../judgement";

/** What a step on the BGP configuration of a host needs. */
export const FRR = ["frr", "bgpd"] as const;

/**
 * The BGP process of a host, of which there is one: `bgp 65157 router-id 192.0.2.1`. Its foreign part is a fact of its own,
 * `foreign`, so that a process shared with another owner is observed as both, and stays when our part is deleted.
 */
export const bgp: FactType<"bgp"> = {
  kind: "bgp",
  sample: "local - bgp 65157 router-id 192.0.2.1",
  layer: "route",
  judge: judging<FactOf<"bgp">>({
    missing: outage("The host announces no routes of overlay networks and learns none."),
    extra: exposure("The host announces routes that nothing declares."),
    changed: outage("The host announces routes of overlay networks other than declared."),
  }),
  readSet: "bgp",
  rank: 7,
  markable: false,
  removable: true,
  overwritable: true,
  identity: (fact) => (fact.state === "foreign" ? "foreign" : "ours"),
  normal: (fact) => ({ ...fact, routerId: canonicalIp(fact.routerId) ?? fact.routerId }),
  needs: () => [],
  opensToAll: true,
  common: true,
  concernsHost: () => true,
  // FRR has it by its place; it may say something else by now.
  isAsClaimed: () => true,
  canChange: (from, to) => from.asn === to.asn && from.state === undefined,
  // A host has one process. A foreign one is joined and keeps its AS number.
  admit(world, fact) {
    const other = world.facts.get(bgpKey(fact, fact.state === "foreign" ? "ours" : "foreign"));
    return other?.kind === "bgp" && other.asn !== fact.asn ? { reason: "another-asn", text: `${ANOTHER_ASN} ${other.asn}` } : undefined;
  },
  requires: () => FRR,
  text: (fact) => `${fact.asn} router-id ${fact.routerId}${stateText(fact)}`,
  parse(words, place) {
    const line = reader(words);
    const asn = numberOf(next(line));
    const routerId = flag(line, "router-id") ? next(line) : undefined;
    const state = stateOf(line);
    if (place.netns !== ROOT || !isAsn(asn) || !isIpv4(routerId) || !ended(line)) return undefined;
    return { asn, routerId, ...state };
  },
};

/** The key of our part, or of the foreign part, of a host's BGP process. */
export function bgpKey({ host, netns }: Place, whose: "ours" | "foreign" = "ours"): Key {
  return `${host} ${netns} bgp ${whose}`;
}

/** The last word of a BGP line whose configuration is not exactly ours. */
export function stateText({ state }: Pick<FactBodies["bgp"], "state">): string {
  return state === undefined ? "" : ` ${state}`;
}

/** Takes that word. */
export function stateOf(line: Words): Pick<FactBodies["bgp"], "state"> {
  if (flag(line, "altered")) return { state: "altered" };
  return flag(line, "foreign") ? { state: "foreign" } : {};
}

/** Whether the number is valid as an AS number. */
export function isAsn(number: number | undefined): number is number {
  return number !== undefined && number > 0;
}

function isIpv4(text: string | undefined): text is string {
  return isWord(text) && text.includes(".") && canonicalIp(text) === text;
}

/** Our part, or the foreign part, of a host's BGP process. */
export function bgpAt(facts: FactLookup | undefined, place: Place, whose: "ours" | "foreign" = "ours"): FactOf<"bgp"> | undefined {
  return at(facts, bgpKey(place, whose), "bgp");
}

/** What the programs share with the code: shell variables of these names. */
import { OUR_GROUP, REMNANT } from "../../../../lib/kernel/mark";
import { ANOTHER_ASN, ANOTHER_NAMESPACE, FOREIGN_NEIGHBOR, NO_BGP } from "../../../../lib/kernel/refusal";
import { TUNNEL_PREFIX } from "../../../../lib/kernel/tunnel";
import { espConstants } from "../ipsec/esp";
import { texts } from "./texts";

/**
 * A line of a batch that prints `[]` and has no other effect. See `withMilestones` in `script.ts`. No host has this address,
 * so no program answers for it.
 */
export const MILESTONE = "neigh show proxy to 0.0.0.0 dev lo";

/** The types of routes that are read. Without a type, ip also shows the kernel's own entries for every local address. */
const ROUTE_TYPES = ["unicast", "blackhole", "unreachable", "prohibit", "throw"] as const;

/** The questions to ip about a namespace; each answer is one line of JSON. */
export const QUESTIONS = ["addr show", ...ROUTE_TYPES.map((type) => `route show table all type ${type}`)];

export const constants: Readonly<Record<string, string>> = {
  OUR_GROUP: `${OUR_GROUP}`,
  REMNANT,
  TUNNEL_PREFIX,
  MILESTONE,
  SHOW_QUESTIONS: QUESTIONS.join("\n"),
  ANOTHER_NAMESPACE,
  ANOTHER_ASN,
  FOREIGN_NEIGHBOR,
  NO_BGP,
  ...espConstants,
  CONNTRACK_SIEVE: texts["conntrack/sieve.awk"],
  FRR_WORDS: texts["frr/words.awk"],
  FRR_LINES: texts["frr/lines.awk"],
  NAMES_KEEPER: texts["dns/keeper.sh"],
  NAMES_RESOLV: texts["dns/resolv.awk"],
};

import { EVERY_PORT } from "../../nft/packet";
import { among, type FactSource } from "../among";
import { ROOT, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { endsOf, ESP, parseEnds } from "./sa";
import { after, ended, flag, next, numberOf, reader } from "./words";
import { exposure, judging, outage } from "../judgement";

/**
 * An IPsec policy: `xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789`. Without a security association of that reqid the
 * kernel drops the packets that the policy selects. Selectors end at ports: one policy covers all networks between two hosts
 * on one port.
 */
export const xfrm: FactType<"xfrm"> = {
  kind: "xfrm",
  sample: "local - xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789",
  layer: "keys",
  judge: judging<FactOf<"xfrm">>({
    missing: exposure("Packets between the two hosts pass without encryption."),
    extra: outage("Packets that no association encrypts are dropped."),
    changed: outage("No association has the reqid of the policy, so its packets are dropped."),
  }),
  readSet: "ipsec",
  rank: 0.6,
  markable: false,
  removable: true,
  identity: ({ direction, src, dst, port }) => `${direction} ${src} > ${dst} udp port ${port}`,
  normal: (fact) => ({ ...fact, ...endsOf(fact) }),
  // A packet passes the input chains twice: as ESP, and after decryption.
  accepts: ({ direction, src, dst }) =>
    direction === "in" ? { what: "esp", payload: { protocol: "esp", ...EVERY_PORT }, at: dst, source: src } : undefined,
  needs: () => [],
  clashNamedElsewhere: true,
  canChange: () => true,
  requires: (verb) => (verb === "del" ? [] : ESP),
  text: (fact) => `${xfrm.identity(fact)} reqid ${fact.reqid}${fact.other ? " other" : ""}`,
  parse(words, { netns }) {
    const line = reader(words);
    const direction = next(line);
    const ends = parseEnds(line);
    const udp = flag(line, "udp");
    const [port, reqid] = [numberOf(after(line, "port")), numberOf(after(line, "reqid"))];
    const other = flag(line, "other");
    if (netns !== ROOT || (direction !== "in" && direction !== "out") || ends === undefined || !udp || !ended(line)) return undefined;
    if (port === undefined || port === 0 || port > 65535 || reqid === undefined) return undefined;
    return { direction, ...ends, port, reqid, ...(other ? { other } : {}) };
  },
};

/** The IPsec policies. */
export function ipsecPoliciesIn(facts: FactSource): readonly FactOf<"xfrm">[] {
  return among(facts, "xfrm");
}

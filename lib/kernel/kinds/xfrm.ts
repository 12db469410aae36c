import { ROOT, type FactType } from "../fact";
import { endsOf, parseEnds } from "./sa";
import { after, ended, flag, next, numberOf, reader } from "./words";

/**
 * A policy of IPsec: `xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789`. Without a security association of that number
 * the kernel drops what the policy is about. The kernel looks no deeper than at ports: all that two hosts send to each other
 * at one port, however many networks that are, has one policy.
 */
export const xfrm: FactType<"xfrm"> = {
  kind: "xfrm",
  rank: 0.6,
  markable: false,
  removable: true,
  identity: ({ direction, src, dst, port }) => `${direction} ${src} > ${dst} udp port ${port}`,
  normal: (fact) => ({ ...fact, ...endsOf(fact) }),
  needs: () => [],
  canChange: () => true,
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

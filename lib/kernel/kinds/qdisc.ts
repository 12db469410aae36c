import { formatRate, parseRate } from "../../net/rate";
import type { FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { linkKey } from "../key";
import { refuseWithoutLink } from "./link-effects";
import { onLink } from "./needs";
import { after, ended, isDev, isWord, next, numberOf, reader } from "./words";
import { degraded, judging } from "../judgement";

/** The only qdisc whose parameters are observed and written: the token bucket filter. */
export const TOKEN_BUCKET = "tbf";

/**
 * The configured root qdisc of a link: a token bucket filter, `qdisc nwe3f9a1 tbf rate 100mbit burst 50000 limit 675000`, or
 * another one, by type only: `qdisc eth0 htb`. `burst` and `limit` are in bytes. The kernel's default qdisc is left out.
 */
export const qdisc: FactType<"qdisc"> = {
  kind: "qdisc",
  sample: "local - qdisc nwe3f9a1 tbf rate 100mbit burst 50000 limit 675000",
  layer: "rates",
  judge: judging<FactOf<"qdisc">>({
    missing: degraded("The rate of the link is not limited."),
    extra: degraded("A queue that nothing declares limits or delays packets."),
    changed: degraded("Packets are limited or delayed other than declared."),
  }),
  within: (fact) => [linkKey(fact, fact.dev)],
  removal: ({ dev }) => ["tc", "qdisc", "del", "dev", dev, "root"],
  rank: 4.5,
  markable: false,
  removable: true,
  identity: (fact) => fact.dev,
  normal(fact) {
    if (fact.rate === undefined || fact.burst === undefined) return fact;
    const rate = fact.rate - (fact.rate % 8);
    return { ...fact, rate, burst: keptBurst(fact.burst, rate) };
  },
  needs: (fact) => onLink(fact, fact.dev),
  canChange: () => true,
  ask: (scope, fact) => void scope.qdiscs.add(fact.netns),
  isShown: (asked, fact) => asked.qdiscs.has(fact.netns),
  admit: (world, fact) => refuseWithoutLink(world, fact, fact.dev),
  text({ dev, type, rate, burst, limit }) {
    return rate === undefined ? `${dev} ${type}` : `${dev} ${type} rate ${formatRate(rate)} burst ${burst} limit ${limit}`;
  },
  parse(words) {
    const line = reader(words);
    const dev = next(line);
    const type = next(line);
    if (!isDev(dev) || !isWord(type)) return undefined;
    if (words.length === 2) return { dev, type };
    const rate = parseRate(after(line, "rate") ?? "");
    const burst = numberOf(after(line, "burst"));
    const limit = numberOf(after(line, "limit"));
    if (type !== TOKEN_BUCKET || !ended(line) || rate === undefined || burst === undefined || limit === undefined) return undefined;
    const kept = isNormal({ rate, burst });
    return kept ? { dev, type, rate, burst, limit } : undefined;
  },
};

/** Seconds in a tick of the kernel's packet scheduler clock. */
const TICK = 64e-9;

/**
 * The burst in whole steps. The kernel stores it as a time and reports the bytes that pass in whole ticks, up to two ticks less
 * than configured; a step is at least that much, so that rounding up the reported value gives the configured one.
 */
function keptBurst(burst: number, rate: number): number {
  const lost = (rate / 8) * TICK * 2 + 2;
  const step = 2 ** Math.ceil(Math.log2(lost));
  return Math.ceil(burst / step) * step;
}

/** The bytes that pass at a rate in a number of ticks, rounded as the kernel does. */
export function burstOf(ticks: number, rate: number): number {
  return Math.floor((rate / 8) * ticks * TICK);
}

function isNormal({ rate, burst }: Required<Pick<FactOf<"qdisc">, "rate" | "burst">>): boolean {
  return rate >= 8 && rate % 8 === 0 && keptBurst(burst, rate) === burst;
}

import { formatRate, parseRate } from "../../net/rate";
import type { FactOf, FactType } from "../fact";
import { onLink } from "./needs";
import { after, ended, isDev, isWord, next, numberOf, reader } from "./words";

/** The one discipline whose values are read and written: the token bucket filter. */
export const TOKEN_BUCKET = "tbf";

/**
 * What holds back the packets that leave by a link, where somebody put such a thing at its root: a token bucket,
 * `qdisc nwe3f9a1 tbf rate 100mbit burst 50000 limit 675000`, or something else, of which only the type is said:
 * `qdisc eth0 htb`. `burst` is what may pass at once and `limit` what may wait, in bytes. What the kernel gives a link by
 * itself is left out.
 */
export const qdisc: FactType<"qdisc"> = {
  kind: "qdisc",
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

/** Seconds in a tick of the kernel's clock for packets. */
const TICK = 64e-9;

/**
 * The burst in whole steps. The kernel keeps it as a time and answers with what passes in whole ticks of that, up to two of
 * them less than it was told; a step is at least that much, so that the answer is rounded up to what was told.
 */
function keptBurst(burst: number, rate: number): number {
  const lost = (rate / 8) * TICK * 2 + 2;
  const step = 2 ** Math.ceil(Math.log2(lost));
  return Math.ceil(burst / step) * step;
}

/** The bytes that pass at a rate in a number of ticks, as the kernel says it. */
export function burstOf(ticks: number, rate: number): number {
  return Math.floor((rate / 8) * ticks * TICK);
}

function isNormal({ rate, burst }: Required<Pick<FactOf<"qdisc">, "rate" | "burst">>): boolean {
  return rate >= 8 && rate % 8 === 0 && keptBurst(burst, rate) === burst;
}

import { fact, type Fact, type FactBodies } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { burstOf, TOKEN_BUCKET } from "../../../../lib/kernel/kinds/qdisc";
import type { TcQdisc } from "../dump";

/** The kernel's default qdisc has no handle; one that was configured has. */
const NO_HANDLE = "0:";

/** The configured root qdiscs of links. */
export function qdiscFacts(host: string, netns: string, qdiscs: readonly TcQdisc[]): readonly Fact[] {
  return qdiscs
    .filter(({ root, handle }) => root === true && handle !== NO_HANDLE)
    .map((qdisc) => normal(fact("qdisc", { host, netns }, { dev: qdisc.dev, type: qdisc.kind, ...bucketOf(qdisc) }) as Fact));
}

/** The parameters of a plain token bucket; for every other qdisc the type is enough. */
function bucketOf({ kind, options = {} }: TcQdisc): Pick<FactBodies["qdisc"], "rate" | "burst" | "limit"> {
  const { rate: bytes, burst_raw, limit, peakrate, mpu = 0, linklayer = "ethernet" } = options;
  if (kind !== TOKEN_BUCKET || peakrate !== undefined || mpu !== 0 || linklayer !== "ethernet") return {};
  if (bytes === undefined || burst_raw === undefined || limit === undefined) return {};
  const rate = bytes * 8;
  const burst = burstOf(Number.parseInt(burst_raw, 16), rate);
  return Number.isSafeInteger(rate) && rate > 0 && burst < 2 ** 31 ? { rate, burst, limit } : {};
}

import type { FactBodies } from "../../kernel/fact";
import { TOKEN_BUCKET } from "../../kernel/kinds/qdisc";
import { parseRate } from "../../net/rate";

/** What of a frame the mtu leaves out: Ethernet's header and a tag. */
const HEADER = 18;

/** What may pass at once, in time; a shorter one costs processor time at high rates and gains nothing at low ones. */
const BURST_SECONDS = 0.004;

/** What may wait, in time: enough for TCP to keep a link busy, and no more, because everything else waits behind it. */
const QUEUE_SECONDS = 0.05;

/** What may wait at least, in frames: with fewer of them TCP waits for its own timers most of the time. */
const QUEUE_FRAMES = 4;

/**
 * The token bucket that holds an interface to a rate. At least two whole frames pass at once; segments that the kernel has
 * put together into larger ones are taken apart again where they would not fit. With these values a TCP stream reaches the
 * rate less its headers, from 1mbit to 1gbit (test/kernel/rates.test.ts).
 */
export function bucketFor(rate: string, mtu: number): Omit<FactBodies["qdisc"], "dev"> {
  const bits = parseRate(rate)!;
  const [bytes, frame] = [bits / 8, mtu + HEADER];
  const burst = Math.ceil(Math.max(2 * frame, bytes * BURST_SECONDS));
  return { type: TOKEN_BUCKET, rate: bits, burst, limit: burst + Math.ceil(Math.max(QUEUE_FRAMES * frame, bytes * QUEUE_SECONDS)) };
}

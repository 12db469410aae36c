import type { FactBodies } from "../../kernel/fact";
import { TOKEN_BUCKET } from "../../kernel/kinds/qdisc";
import { parseRate } from "../../net/rate";

/** The bytes of a frame beyond the mtu: Ethernet's header and a VLAN tag. */
const HEADER = 18;

/** The burst, in time; a shorter one costs processor time at high rates and gains nothing at low ones. */
const BURST_SECONDS = 0.004;

/** The queue limit, in time: enough for TCP to keep a link busy, and no more, because it adds latency. */
const QUEUE_SECONDS = 0.05;

/** The minimum queue limit, in frames: with fewer, TCP waits for its own timers most of the time. */
const QUEUE_FRAMES = 4;

/**
 * The token bucket filter that limits an interface to a rate. The burst is at least two whole frames; larger GSO segments are
 * split where they would not fit. With these values a TCP stream reaches the rate less its headers, from 1mbit to 1gbit
 * (test/kernel/rates.test.ts).
 */
export function bucketFor(rate: string, mtu: number): Omit<FactBodies["qdisc"], "dev"> {
  const bits = parseRate(rate)!;
  const [bytes, frame] = [bits / 8, mtu + HEADER];
  const burst = Math.ceil(Math.max(2 * frame, bytes * BURST_SECONDS));
  return { type: TOKEN_BUCKET, rate: bits, burst, limit: burst + Math.ceil(Math.max(QUEUE_FRAMES * frame, bytes * QUEUE_SECONDS)) };
}

import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Clock } from "../../lib/ports/clock";

export const machineClock: Clock = {
  now: () => new Date().toISOString(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => (signal === undefined ? setTimeout(milliseconds) : abortable(milliseconds, signal)),
  uuid: () => randomUUID(),
  random: (bytes) => randomBytes(bytes).toString("hex"),
};

async function abortable(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}

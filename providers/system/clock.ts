import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Clock } from "../../lib/ports/clock";

export const machineClock: Clock = {
  now: () => new Date().toISOString(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => setTimeout(milliseconds),
  uuid: () => randomUUID(),
  random: (bytes) => randomBytes(bytes).toString("hex"),
};

import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, EndSignal } from "../../lib/ports/clock";

export const machineClock: Clock = {
  now: () => new Date().toISOString(),
  monotonic: () => performance.now(),
  sleep: (milliseconds, signal) => (signal === undefined ? sleep(milliseconds) : abortable(milliseconds, signal)),
  uuid: () => randomUUID(),
  random: (bytes) => randomBytes(bytes).toString("hex"),
};

function abortable(milliseconds: number, signal: EndSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, signal.aborted ? 0 : milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}

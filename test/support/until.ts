import { setTimeout as sleep } from "node:timers/promises";

/** Longer than anything takes on a busy machine, and shorter than the timeout of a test. */
const TIMEOUT_MS = 180_000;

/** Waits for a condition; fails with this message after the timeout. */
export async function until(isSo: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  for (const end = Date.now() + TIMEOUT_MS; !(await isSo());) {
    if (Date.now() > end) throw new Error(otherwise);
    await sleep(50);
  }
}

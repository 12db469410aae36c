import { setTimeout as sleep } from "node:timers/promises";

/** Longer than anything takes on a busy machine, and shorter than the timeout of a test. */
const TIMEOUT_MS = 180_000;

/** Milliseconds between two looks, which often start programs: at first, and later. */
const [FIRST_MS, LATER_MS] = [50, 500];

/** Waits for a condition; fails with this message after the timeout. */
export async function until(isSo: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  let pause = FIRST_MS;
  for (const end = Date.now() + TIMEOUT_MS; !(await isSo()); pause = Math.min(LATER_MS, pause * 1.5)) {
    if (Date.now() > end) throw new Error(otherwise);
    await sleep(pause);
  }
}

import { setTimeout as sleep } from "node:timers/promises";

/** Longer than anything takes on a busy machine, and shorter than a test may. */
const PATIENCE_MS = 40_000;

/** Waits until it is so; fails with these words when that takes longer than a busy machine explains. */
export async function until(isSo: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !(await isSo());) {
    if (Date.now() > end) throw new Error(otherwise);
    await sleep(50);
  }
}

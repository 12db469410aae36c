import { setTimeout as sleep } from "node:timers/promises";
import type { Following } from "../../../lib/ports/backend";
import type { HostStore } from "./host-store";

/** Milliseconds between two looks at the file. */
const INTERVAL_MS = 200;

/** Reports every change of the file as a change of anything, until the signal is aborted. */
export async function follow(store: HostStore, { onBegun, onEvent, signal }: Following): Promise<undefined> {
  let last = store.stamp();
  onBegun();
  while (!signal.aborted) {
    await sleep(INTERVAL_MS);
    const now = store.stamp();
    if (now !== last && !signal.aborted) onEvent({ netns: undefined, what: "any" });
    last = now;
  }
}

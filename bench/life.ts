/** The measured life cycle of a stack on a real kernel, from apply to destroy. */
import { netweft } from "./measure";

/** Seconds. */
export interface Life {
  readonly apply: number;
  readonly plan: number;
  readonly drift: number;
  readonly destroy: number;
}

/** The same, plus the times for creating and deleting the objects by hand. */
export interface Round extends Life {
  readonly createByHand: number;
  readonly deleteByHand: number;
}

/** The kernel cleans up namespaces after their deletion has returned; the next measurement waits for that, in milliseconds. */
export const SETTLE = 2000;

/** Applies the stack of a folder, runs a no-op plan and a drift check, and destroys it. */
export function wholeLife(folder: string): Life {
  const timed = (...args: readonly string[]) => netweft(folder, [...args, "--backend", "iproute2"]).seconds;
  return {
    apply: timed("apply", "--auto-approve"),
    plan: timed("plan", "--detailed-exitcode"),
    drift: timed("drift", "--detailed-exitcode"),
    destroy: timed("destroy", "--auto-approve"),
  };
}

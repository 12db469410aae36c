/** What every measurement on a real kernel does with a stack, from its apply to its destroy. */
import { netweft } from "./measure";

/** Seconds. */
export interface Life {
  readonly apply: number;
  readonly plan: number;
  readonly drift: number;
  readonly destroy: number;
}

/** The same beside what it takes to make and to delete the objects by hand. */
export interface Round extends Life {
  readonly createByHand: number;
  readonly deleteByHand: number;
}

/** The kernel removes namespaces after it has said that they are gone; the next measurement waits for that, in milliseconds. */
export const SETTLE = 2000;

/** Applies the stack of a folder, plans and looks for drift where nothing is to be found, and destroys it. */
export function wholeLife(folder: string): Life {
  const timed = (...args: readonly string[]) => netweft(folder, [...args, "--backend", "iproute2"]).seconds;
  return {
    apply: timed("apply", "--auto-approve"),
    plan: timed("plan", "--detailed-exitcode"),
    drift: timed("drift", "--detailed-exitcode"),
    destroy: timed("destroy", "--auto-approve"),
  };
}

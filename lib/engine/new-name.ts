import { createHash } from "node:crypto";
import type { State } from "./state/types";

/**
 * A name for a new object. It follows from the state that it will be written into, whose serial never comes again: so a
 * plan is made of its inputs alone.
 */
export function newName({ serial }: Pick<State, "serial">, address: string): string {
  return createHash("sha256").update(`${serial} ${address}`).digest("hex").slice(0, 12);
}

import { sha256 } from "../net/sha256";
import type { State } from "./state/types";

/**
 * A name for a new object. It is derived from the lineage and serial of the state, which never repeat, so that a plan is a
 * function of its inputs.
 */
export function newName({ serial }: Pick<State, "serial">, address: string): string {
  return sha256(`${serial} ${address}`).slice(0, 12);
}

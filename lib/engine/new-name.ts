import { sha256 } from "../net/sha256";
import type { State } from "./state/types";

/**
 * A name for a new object. It is derived from the lineage and serial of the state, which never repeat, so that a plan is a
 * function of its inputs.
 */
export function newName({ serial }: Pick<State, "serial">, address: string): string {
  return sha256(`${serial} ${address}`).slice(0, 12);
}

/** A UUID that is derived from a name (RFC 9562, version 8). */
export function uuidOf(name: string): string {
  const digits = sha256(`uuid ${name}`);
  const variant = "89ab"[parseInt(digits[16]!, 16) % 4]!;
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`, variant + digits.slice(17, 20), digits.slice(20, 32)];
  return parts.join("-");
}

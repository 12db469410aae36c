import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { Clock } from "../../ports/clock";
import type { StateStore } from "../../ports/state-store";
import type { Registry } from "../../resources/registry";
import { decodeState } from "./decode";
import { emptyState, encodeState } from "./encode";
import type { State } from "./types";

/** The stored state; a new one if nothing is stored yet. */
export async function readState(store: StateStore, clock: Clock): Promise<Result<State>> {
  const bytes = await store.read();
  if (!bytes.ok) return bytes;
  const { value } = bytes;
  return value ? toItsEnd(store.name, () => decodeState(value, store.name)) : ok(emptyState(clock.uuid()));
}

/** Stores a state. Returns the errors. */
export async function writeState(store: StateStore, state: State, types: Registry): Promise<readonly Diagnostic[]> {
  return (await store.write(encodeState(state, types))).diagnostics;
}

/** Reads the pieces of a file; reading may fail in the middle. */
export async function toItsEnd<T>(file: string, read: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await read();
  } catch (error) {
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    return fail(diagnose("file-unreadable", `${file} cannot be read to its end: ${message}.`, { file }));
  }
}

import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { Clock } from "../../ports/clock";
import type { StateStore } from "../../ports/state-store";
import type { Registry } from "../../resources/registry";
import { decodeState } from "./decode";
import { emptyState, encodeState } from "./encode";
import { readHead, type StateVersion } from "./head";
import type { State } from "./types";

/** What was last read from a store, or written to it, by this process. */
const known = new WeakMap<StateStore, StateVersion>();

/** The stored state; a new one if nothing is stored yet. */
export async function readState(store: StateStore, clock: Clock): Promise<Result<State>> {
  const stored = await readStored(store);
  if (!stored.ok) return stored;
  known.set(store, stored.value === undefined ? {} : headOf(stored.value));
  return ok(stored.value ?? emptyState(clock.uuid()), stored.diagnostics);
}

/** The stored state, to be read only; undefined if nothing is stored yet. */
export async function readStored(store: StateStore): Promise<Result<State | undefined>> {
  const bytes = await store.read();
  if (!bytes.ok) return bytes;
  const { value } = bytes;
  return value ? toItsEnd(store.name, () => decodeState(value, store.name)) : ok(undefined);
}

/** Stores a state. Returns the errors: a state that is not the one that was read from this store is not overwritten. */
export async function writeState(
  store: StateStore,
  state: State,
  types: Registry,
  how?: Parameters<StateStore["write"]>[1],
): Promise<readonly Diagnostic[]> {
  const read = known.get(store);
  const changed = read && (await changeSince(store, read));
  if (changed) return [changed];
  const { ok: isWritten, diagnostics } = await store.write(encodeState(state, types), how);
  if (isWritten) known.set(store, headOf(state));
  return diagnostics;
}

const headOf = ({ serial, lineage }: State): StateVersion => ({ serial, lineage });

async function changeSince(store: StateStore, read: StateVersion): Promise<Diagnostic | undefined> {
  const bytes = await store.read();
  if (!bytes.ok) return bytes.diagnostics[0];
  const { value } = bytes;
  const now = value === undefined ? ok<StateVersion>({}) : await toItsEnd(store.name, async () => ok(await readHead(value)));
  if (!now.ok) return now.diagnostics[0];
  const same = now.value.serial === read.serial && now.value.lineage === read.lineage;
  return same ? undefined : changed(store.name, read, now.value);
}

function changed(file: string, read: StateVersion, now: StateVersion): Diagnostic {
  const text = ({ serial, lineage }: StateVersion) =>
    serial === undefined && lineage === undefined ? "no state" : `serial ${serial} of lineage ${JSON.stringify(lineage ?? "")}`;
  const detail = `Another program wrote the state ${file} after this run had read it: ${text(read)} was read, and ${text(now)} is there now. It was not overwritten. Plan again: what this run has created carries the stack's mark, and the next apply takes it over.`;
  return diagnose("state-changed", detail, { file });
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

import { TextDecoder } from "node:util";
import { ok } from "../../diagnostic";
import { decodeState, toItsEnd, unfit } from "../../engine/state";
import { complain, failed, type CliSession } from "../session";
import { openState } from "../stack";
import { loadState, saveState, whileLocked } from "../state";

/** `netweft state pull`: prints the stored bytes. */
export async function statePull(session: CliSession): Promise<number> {
  const store = await openState(session);
  const bytes = store.ok ? await store.value.read() : store;
  if (!bytes.ok || !store.ok) return failed(session, bytes.diagnostics);
  const { value } = bytes;
  if (value === undefined) return 0;
  const decoder = new TextDecoder();
  const done = await toItsEnd(store.value.name, async () => {
    for await (const piece of value) session.doors.terminal.raw(decoder.decode(piece, { stream: true }));
    return ok(undefined);
  });
  return done.ok ? 0 : failed(session, done.diagnostics);
}

/** `netweft state push FILE`: stores a state unless it is another stack's, or older than the stored one. */
export async function statePush(session: CliSession): Promise<number> {
  const [file = ""] = session.given.args;
  const bytes = await session.doors.files.open(file === "-" ? "/dev/stdin" : file);
  const pushed = bytes.ok ? await toItsEnd(file, () => decodeState(bytes.value, file)) : bytes;
  const store = await openState(session, true);
  if (!pushed.ok || !store.ok) return failed(session, [...pushed.diagnostics, ...store.diagnostics]);
  const ended = await whileLocked(store.value, "state push", session, async (lock) => {
    complain(session, lock.warnings);
    const isForced = session.given.isOn("force");
    const stored = await loadState(store.value, session);
    // What cannot be read cannot be compared either.
    if (!stored.ok && !isForced) return failed(session, stored.diagnostics);
    const wrong = isForced || !stored.ok ? undefined : unfit(pushed.value, stored.value);
    if (wrong) return failed(session, [wrong]);
    const unsaved = await saveState(store.value, pushed.value);
    return unsaved.length > 0 ? failed(session, unsaved) : 0;
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { encodeState, readState, writeState, type State } from "../engine/state";
import { registry } from "../resources";
import type { StateStore } from "../ports/state-store";
import { jsonDiagnostic } from "./progress";
import { complain, type CliSession } from "./session";

/** The stored state; a new one if nothing is stored yet. */
export function loadState(store: StateStore, { doors }: CliSession): Promise<Result<State>> {
  return readState(store, doors.clock);
}

export function saveState(store: StateStore, state: State): Promise<readonly Diagnostic[]> {
  return writeState(store, state, registry);
}

/** Stores what completes the change of an earlier run: its backup stays, for a way back. */
export function completeState(store: StateStore, state: State): Promise<readonly Diagnostic[]> {
  return writeState(store, state, registry, { completes: true });
}

/** Whether a state has nothing that could be lost. */
export function hasNothing({ instances, outputs }: State): boolean {
  return instances.size === 0 && outputs.size === 0;
}

/** Whether the same would be written for both. */
export function isSameState(one: State, other: State): boolean {
  const rest = encodeState(other, registry);
  for (const piece of encodeState(one, registry)) if (rest.next().value !== piece) return false;
  return rest.next().done === true;
}

/** A lock that is held. */
export interface Held {
  /** Warnings about the lock, such as that a dead process held it. */
  readonly warnings: readonly Diagnostic[];
  /** From here on the caller handles interruptions; before, one releases the lock and ends the process. */
  handOver(): void;
}

/** Locks a state unless `--lock=false` is given, does the work, unlocks it. With `--lock-timeout` it waits for a lock that another process holds. */
export async function whileLocked(
  store: StateStore,
  operation: string,
  session: CliSession,
  work: (lock: Held) => Promise<number>,
): Promise<Result<number>> {
  const timeout = seconds("lock-timeout", session.given.value("lock-timeout"));
  if (!timeout.ok) return timeout;
  const lock = session.given.isOn("lock") ? await lockWithin(store, operation, session, timeout.value * 1000) : ok(unlocked);
  if (!lock.ok) return lock;
  const { onInterrupt, exit } = session.doors;
  const release = async () => warn(session, await lock.value());
  const handOver = onInterrupt(() => void release().finally(() => exit(130)));
  try {
    return ok(await work({ warnings: lock.diagnostics, handOver }));
  } finally {
    handOver();
    await release();
  }
}

const unlocked = () => Promise.resolve([]);

/** Milliseconds between two attempts at a lock. */
const PAUSE = 500;

async function lockWithin(
  store: StateStore,
  operation: string,
  { doors }: CliSession,
  milliseconds: number,
): ReturnType<StateStore["lock"]> {
  const { clock } = doors;
  const info = { id: clock.uuid(), operation, ...doors.identity(), created: clock.now() };
  const until = clock.monotonic() + milliseconds;
  let lock = await store.lock(info);
  while (!lock.ok && lock.diagnostics.every(({ code }) => code === "state-locked") && clock.monotonic() < until) {
    await clock.sleep(PAUSE);
    lock = await store.lock(info);
  }
  return lock;
}

/** The seconds of an option: `30`, `30s`, `2m`. */
export function seconds(option: "lock-timeout" | "interval" | "confirm", text = "0"): Result<number> {
  const [, number, unit] = /^(\d+)(s|m)?$/.exec(text) ?? [];
  if (number === undefined)
    return fail(diagnose("invalid-option-value", `--${option} ${JSON.stringify(text)} is not a time such as 30s or 2m.`));
  return ok(Number(number) * (unit === "m" ? 60 : 1));
}

/** Warnings after the end of the work, whose JSON has been printed. */
function warn(session: CliSession, warnings: readonly Diagnostic[]): void {
  complain(session, warnings);
  if (session.json) for (const one of warnings) jsonDiagnostic(session, one);
}

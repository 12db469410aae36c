import { isAbsolute, join } from "node:path";
import type { Configuration } from "../config/types";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { decodeState, emptyState, encodeState, type State } from "../engine/state";
import type { StateStore } from "../io";
import type { Session } from "./session";

const DEFAULT = "terraform.tfstate";

/** Where the state of a configuration is: as its `backend` block says, or beside it. `folder`: where relative paths begin. */
export function statePath(backend: Configuration["backend"], folder: string): Result<string> {
  if (backend === undefined) return ok(DEFAULT);
  if (backend.type !== "local") {
    const detail = `The configuration keeps its state in the backend "${backend.type}". Netweft reads and writes states in local files: name the backend "local", or run this configuration with Terraform and Netweft's provider.`;
    return fail(diagnose("unsupported-backend", detail, { path: ["terraform", "backend", backend.type] }));
  }
  const path = backend.config["path"];
  if (path === undefined || path === null) return ok(join(folder, DEFAULT));
  if (typeof path !== "string" || path === "") {
    return fail(
      diagnose("unsupported-backend", "The path of the local backend is not text.", { path: ["terraform", "backend", "local", "path"] }),
    );
  }
  return ok(isAbsolute(path) ? path : join(folder, path));
}

/** The stored state; a new one where nothing is stored yet. */
export async function loadState(store: StateStore, { doors }: Session): Promise<Result<State>> {
  const bytes = await store.read();
  if (!bytes.ok) return bytes;
  return bytes.value ? decodeState(bytes.value, store.name) : ok(emptyState(doors.clock.uuid()));
}

export async function saveState(store: StateStore, state: State): Promise<readonly Diagnostic[]> {
  return (await store.write(encodeState(state))).diagnostics;
}

/** Half a second between two attempts at a lock. */
const PAUSE = 500;

/**
 * Locks a state, does the work, unlocks it. With `--lock-timeout` a lock that somebody else holds is waited for.
 */
export async function whileLocked(
  store: StateStore,
  operation: string,
  session: Session,
  work: (warnings: readonly Diagnostic[]) => Promise<number>,
): Promise<Result<number>> {
  const timeout = seconds(session.given.value("lock-timeout"));
  if (!timeout.ok) return timeout;
  const { clock } = session.doors;
  const info = { id: clock.uuid(), operation, ...session.doors.identity(), created: clock.now() };
  const until = clock.monotonic() + timeout.value * 1000;
  let lock = await store.lock(info);
  while (!lock.ok && lock.diagnostics.every(({ code }) => code === "state-locked") && clock.monotonic() < until) {
    await clock.sleep(PAUSE);
    lock = await store.lock(info);
  }
  if (!lock.ok) return lock;
  try {
    return ok(await work(lock.diagnostics));
  } finally {
    await lock.value();
  }
}

/** `30`, `30s`, `2m` as seconds. */
function seconds(text = "0"): Result<number> {
  const [, number, unit] = /^(\d+)(s|m)?$/.exec(text) ?? [];
  if (number === undefined)
    return fail(diagnose("invalid-option-value", `--lock-timeout ${JSON.stringify(text)} is not a time such as 30s or 2m.`));
  return ok(Number(number) * (unit === "m" ? 60 : 1));
}

import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../../lib/diagnostic";
import type { LockInfo, PgPlace, ReleaseLock, StateStore, StoredWorkspaces } from "../../../../lib/ports/state-store";
import { openSession, type PgSession } from "./session";
import { CREATION, freeLocks, holderOf, ifThere, lockRow, makeTables, tableOf, type PgHolder } from "./tables";

/** A row of the table, and the session that holds its lock. */
interface PgState {
  readonly place: PgPlace;
  readonly name: string;
  held?: { readonly session: PgSession; readonly pid: string };
}

/**
 * A state in PostgreSQL, in the tables and with the locks of Terraform's pg backend. The lock is the session's: it ends with the
 * connection, and without it nothing more is written.
 *
 * @example
 * const store = openPgStore({ backend: "pg", settings: { connection: { host: "/run/postgresql", … }, … }, workspace: "default" }, "states");
 */
export function openPgStore(place: PgPlace, name: string): StateStore {
  const state: PgState = { place, name };
  return {
    name: state.name,
    read: () => read(state),
    write: (text) => write(state, [...text].join("")),
    lock: (info) => lock(state, info),
    unlock: () => unlock(state),
  };
}

/** The rows of the table of this place. */
export function pgWorkspaces(place: PgPlace, name: string): StoredWorkspaces {
  const state: PgState = { place, name };
  const table = tableOf(place.settings);
  return {
    list: () =>
      attempted(state, "unreadable", "read", () =>
        onSession(state, async ({ query }) => {
          const rows = await ifThere(() => query(`SELECT name FROM ${table} WHERE name <> 'default' ORDER BY name`));
          return ["default", ...(rows ?? []).map(([name]) => name ?? "")];
        }),
      ),
    remove: (name) =>
      attempted(state, "unwritable", "deleted", () =>
        onSession(state, async ({ query }) => void (await query(`DELETE FROM ${table} WHERE name = $1`, name))),
      ),
  };
}

/** Works on the session of the lock, or on one of its own. */
async function onSession<T>({ held, place }: PgState, work: (session: PgSession) => Promise<T>): Promise<T> {
  if (held) return work(held.session);
  const session = await openSession(place.settings.connection, "netweft");
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** What the server or the connection refuses is a diagnostic. */
async function attempted<T>(
  { name }: PgState,
  code: "unreadable" | "unwritable",
  verb: string,
  work: () => Promise<T>,
): Promise<Result<T>> {
  try {
    return ok(await work());
  } catch (error) {
    const detail = `The state ${name} cannot be ${verb}: ${reasonOf(error)}.`;
    return fail(diagnose(`state-${code}`, detail, { file: name }));
  }
}

/** An error of the server or of the connection; anything else is a bug. */
function reasonOf(error: unknown): string {
  const { name, message, errors } = error as Error & { readonly errors?: readonly Error[] };
  if (name === "TypeError" || name === "RangeError" || name === "ReferenceError") throw error;
  return (message || (errors ?? []).map((one) => one.message).join("; ")).replace(/\.$/, "");
}

function read(state: PgState): Promise<Result<AsyncIterable<Uint8Array> | undefined>> {
  const { place } = state;
  const statement = `SELECT data FROM ${tableOf(place.settings)} WHERE name = $1`;
  return attempted(state, "unreadable", "read", () =>
    onSession(state, async ({ query }) => {
      const rows = await ifThere(() => query(statement, place.workspace));
      const data = rows?.[0]?.[0];
      return data === undefined || data === null || data === "" ? undefined : pieces(data);
    }),
  );
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function write(state: PgState, text: string): Promise<Result<void>> {
  const { place, held } = state;
  const statement = `INSERT INTO ${tableOf(place.settings)} (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = $2`;
  return attempted(state, "unwritable", "written", () =>
    onSession(state, async (session) => {
      if (held && (await backendOf(session)) !== held.pid) throw new Error(POOLED);
      if (!held) await makeTables(session, place.settings);
      await session.query(statement, place.workspace, text);
    }),
  );
}

const POOLED =
  "a pool between here and the server gives each transaction another session, so a lock does not last. Connect to the server itself, or to a pool in session mode";

async function backendOf({ query }: PgSession): Promise<string> {
  const [row] = await query("SELECT pg_backend_pid()");
  return row?.[0] ?? "";
}

async function lock(state: PgState, info: LockInfo): Promise<Result<ReleaseLock>> {
  const { place } = state;
  let opened: PgSession | undefined;
  const locked = await attempted(state, "unwritable", "locked", async () => {
    const session = (opened = await openSession(place.settings.connection, `netweft ${info.who} ${info.operation}`));
    await makeTables(session, place.settings);
    const pid = await backendOf(session);
    if (pid !== String(session.pid) && (await isPooled(state, session, pid))) throw new Error(POOLED);
    const lock = await lockRow(session, place.settings, place.workspace);
    return "locks" in lock ? { session, pid, ...lock } : { holder: await holderOf(session, lock.busy) };
  });
  if (!locked.ok || !("locks" in locked.value)) await opened?.close();
  if (!locked.ok) return locked;
  if (!("locks" in locked.value)) return fail(held(state, locked.value.holder));
  const { session, pid, locks } = locked.value;
  state.held = { session, pid };
  return ok(async () => {
    state.held = undefined;
    // The locks of a session that has ended have ended as well.
    await freeLocks(session, locks).catch(() => {});
    await session.close();
    return [];
  });
}

/** Whether a transaction of another session gets the process of this one. */
async function isPooled({ place }: PgState, session: PgSession, pid: string): Promise<boolean> {
  const other = await openSession(place.settings.connection, "netweft");
  try {
    await other.query("BEGIN");
    const its = await backendOf(other);
    return its === pid || (await backendOf(session)) !== pid;
  } finally {
    await other.close();
  }
}

function held({ name }: PgState, holder: PgHolder | undefined): Diagnostic {
  const who = holder ? `by ${holder.who}, since ${holder.since}, in the server's process ${holder.pid}` : "by another session";
  const detail = `The state ${name} is locked ${who}. Nothing was changed. Wait until that run has ended, with --lock-timeout 60s if it takes long. The lock ends with its connection.`;
  return diagnose("state-locked", detail, { file: name });
}

/** A lock is its session's, and no other session can release it. */
async function unlock(state: PgState): Promise<Result<void>> {
  const { place, name } = state;
  const found = await attempted(state, "unreadable", "read", () =>
    onSession(state, async (session) => {
      const table = tableOf(place.settings);
      const rows = await ifThere(() => session.query(`SELECT id FROM ${table} WHERE name = $1`, place.workspace));
      const row = rows?.[0]?.[0];
      const holder = row ? await holderOf(session, row) : undefined;
      return holder ?? holderOf(session, CREATION);
    }),
  );
  if (!found.ok) return found;
  const holder = found.value;
  const detail = holder
    ? `The lock of ${name} is the session's of ${holder.who} and cannot be removed from another one. End that run; or, if it is certain that it does nothing any more, end its session on the server: SELECT pg_terminate_backend(${holder.pid}).`
    : `The state ${name} is not locked: its locks end with the connection of their run.`;
  return fail(diagnose("not-locked", detail, { file: name }));
}

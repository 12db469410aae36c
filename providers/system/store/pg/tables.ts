/** The tables of Terraform's pg backend, and its locks. */
import { setTimeout as sleep } from "node:timers/promises";
import type { PgSettings } from "../../../../lib/ports/state-store";
import type { PgSession } from "./session";
import type { PgError } from "./wire";

/** A name as a part of a statement. */
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The table of the states. */
export const tableOf = ({ schema_name: schema }: PgSettings) => `${quoted(schema)}.states`;

const UNDEFINED = ["42P01", "3F000"];
const MADE_MEANWHILE = ["23505", "42P06", "42P07", "42710"];

const sqlState = (error: unknown) => (error as Partial<PgError>).sqlState ?? "";

/** Runs a statement on the table; undefined where there is none. */
export async function ifThere<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (UNDEFINED.includes(sqlState(error))) return undefined;
    throw error;
  }
}

/** Makes what is missing, unless the settings say that it is made by others. */
export async function makeTables(session: PgSession, settings: PgSettings): Promise<void> {
  const { schema_name: schema, skip_schema_creation, skip_table_creation, skip_index_creation } = settings;
  const table = tableOf(settings);
  const make = async (statement: string) => {
    try {
      await session.query(statement);
    } catch (error) {
      if (!MADE_MEANWHILE.includes(sqlState(error))) throw error;
    }
  };
  const [has] = await session.query("SELECT to_regnamespace(quote_ident($1))::text, to_regclass($2)::text", schema, table);
  if (has?.[0] === null && !skip_schema_creation) await make(`CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
  if (has?.[1] !== null) return;
  if (!skip_table_creation) {
    await make("CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint");
    const id = "id bigint NOT NULL DEFAULT nextval('public.global_states_id_seq') PRIMARY KEY";
    await make(`CREATE TABLE IF NOT EXISTS ${table} (${id}, name text UNIQUE, data text)`);
  }
  if (!skip_index_creation) await make(`CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON ${table} (name)`);
}

/** The lock that Terraform takes where the row does not exist yet. */
export const CREATION = "-1";

/** OpenTofu's lock for the same: FNV-1 of the table's name, negated. */
export function creationLockOf(schema: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${schema}\0states`)) hash = Math.imul(hash, 0x01000193) ^ byte;
  return String(-(hash >>> 0));
}

/** The locks that were taken, or the one that another session holds. */
export type RowLock = { readonly locks: readonly string[] } | { readonly busy: string };

/** Other programs hold a creation lock for a moment with each of their locks: so often, and so long, it is tried again. */
const ATTEMPTS = 10;
const PAUSE_MS = 100;

/**
 * Locks the row of a state, by its number. Where it does not exist, the creation locks of both programs are kept instead: the row appears with
 * the first write.
 */
export async function lockRow(session: PgSession, settings: PgSettings, workspace: string): Promise<RowLock> {
  const creation = [CREATION, creationLockOf(settings.schema_name)];
  const id = await rowOf(session, settings, workspace);
  if (id !== undefined) return lockExisting(session, id, creation);
  for (const [n, lock] of creation.entries()) {
    if (await again(() => take(session, lock))) continue;
    await freeLocks(session, creation.slice(0, n));
    return { busy: lock };
  }
  const made = await rowOf(session, settings, workspace);
  if (made === undefined) return { locks: creation };
  await freeLocks(session, creation);
  return lockExisting(session, made, creation);
}

/** Who has made the row under a creation lock keeps that one to the end. */
async function lockExisting(session: PgSession, id: string, creation: readonly string[]): Promise<RowLock> {
  if (!(await take(session, id))) return { busy: id };
  for (const lock of creation) {
    if (await again(async () => (await holderOf(session, lock)) === undefined)) continue;
    await freeLocks(session, [id]);
    return { busy: lock };
  }
  return { locks: [id] };
}

async function rowOf(session: PgSession, settings: PgSettings, workspace: string): Promise<string | undefined> {
  const [row] = await session.query(`SELECT id FROM ${tableOf(settings)} WHERE name = $1`, workspace);
  return row?.[0] ?? undefined;
}

async function take(session: PgSession, lock: string): Promise<boolean> {
  const [row] = await session.query("SELECT pg_try_advisory_lock($1::bigint)", lock);
  return row?.[0] === "t";
}

async function again(isSo: () => Promise<boolean>): Promise<boolean> {
  for (let left = ATTEMPTS; left > 0; left -= 1) {
    if (await isSo()) return true;
    await sleep(PAUSE_MS);
  }
  return false;
}

export async function freeLocks(session: PgSession, locks: readonly string[]): Promise<void> {
  for (const lock of locks) await session.query("SELECT pg_advisory_unlock($1::bigint)", lock);
}

/** The session that holds a lock. */
export interface PgHolder {
  readonly pid: string;
  readonly who: string;
  readonly since: string;
}

const HOLDER = `SELECT a.pid, coalesce(nullif(a.application_name, ''), 'a program without a name'), coalesce(a.usename, ''),
  coalesce(host(a.client_addr), 'the server''s machine'), to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND ((l.classid::bigint << 32) | l.objid::bigint) = $1::bigint`;

export async function holderOf(session: PgSession, lock: string): Promise<PgHolder | undefined> {
  const [row] = await session.query(HOLDER, lock);
  if (!row) return undefined;
  const [pid, name, user, address, since] = row.map((column) => column ?? "") as [string, string, string, string, string];
  return { pid, since, who: `${name} (user ${user}, from ${address})` };
}

import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { PgConnection, PgPlace, PgSettings } from "../../ports/state-store";
import type { Draft } from "../../schema/value";
import type { Env } from "../doors";
import { readArguments, type BackendArguments } from "./arguments";

const ARGUMENTS: BackendArguments = {
  conn_str: { sort: "text", env: "PG_CONN_STR" },
  schema_name: { sort: "text", env: "PG_SCHEMA_NAME", fallback: "terraform_remote_state" },
  skip_schema_creation: { sort: "flag", env: "PG_SKIP_SCHEMA_CREATION", fallback: false },
  skip_table_creation: { sort: "flag", env: "PG_SKIP_TABLE_CREATION", fallback: false },
  skip_index_creation: { sort: "flag", env: "PG_SKIP_INDEX_CREATION", fallback: false },
};

/** The keys of connection strings, and the variables that stand in for them. */
const KEYS: Readonly<Record<string, { readonly as: keyof PgConnection; readonly env: string }>> = {
  host: { as: "host", env: "PGHOST" },
  port: { as: "port", env: "PGPORT" },
  user: { as: "user", env: "PGUSER" },
  password: { as: "password", env: "PGPASSWORD" },
  dbname: { as: "database", env: "PGDATABASE" },
  sslmode: { as: "sslmode", env: "PGSSLMODE" },
  sslrootcert: { as: "sslrootcert", env: "PGSSLROOTCERT" },
  sslcert: { as: "sslcert", env: "PGSSLCERT" },
  sslkey: { as: "sslkey", env: "PGSSLKEY" },
  connect_timeout: { as: "connect_timeout", env: "PGCONNECT_TIMEOUT" },
};

/** Keys that change nothing here. */
const UNUSED = ["application_name", "fallback_application_name", "client_encoding", "target_session_attrs"];

const MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

const AT = ["terraform", "backend", "pg", "conn_str"];

/** Terraform's pg backend: one row for each workspace. */
export function pgPlace(config: Draft, env: Env, workspace: string): Result<PgPlace> {
  const read = readArguments<Omit<PgSettings, "connection"> & { readonly conn_str?: string }>("pg", ARGUMENTS, config, env);
  if (!read.ok) return read;
  const { conn_str: text = "", ...settings } = read.value;
  const connection = connectionOf(text, env);
  return connection.ok ? ok({ backend: "pg", settings: { connection: connection.value, ...settings }, workspace }) : connection;
}

/** The place without its password. */
export function publicPg({ settings, ...place }: PgPlace): PgPlace {
  const { password: _password, ...connection } = settings.connection;
  return { ...place, settings: { ...settings, connection } };
}

/** A place that was stored without its password, with the one in the environment. */
export function withPassword({ settings, ...place }: PgPlace, env: Env): PgPlace {
  const password = env["PGPASSWORD"];
  return { ...place, settings: { ...settings, connection: { ...settings.connection, ...(password && { password }) } } };
}

function connectionOf(text: string, env: Env): Result<PgConnection> {
  const pairs = /^postgres(ql)?:\/\//.test(text) ? pairsOfUrl(text) : pairsOfWords(text);
  if (pairs === undefined) return fail(invalid("is neither a URL (postgres://user@host/database) nor words such as host=db dbname=states"));
  const strange = Object.keys(pairs).filter((key) => !Object.hasOwn(KEYS, key) && !UNUSED.includes(key));
  const values: Record<string, unknown> = { host: "localhost", port: 5432, sslmode: "require" };
  for (const [key, { as, env: name }] of Object.entries(KEYS)) {
    const value = pairs[key] || env[name];
    if (value) values[as] = as === "port" || as === "connect_timeout" ? Number(value) : value;
  }
  const problems = [...strange.map((key) => invalid(`has the key ${JSON.stringify(key)}, which is not used here`)), ...wrongValues(values)];
  return hasErrors(problems) ? fail(...problems) : ok(values as PgConnection & typeof values);
}

function wrongValues({ port, connect_timeout: timeout = 0, sslmode, host }: Readonly<Record<string, unknown>>): readonly Diagnostic[] {
  const whole = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
  return [
    ...(whole(port) && Number(port) < 65_536 ? [] : [invalid("has a port that is no number of one")]),
    ...(whole(timeout) ? [] : [invalid("has a connect_timeout that is no number of seconds")]),
    ...(MODES.includes(String(sslmode)) ? [] : [invalid(`has an sslmode that is none of ${MODES.join(", ")}`)]),
    ...(String(host).includes(",") ? [invalid("has several hosts; Netweft connects to one")] : []),
  ];
}

/** The text itself is not shown: it may have a password. */
function invalid(why: string): Diagnostic {
  return diagnose("unsupported-backend", `The connection string of the pg backend (conn_str, PG_CONN_STR or PG… variables) ${why}.`, {
    path: AT,
  });
}

function pairsOfUrl(text: string): Readonly<Record<string, string>> | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const given = {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port,
    user: url.username,
    password: url.password,
    dbname: url.pathname.slice(1),
  };
  const parts = Object.entries(given).filter(([, value]) => value !== "");
  try {
    return {
      ...Object.fromEntries(parts.map(([key, value]) => [key, decodeURIComponent(value)])),
      ...Object.fromEntries(url.searchParams),
    };
  } catch {
    return undefined;
  }
}

/** `host=db password='with space'`; a backslash takes the next character as it is. */
function pairsOfWords(text: string): Readonly<Record<string, string>> | undefined {
  const pair = /\s*(\w+)\s*=\s*(?:'((?:\\[^]|[^'\\])*)'|((?:\\[^]|[^\s'\\])*))(?:\s+|$)/y;
  const pairs: Record<string, string> = {};
  while (pair.lastIndex < text.trimEnd().length) {
    const [, key, inQuotes, bare] = pair.exec(text) ?? [];
    if (key === undefined) return undefined;
    Object.defineProperty(pairs, key, { value: (inQuotes ?? bare ?? "").replace(/\\([^])/g, "$1"), enumerable: true, configurable: true });
  }
  return pairs;
}

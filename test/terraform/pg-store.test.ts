/** A state in a real PostgreSQL: sessions, locks, and connections that end. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeOf, publicPlace } from "../../lib/cli/places";
import type { LockInfo, PgPlace } from "../../lib/ports/state-store";
import { openStore, openWorkspaces } from "../../providers/system/store";
import { creationLockOf } from "../../providers/system/store/pg/tables";
import type { PgSession } from "../../providers/system/store/pg/session";
import { moveKilledEverywhere, type MovePlace } from "../support/migrations";
import { openPostgres, type PostgresServer } from "../support/postgres";
import { openStateServer, type StateServer } from "../support/state-server";
import { until } from "../support/until";
import { problem, textOf } from "../support/stores";
import { value } from "../support/world";

let server: PostgresServer;
let admin: PgSession;
beforeAll(async () => {
  server = await openPostgres();
  admin = await server.session();
  for (const kind of ["scram-sha-256", "md5"]) {
    await admin.query(`SET password_encryption = '${kind}'`);
    await admin.query(`CREATE ROLE ${kind.slice(0, 5).replace("-", "")} LOGIN PASSWORD 's3 cret'`);
  }
  await admin.query("GRANT CREATE ON DATABASE postgres TO scram, md5");
  await admin.query("GRANT ALL ON SCHEMA public TO scram, md5");
});
afterAll(async () => {
  await admin.close();
  await server.close();
});

const info = (who: string): LockInfo => ({ id: "6f1e", operation: "apply", who, pid: 1, created: "2026-01-02T03:04:05Z" });
const placed = (config: object, env = {}, workspace = "default") =>
  value(placeOf({ backend: { type: "pg", config: config as never }, folder: ".", env }, workspace)) as PgPlace;
const local = (schema_name: string, more = "") => ({
  conn_str: `host=${server.folder} port=${server.port} user=admin dbname=postgres ${more}`,
  schema_name,
});

test("a state is read and written, and reading makes no table", async () => {
  const store = openStore(placed(local('odd "name"')));
  expect(await textOf(store)).toBeUndefined();
  expect(await admin.query("SELECT to_regnamespace($1)::text", '"odd ""name"""')).toEqual([[null]]);
  value(await store.write(['{"a":', '"€"}']));
  expect(await textOf(store)).toBe('{"a":"€"}');
  const large = JSON.stringify("x".repeat(5_000_000));
  value(await store.write([large]));
  expect(await textOf(store)).toBe(large);
});

test("the holder of a lock is named, and its lock ends with its connection", async () => {
  const [ours, theirs] = [openStore(placed(local("held"))), openStore(placed(local("held")))];
  value(await ours.write(["{}"]));
  const release = value(await ours.lock(info("ada@there")));
  const said = await problem(theirs.lock(info("bob@here")));
  expect(said).toMatch(/^state-locked: .* locked by netweft ada@there apply \(user admin, from the server's machine\), since 20\d\d-/);
  const [, pid = ""] = /process (\d+)/.exec(said) ?? [];
  expect(await problem(theirs.unlock("1"))).toMatch(new RegExp(`^not-locked: [^]*pg_terminate_backend\\(${pid}\\)`));
  await admin.query("SELECT pg_terminate_backend($1)", pid);
  await until(async () => (await theirs.lock(info("bob@here"))).ok, "the lock does not end with its connection");
  // Without its lock a run does not write any more.
  expect(await problem(ours.write(["{}"]))).toMatch(/^state-unwritable: .* cannot be written: .*(terminat|closed)/);
  await release();
});

test("the first state of a table is locked for Terraform and for OpenTofu, and so is its row afterwards", async () => {
  const [ours, theirs] = [openStore(placed(local("first"))), openStore(placed(local("first")))];
  const release = value(await ours.lock(info("ada@there")));
  for (const lock of ["-1", creationLockOf("first")]) expect(await admin.query("SELECT pg_try_advisory_lock($1)", lock)).toEqual([["f"]]);
  value(await ours.write(["{}"]));
  expect(await problem(theirs.lock(info("bob@here")))).toMatch(/^state-locked: [^]*ada@there/);
  await release();
  const again = value(await theirs.lock(info("bob@here")));
  expect(await admin.query("SELECT pg_try_advisory_lock(-1), pg_advisory_unlock(-1)")).toEqual([["t", "t"]]);
  await again();
  expect(creationLockOf("terraform_remote_state")).toMatch(/^-\d+$/);
});

test("workspaces are rows", async () => {
  const rows = openWorkspaces(placed(local("rows")));
  expect(value(await rows.list())).toEqual(["default"]);
  value(await openStore(placed(local("rows"), {}, "dev")).write(["{}"]));
  expect(value(await rows.list())).toEqual(["default", "dev"]);
  value(await rows.remove("dev"));
  expect(value(await rows.list())).toEqual(["default"]);
});

test.each(["scram", "md5"])("a password is shown by %s, and never said", async (user) => {
  await admin.query("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO scram, md5");
  const config = { ...local(`by_${user}`), conn_str: `host=${server.folder} port=${server.port} user=${user} dbname=postgres` };
  expect(await problem(openStore(placed(config, { PGPASSWORD: "wrong" })).read())).toMatch(/password authentication failed/);
  const secret = placed({ ...config, conn_str: `${config.conn_str} password='s3 cret'` });
  for (const place of [secret, placed(config, { PGPASSWORD: "s3 cret" })]) {
    value(await openStore(place).write(["{}"]));
    expect(await textOf(openStore(place))).toBe("{}");
  }
  expect(JSON.stringify(publicPlace(secret)) + openStore(secret).name).not.toContain("s3");
});

test("a connection is encrypted as sslmode says", async () => {
  const url = (mode: string, more = "") => ({ conn_str: `postgres://admin@127.0.0.1:${server.port}/postgres?sslmode=${mode}${more}` });
  const certificate = `&sslrootcert=${encodeURIComponent(join(server.folder, "data/server.crt"))}`;
  expect(readFileSync(join(server.folder, "data/server.crt"), "utf8")).toContain("BEGIN");
  expect(await textOf(openStore(placed(url("disable"))))).toBeUndefined();
  expect(await textOf(openStore(placed(url("require"))))).toBeUndefined();
  expect(await problem(openStore(placed(url("verify-ca"))).read())).toMatch(/self.signed/);
  expect(await textOf(openStore(placed(url("verify-ca", certificate))))).toBeUndefined();
  expect(await problem(openStore(placed(url("verify-full", certificate))).read())).toMatch(/altnames|IP/);
});

test("what is wrong with a connection is said without it", () => {
  const said = (conn_str: string) =>
    placeOf({ backend: { type: "pg", config: { conn_str } }, folder: ".", env: {} }, "default").diagnostics.map(({ detail }) => detail);
  expect(said("host=x sslmode=maybe port=x password=s3cret pasword=s3cret")).toEqual([
    expect.stringContaining('"pasword"'),
    expect.stringContaining("port"),
    expect.stringContaining("sslmode"),
  ]);
  expect(said("s3cret")).toEqual([expect.stringContaining("neither a URL")]);
});

describe("a move that is killed at any point completes when it is repeated", () => {
  let folder: string;
  let http: StateServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "netweft-killed-"));
    http = await openStateServer();
  });
  afterAll(async () => {
    await http.close();
    rmSync(folder, { recursive: true });
  });
  const schema = (name: string, workspaces = ["default", "dev"]): MovePlace => {
    const clear = async () => void (await admin.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`));
    return { type: "pg", config: local(name), workspaces, clear };
  };
  const server = (): MovePlace => ({ type: "http", config: http.backend, workspaces: ["default"], clear: () => http.put(undefined) });
  const files = (): MovePlace => {
    const own = join(folder, "a");
    const clear = () => (rmSync(own, { recursive: true, force: true }), void mkdirSync(own));
    clear();
    return { type: "local", config: { path: join(own, "shop.tfstate") }, workspaces: ["default"], clear };
  };

  test.each([
    ["from an HTTP server to a database", () => [server(), schema("m1")]],
    ["from a database to an HTTP server", () => [schema("m2", ["default"]), server()]],
    ["from a file to a database", () => [files(), schema("m3")]],
    ["from a database to a file", () => [schema("m4", ["default"]), files()]],
    ["from a database to another one", () => [schema("m5", ["default"]), schema("m6")]],
  ] as const)("%s", async (_, places) => {
    const [from, to] = places();
    expect(await moveKilledEverywhere(from!, to!)).toBeGreaterThan(5);
  });
});

/** A state on a server: what is read, written and locked, and what is an error instead of an absent state. */
import { selfSigned } from "../../providers/frontends/terraform/plugin/certificate";
import { publicPlace, placeOf } from "../../lib/cli/places";
import type { HttpSettings, LockInfo, StateStore } from "../../lib/ports/state-store";
import { openStore } from "../../providers/system/store";
import { openStateServer, type Fault, type StateServer } from "../support/state-server";
import { problem, textOf } from "../support/stores";
import { value } from "../support/world";

const STATE = JSON.stringify({ version: 4, serial: 1, lineage: "a" });
const info = (id: string): LockInfo => ({ id, operation: "apply", who: "ada@there", pid: 1, created: "2026-01-02T03:04:05Z" });

let server: StateServer;
beforeEach(async () => void (server = await openStateServer()));
afterEach(() => server.close());

function storeAt(config: Readonly<Record<string, unknown>>, env = {}): StateStore {
  return openStore(value(placeOf({ backend: { type: "http", config: config as never }, folder: ".", env }, "default")));
}

test.each(["terraform", "gitlab"] as const)("a server as %s describes it stores the state under its lock", async (dialect) => {
  const other = await openStateServer({ dialect });
  const [ours, theirs] = [storeAt(other.backend), storeAt(other.backend)];
  expect(await textOf(ours)).toBeUndefined();
  const release = value(await ours.lock(info("1-1")));
  expect(other.lock()).toMatchObject({ ID: "1-1", Who: "ada@there", Operation: "apply", Info: "" });
  const who = dialect === "gitlab" ? "gitlab-user" : 'ada@there for "apply"';
  expect(await problem(theirs.lock(info("2")))).toMatch(
    new RegExp(`^state-locked: The state is locked by ${who} since 2026[^]*lock ID 1-1`),
  );
  expect(await problem(theirs.write([STATE]))).toMatch(/^state-unwritable: .* its lock is held by/);
  value(await ours.write([STATE.slice(0, 9), STATE.slice(9)]));
  expect([await textOf(theirs), other.requests.filter((one) => one.includes("?ID=1-1"))]).toEqual([STATE, ["POST /state/shop?ID=1-1"]]);
  await release();
  expect(other.lock()).toBeUndefined();
  value(await theirs.lock(info("2")));
  await other.close();
});

test.each<[string, Fault, RegExp]>([
  ["a login page", { status: 200, headers: { "Content-Type": "text/html" }, body: "<html>" }, /no state but text\/html/],
  ["another checksum", { status: 200, headers: { "Content-MD5": "AAAA" }, body: "{}" }, /checksum \(Content-MD5\)/],
  ["a redirection", { status: 302, headers: { Location: "https://u:secret@x.org/a?b=secret" } }, /redirection to https:\/\/x.org\/a: /],
  ["a proxy's page for 404", { status: 404, headers: { "Content-Type": "text/html" }, body: "<h1>" }, /not known whether there is a state/],
  ["no permission", { status: 403 }, /403: it does not allow/],
  ["an error", { status: 501, body: "out of order" }, /answers 501 \(out of order\)/],
])("%s is an error, not an absent state", async (_, fault, said) => {
  server.faults.push(fault);
  expect(await problem(storeAt(server.backend).read())).toMatch(said);
});

test("an answer that would fill the memory is not read", async () => {
  server.faults.push({ status: 200, headers: { "Content-Length": "5000000000" }, body: "{}" });
  expect(await problem(storeAt({ ...server.backend, retry_max: 0 }).read())).toMatch(/^state-unreadable: .*more than 1073741824 bytes/);
});

test("what fails at first is tried again, and a lock whose answer was lost is held", async () => {
  server.put(STATE);
  server.faults.push({ status: 500 }, { status: 429 });
  const store = storeAt(server.backend);
  expect(await textOf(store)).toBe(STATE);
  server.faults.push({ method: "LOCK", status: 0, silent: true }, { method: "POST", status: 0, silent: true });
  value(await store.lock(info("1")));
  value(await store.write(["{}"]));
  expect([server.lock()?.ID, server.state(), server.requests.length]).toEqual(["1", "{}", 7]);
  server.faults.push({ status: 503 }, { status: 503 }, { status: 503 });
  expect(await problem(store.write([STATE]))).toMatch(/^state-unwritable: .* answers 503/);
  server.faults.push({ status: 413 });
  expect(await problem(store.write([STATE]))).toMatch(/413: the state is larger than the server allows/);
});

test("a lock that a run left behind is removed by its ID only", async () => {
  const [ours, theirs] = [storeAt(server.backend), storeAt(server.backend)];
  expect(await problem(theirs.unlock("1"))).toMatch(/is not locked/);
  value(await ours.lock(info("1")));
  expect(await problem(theirs.unlock("2"))).toMatch(/has the ID "1", not "2"/);
  value(await theirs.unlock("1"));
  expect(server.lock()).toBeUndefined();
  const { address, retry_wait_min } = server.backend;
  expect(await problem(storeAt({ address, retry_wait_min }).unlock("1"))).toMatch(/has no locks/);
});

test("credentials and certificates", async () => {
  const guarded = await openStateServer({ password: "s3cret" });
  guarded.put(STATE);
  expect(await problem(storeAt(guarded.backend).read())).toMatch(/401: it wants a user name and password/);
  expect(await textOf(storeAt({ ...guarded.backend, username: "ada", password: "s3cret" }))).toBe(STATE);
  expect(await textOf(storeAt(guarded.backend, { TF_HTTP_USERNAME: "ada", TF_HTTP_PASSWORD: "s3cret" }))).toBe(STATE);
  await guarded.close();
});

test("a certificate is verified unless that is switched off, and the client shows its own", async () => {
  const { pem: cert, key } = selfSigned(new Date());
  const tls = await openStateServer({ tls: { cert, key, ca: cert, requestCert: true, rejectUnauthorized: true } });
  tls.put(STATE);
  const client = { client_certificate_pem: cert, client_private_key_pem: key };
  expect(await problem(storeAt({ ...tls.backend, ...client, retry_max: 0 }).read())).toMatch(/self.signed/);
  expect(await textOf(storeAt({ ...tls.backend, ...client, skip_cert_verification: true }))).toBe(STATE);
  expect(await problem(storeAt({ ...tls.backend, skip_cert_verification: true, retry_max: 0 }).read())).toMatch(/^state-unreadable/);
  await tls.close();
});

test("the arguments are checked all at once, and nothing secret is said or stored", () => {
  const placed = (config: Readonly<Record<string, unknown>>) =>
    placeOf({ backend: { type: "http", config: config as never }, folder: ".", env: {} }, "default");
  const wrongIn = (config: Readonly<Record<string, unknown>>) => placed(config).diagnostics.map(({ at }) => at.path?.[3]);
  expect(wrongIn({ adress: "x", address: "https://x", retry_max: -1 })).toEqual(["adress", "retry_max"]);
  expect(wrongIn({ address: "ftp://x", lock_address: "http://s/lock" })).toEqual(["address", "lock_address"]);
  const settings: Partial<HttpSettings> = { address: "https://ada:s3cret@x.org/s?token=s3cret", password: "s3cret" };
  const place = value(placeOf({ backend: { type: "http", config: settings as never }, folder: ".", env: {} }, "default"));
  expect([JSON.stringify(publicPlace(place)), openStore(place).name].join()).not.toContain("s3cret");
  expect(placeOf({ backend: { type: "http", config: settings as never }, folder: ".", env: {} }, "dev").diagnostics[0]?.code).toBe(
    "workspaces-unsupported",
  );
});

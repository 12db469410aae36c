/** Single requests are batched: one observation for all reads, few plans for all applies, hosts in parallel. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batches } from "../../../lib/session/apply/schedule";
import type { Stored } from "../../../lib/session/read-resource";
import type { SessionNote, ResourceSession } from "../../../lib/session/session";
import { openCore, read, run } from "../../support/core";

let folder: string;
let session: ResourceSession;
let notes: string[];

const note: SessionNote = (message, { hosts }) => void notes.push(`${message} ${(hosts as readonly string[]).join(",")}`);
const open = () => openCore({ simulated: { file: join(folder, "simulated.json") }, hosts: { local: {}, far: {} } }, note);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-session-"));
  notes = [];
  session = open();
});
afterEach(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

const NAMES = Array.from({ length: 40 }, (_, n) => `c${n}`);

async function containers(): Promise<readonly Stored[]> {
  const front = await run(session, "netweft_bridge_network", { name: "front", subnets: ["10.8.0.0/24"] });
  const sysctls = { "net.core.somaxconn": "1024" };
  const spaces = await Promise.all(NAMES.map((name) => run(session, "netweft_namespace", { name, sysctls })));
  const ends = await Promise.all(
    spaces.map(({ attributes }) =>
      run(session, "netweft_endpoint", { network: front.attributes["ref"]!, namespace: attributes["ref"]!, egress_rate: "10mbit" }),
    ),
  );
  return [front, ...spaces, ...ends];
}

test("eighty concurrent applies are a few executions", async () => {
  await containers();
  expect(notes.filter((one) => one.startsWith("executed"))).toHaveLength(3);
});

test("eighty sequential reads are a few observations", async () => {
  const all = await containers();
  await session.close();
  session = open();
  notes = [];
  for (const stored of all) expect((await read(session, stored))!.attributes).toEqual(stored.attributes);
  expect(notes.length).toBeLessThanOrEqual(6);
});

test("a read after an apply observes its result", async () => {
  const [front] = await containers();
  const changed = await run(session, "netweft_bridge_network", { name: "front", subnets: ["10.8.0.0/24"], mtu: 1400 }, front);
  expect(await read(session, changed)).toEqual(changed);
});

describe("a waiting job", () => {
  const waiting = (name: string, ...hosts: readonly string[]) => ({ of: name, name, hosts: new Set(hosts) });
  const begun = (all: readonly ReturnType<typeof waiting>[], ...busy: readonly string[]) =>
    batches(all, new Set(busy)).map((batch) => batch.map(({ name }) => name).join(" "));

  test("shares a batch with jobs for the same host, in parallel to those for others", () => {
    expect(begun([waiting("a", "one"), waiting("b", "two"), waiting("c", "one")])).toEqual(["b", "a c"]);
  });

  test("shares a batch with all jobs that have a host in common with it, also through others", () => {
    expect(begun([waiting("a", "one"), waiting("b", "two"), waiting("c", "one", "two"), waiting("d", "three")])).toEqual(["a b c", "d"]);
  });

  test("waits while its host is busy, and no later job for the same host overtakes it", () => {
    expect(begun([waiting("a", "one", "two"), waiting("b", "two"), waiting("c", "three")], "one")).toEqual(["c"]);
  });

  test("waits for another job of the same name", () => {
    expect(begun([waiting("a", "one"), waiting("a", "one"), waiting("b", "one")])).toEqual(["a"]);
  });
});

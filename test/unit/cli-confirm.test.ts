/** Changes that are to be confirmed, on simulated hosts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft, type Ran } from "../support/netweft";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-confirm-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): Promise<Ran> => netweft(args, { cwd: folder });

function declare(mtu: number, hosts: readonly string[] = ["edge1", "edge2"]): void {
  const networks = hosts.map((host) => [host, { name: "front", host, subnets: ["10.8.0.0/24"], mtu }]);
  const provider = { netweft: { hosts: { edge1: {}, edge2: {} } } };
  const resource = { netweft_bridge_network: Object.fromEntries(networks) };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ provider, resource }));
}

const FILE = () => join(folder, ".netweft/simulated.json");
const lines = async () => (await run("sim", "show")).stdout.split("\n").sort().join("\n");
const mtuInState = async () => (await run("state", "show", "netweft_bridge_network.edge1")).stdout.match(/mtu += (\d+)/)?.[1];

/** Lets the time of what waits be over. */
function late(): void {
  writeFileSync(FILE(), readFileSync(FILE(), "utf8").replace(/"until":\d+/g, '"until":1'));
}

async function applied(mtu: number, ...options: string[]): Promise<Ran> {
  declare(mtu);
  return run("apply", "--auto-approve", ...options);
}

test("a change waits on all its hosts, refuses others, is kept by `netweft confirm`, and the state has it only then", async () => {
  expect((await applied(1500)).code).toBe(0);
  const done = await applied(1400, "--confirm", "10m");
  expect(done).toMatchObject({ code: 0 });
  expect(done.stdout).toContain("edge1, edge2 can go back: at the latest in 600 s.");
  expect(done.stderr).toContain("awaiting-confirmation");
  expect(await lines()).toContain("mtu 1400");
  expect(await mtuInState()).toBe("1500");
  // Reading is not refused.
  const planned = await run("plan", "--detailed-exitcode");
  expect(planned.stderr).toMatch(/awaiting-confirmation[\s\S]*is not confirmed: the host goes back by itself in \d+ seconds/);
  expect(await run("drift")).toMatchObject({ code: 0, stderr: expect.stringContaining("awaiting-confirmation") });
  const other = await applied(1300);
  expect(other.code).toBe(1);
  expect(other.stderr).toMatch(/not-confirmed[\s\S]*began at/);
  expect(await lines()).toContain("mtu 1400");
  declare(1400);
  const kept = await run("confirm");
  expect([kept.code, kept.stdout]).toEqual([0, "Kept on edge1, edge2.\n"]);
  expect(await mtuInState()).toBe("1400");
  expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
  const again = await run("confirm", "--json");
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([1, { errored: true, diagnostics: [{ code: "nothing-to-confirm" }] }]);
});

test("without a confirmation hosts go back by themselves, which the next run reports once, and the change is planned again", async () => {
  await applied(1500);
  const before = await lines();
  await applied(1400, "--confirm", "10m");
  late();
  expect(await lines()).toContain("mtu 1400");
  const planned = await run("plan", "--detailed-exitcode");
  expect(planned.code).toBe(2);
  expect(planned.stderr).toMatch(/went-back[\s\S]*because the change of \S+ was not confirmed. It did all of its way back./);
  expect(await lines()).toBe(before);
  const missed = await run("confirm");
  expect(missed.code).toBe(1);
  expect(missed.stderr).toContain("nothing-to-confirm");
  expect((await applied(1400)).code).toBe(0);
  expect((await run("plan")).stderr).not.toContain("went-back");
  expect(await mtuInState()).toBe("1400");
});

test("`netweft confirm --cancel` takes the change back at once", async () => {
  await applied(1500);
  const before = await lines();
  await applied(1400, "--confirm", "10m");
  const cancelled = await run("confirm", "--cancel");
  expect([cancelled.code, cancelled.stdout]).toEqual([0, "Taken back on edge1, edge2.\n"]);
  expect(await lines()).toBe(before);
  declare(1500);
  expect((await run("apply", "--auto-approve")).code).toBe(0);
  expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
});

test("probes confirm by themselves; one that fails takes the change back, and is the error", async () => {
  const first = await applied(1500, "--confirm", "60s", "--probe", "path", "--probe", "run:true");
  expect(first.code).toBe(0);
  expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
  const before = await lines();
  const failed = await applied(1400, "--confirm", "1s", "--probe", "path", "--probe", "run:echo no web >&2; exit 7");
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/confirmation-missed[\s\S]*ended with exit code 7: no web/);
  expect(failed.stdout).toContain("Back as before: edge1, edge2.");
  expect(await lines()).toBe(before);
  expect(await mtuInState()).toBe("1500");
});

test("a destroy is taken back, and kept", async () => {
  await applied(1500);
  const before = await lines();
  expect((await run("destroy", "--auto-approve", "--confirm", "10m")).code).toBe(0);
  expect(await lines()).not.toContain("nw-front");
  expect((await run("confirm", "--cancel")).code).toBe(0);
  expect(await lines()).toBe(before);
  expect((await run("destroy", "--auto-approve", "--confirm", "10m")).code).toBe(0);
  expect((await run("confirm")).stdout).toBe("Kept on edge1, edge2.\n");
  expect((await run("state", "list")).stdout).toBe("");
});

test("a host whose time is over before the change is done goes back, and the apply is an error", async () => {
  await applied(1500);
  const before = await lines();
  declare(1400);
  const text = readFileSync(join(folder, "main.tf.json"), "utf8");
  writeFileSync(join(folder, "main.tf.json"), text.replace('"hosts":', '"simulated":{"latency_ms":1500},"hosts":'));
  const late = await run("apply", "--auto-approve", "--confirm", "1s", "--probe", "path");
  expect([late.code, late.stderr]).toEqual([1, expect.stringContaining("confirmation-missed")]);
  expect(await lines()).toBe(before);
});

test("a failed step takes back what was done on all hosts", async () => {
  await applied(1500);
  const before = await lines();
  const faults = [{ step: "set edge2 - link nw-front", message: "No buffer space available" }];
  declare(1400);
  const text = readFileSync(join(folder, "main.tf.json"), "utf8");
  writeFileSync(join(folder, "main.tf.json"), text.replace('"hosts":', `"simulated":${JSON.stringify({ faults })},"hosts":`));
  const failed = await run("apply", "--auto-approve", "--confirm", "60s", "--probe", "path");
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("No buffer space available");
  expect(await lines()).toBe(before);
});

test("a change of keys has no way back, and is not begun: their secrets are nowhere but on the hosts", async () => {
  const network = { name: "mesh", vni: 42, members: ["edge1", "edge2"], subnets: ["10.20.0.0/24"], encryption: "wireguard" };
  const provider = { netweft: { hosts: { edge1: { underlay: "192.0.2.1" }, edge2: { underlay: "192.0.2.2" } } } };
  const rotate = (when: string) => {
    const resource = { netweft_overlay_network: { mesh: { ...network, rotate: when } } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ provider, resource }));
  };
  rotate("monday");
  for (const [host, address] of Object.entries({ edge1: "192.0.2.1", edge2: "192.0.2.2" }))
    for (const line of [`${host} - link eth0 type physical mtu 1500 up`, `${host} - addr ${address}/24 dev eth0`])
      expect(await run("sim", "set", line)).toMatchObject({ code: 0 });
  expect((await run("apply", "--auto-approve")).stderr).toBe("");
  const before = await lines();
  rotate("tuesday");
  const refused = await run("apply", "--auto-approve", "--confirm", "60s");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("no-way-back")]);
  expect(await lines()).toBe(before);
});

test("creations are taken back, too: nothing is left", async () => {
  const before = await lines();
  await applied(1500, "--confirm", "10m");
  expect(await lines()).not.toBe(before);
  late();
  await run("plan");
  expect((await lines()).split("\n").filter((line) => line !== "" && !line.includes(" sysctl "))).toEqual([]);
});

test("`netweft rollback` goes back to what was before a confirmed change, not to the middle of it", async () => {
  declare(1500, ["edge1"]);
  await run("apply", "--auto-approve");
  const before = await lines();
  await applied(1500, "--confirm", "10m");
  expect((await run("confirm")).code).toBe(0);
  expect((await run("rollback", "--auto-approve")).code).toBe(0);
  expect((await lines()).replaceAll(/\nedge2 - sysctl .*/g, "")).toBe(before);
});

test("a run over another state neither keeps nor takes back the change", async () => {
  await applied(1500);
  await applied(1400, "--confirm", "10m");
  const elsewhere = mkdtempSync(join(tmpdir(), "netweft-confirm-"));
  try {
    const provider = { netweft: { stack: "other", simulated: { file: FILE() }, hosts: { edge1: {}, edge2: {} } } };
    writeFileSync(join(elsewhere, "main.tf.json"), JSON.stringify({ provider }));
    for (const options of [[], ["--cancel"]]) {
      const { code, stderr } = await netweft(["confirm", ...options], { cwd: elsewhere });
      expect([code, stderr.replaceAll(/\s+/g, " ")]).toEqual([1, expect.stringMatching(/nothing-to-confirm.*made over another state/)]);
    }
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
  expect(await lines()).toContain("mtu 1400");
  declare(1400);
  expect((await run("confirm")).stdout).toBe("Kept on edge1, edge2.\n");
});

test("where one host has gone back already, the others are not confirmed", async () => {
  await applied(1500);
  const before = await lines();
  await applied(1400, "--confirm", "10m");
  writeFileSync(FILE(), readFileSync(FILE(), "utf8").replace(/"until":\d+/, '"until":1'));
  const { code, stderr } = await run("confirm");
  expect([code, stderr.replaceAll(/\s+/g, " ")]).toEqual([
    1,
    expect.stringMatching(/confirmation-missed.*"edge1".*edge2 was not confirmed/),
  ]);
  expect((await run("confirm", "--cancel")).stdout).toBe("Taken back on edge2.\n");
  expect(await lines()).toBe(before);
});

test("a probe that does not end is stopped when its time is over", async () => {
  await applied(1500);
  const before = await lines();
  const began = performance.now();
  const { code, stderr } = await applied(1400, "--confirm", "2s", "--probe", "run:sleep 300");
  expect([code, stderr]).toEqual([1, expect.stringContaining("did not end in time")]);
  expect(performance.now() - began).toBeLessThan(60_000);
  expect(await lines()).toBe(before);
});

test.each([
  [["--probe", "path"], "--probe says when a change is confirmed, so it needs --confirm"],
  [["--confirm", "soon"], '--confirm "soon" is not a time'],
  [["--confirm", "0s"], "is not between 1s and 600m"],
  [["--confirm", "60s", "--probe", "ping"], '--probe "ping" is none of "path"'],
  [["--confirm", "60s", "--on-failure", "rollback"], "--on-failure rollback cannot be with --confirm"],
  [["--confirm", "60s", "--on-failure", "stop"], "--on-failure stop cannot be with --confirm"],
])("%j is an error before anything is done", async (options, words) => {
  const { code, stderr } = await applied(1500, ...options);
  expect([code, stderr.replaceAll(/\s+/g, " ")]).toEqual([1, expect.stringContaining(words)]);
});

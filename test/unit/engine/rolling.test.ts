/** Changes that go from batch to batch, on simulated hosts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchesOf } from "../../../lib/engine/apply/batches";
import { downable } from "../../support/down";
import { plainHost } from "../../support/hosts";
import { labConfig } from "../../support/lab";
import { netweft, type Ran } from "../../support/netweft";

const { drivers, set } = downable();

let folder: string;
beforeEach(() => {
  set();
  folder = mkdtempSync(join(tmpdir(), "netweft-rolling-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): Promise<Ran> => netweft(args, { cwd: folder, others: { drivers } });
const HOSTS = ["edge1", "edge2", "edge3", "edge4", "edge5"];

interface Stack {
  readonly mtu: number;
  /** Hosts on which a step fails. */
  readonly faulty?: readonly string[];
  /** Members of an overlay network whose mtu changes as well. */
  readonly mesh?: readonly string[];
}

function declare({ mtu, faulty = [], mesh = [] }: Stack): void {
  const faults = faulty.map((host) => ({ step: `set ${host} - link` }));
  const stack = {
    provider: {
      netweft: {
        simulated: { faults },
        hosts: Object.fromEntries(HOSTS.map((host) => [host, { underlay: `192.0.2.${host.slice(-1)}` }])),
      },
    },
    resource: {
      netweft_bridge_network: Object.fromEntries(HOSTS.map((host) => [host, { name: "front", host, subnets: ["10.8.0.0/24"], mtu }])),
      ...(mesh.length > 0 && {
        netweft_overlay_network: {
          mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: mesh, mtu: mtu - 100, names: false },
        },
      }),
    },
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(stack));
}

const apply = (...options: string[]): Promise<Ran> => run("apply", "--auto-approve", ...options);

interface Saved {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: { readonly mtu: number } }[];
  }[];
}

/** The mtu of each host, and what the state has. */
async function mtus(): Promise<string> {
  const { stdout } = await run("sim", "show");
  const state = readFileSync(join(folder, "terraform.tfstate"), "utf8");
  const of = (host: string) => new RegExp(`^${host} - link nw-front .*mtu (\\d+)`, "m").exec(stdout)?.[1];
  const stored = (JSON.parse(state) as Saved).resources.filter(({ type }) => type === "netweft_bridge_network");
  expect(stored.map(({ instances }) => instances[0]!.attributes.mtu)).toEqual(HOSTS.map((host) => Number(of(host))));
  return HOSTS.map(of).join(" ");
}

/** The hosts of each batch that was begun. */
const batchesIn = ({ stdout }: Ran) => [...stdout.matchAll(/^Batch \d+ of \d+: (.*)\.$/gm)].map(([, hosts]) => hosts);

test("hosts change in batches, in the order of the provider block", async () => {
  declare({ mtu: 1500 });
  const first = await apply("--batch", "2");
  expect([first.code, batchesIn(first)]).toEqual([0, ["edge1, edge2", "edge3, edge4", "edge5"]]);
  expect(await mtus()).toBe("1500 1500 1500 1500 1500");
  declare({ mtu: 1400 });
  const part = await apply("--batch", "40%", "--json");
  expect(part.stdout.match(/"type":"batch_start"/g)).toHaveLength(3);
  expect(await mtus()).toBe("1400 1400 1400 1400 1400");
});

test("a failure ends the rollout: its host goes back, done ones stay, the others are named and are not begun", async () => {
  declare({ mtu: 1500 });
  await apply();
  declare({ mtu: 1400, faulty: ["edge3"] });
  const stopped = await apply("--batch", "2");
  expect([stopped.code, batchesIn(stopped)]).toEqual([1, ["edge1, edge2", "edge3, edge4"]]);
  expect(stopped.stderr).toMatch(/batches-stopped[\s\S]*1 host failed \("edge3"\), and no failure is allowed. Not begun: "edge5"/);
  expect(stopped.stdout).not.toMatch(/edge5: Modifications/);
  expect(await mtus()).toBe("1400 1400 1500 1400 1500");
  declare({ mtu: 1400 });
  const rest = await apply("--batch", "1");
  expect([rest.code, batchesIn(rest)]).toEqual([0, ["edge3", "edge5"]]);
  expect(await mtus()).toBe("1400 1400 1400 1400 1400");
});

test("--max-failures is the number of hosts over all batches, also where all of a batch have failed", async () => {
  declare({ mtu: 1500 });
  await apply();
  declare({ mtu: 1400, faulty: ["edge1", "edge4"] });
  const one = await apply("--batch", "1", "--max-failures", "1");
  expect([one.code, batchesIn(one)]).toEqual([1, ["edge1", "edge2", "edge3", "edge4"]]);
  expect(one.stderr).toContain('2 hosts failed ("edge1", "edge4"), and 1 failure is allowed. Not begun: "edge5"');
  const two = await apply("--batch", "1", "--max-failures", "2");
  expect(two.code).toBe(1);
  expect(two.stderr).not.toContain("batches-stopped");
  expect(await mtus()).toBe("1500 1400 1400 1500 1400");
});

test("hosts that a resource joins change together, whatever the size of a batch is", async () => {
  declare({ mtu: 1500, mesh: ["edge1", "edge3", "edge5"] });
  await apply();
  declare({ mtu: 1400, mesh: ["edge1", "edge3", "edge5"], faulty: ["edge5"] });
  const done = await apply("--batch", "2", "--max-failures", "9");
  expect(batchesIn(done)).toEqual(["edge1, edge3, edge5", "edge2, edge4"]);
  expect(done.stderr).toContain("rolled-back");
  expect((await run("sim", "show")).stdout).toMatch(/^edge3 - link nw-front .*mtu 1500/m);
  // What does not change does not join.
  expect(
    batchesOf({ changes: [], phases: [{ a: [], b: [] }], providers: [labConfig({ a: plainHost, b: plainHost })] }, { size: { hosts: 1 } }),
  ).toEqual([["a"], ["b"]]);
});

test("a probe that fails after a batch ends the rollout, and its hosts go back; with --on-failure=stop they stay", async () => {
  declare({ mtu: 1500 });
  await apply();
  declare({ mtu: 1400 });
  const marker = join(folder, "count");
  // It succeeds once.
  const probe = `run:[ ! -e ${marker} ] && touch ${marker}`;
  const quick = { clock: (await import("../../../providers/system/clock")).machineClock };
  let now = 0;
  const clock = { ...quick.clock, monotonic: () => (now += 10_000), sleep: () => Promise.resolve() };
  const fast = (...options: string[]) =>
    netweft(["apply", "--auto-approve", "--batch", "2", ...options], { cwd: folder, others: { drivers, clock } });
  const failed = await fast("--probe", probe, "--probe", "path");
  expect([failed.code, batchesIn(failed)]).toEqual([1, ["edge1, edge2", "edge3, edge4"]]);
  expect(failed.stderr).toMatch(/probe-failed[\s\S]*2 hosts failed \("edge3", "edge4"\)[\s\S]*rolled-back/);
  expect(await mtus()).toBe("1400 1400 1500 1500 1500");
  const kept = await fast("--probe", "run:false", "--on-failure", "stop");
  expect([kept.code, await mtus()]).toEqual([1, "1400 1400 1400 1400 1500"]);
});

test("a host that is skipped is in no batch, and does not count as failed", async () => {
  declare({ mtu: 1500 });
  await apply();
  set("edge2");
  declare({ mtu: 1400 });
  const done = await apply("--batch", "2", "--skip-unreachable");
  expect([done.code, batchesIn(done)]).toEqual([1, ["edge1, edge3", "edge4, edge5"]]);
  set();
  expect(await mtus()).toBe("1400 1500 1400 1400 1400");
});

test("options that do not go together are refused, with the reason", async () => {
  declare({ mtu: 1500 });
  for (const [options, why] of [
    [["--max-failures", "1"], "it needs --batch"],
    [["--batch", "2", "--confirm", "60s"], "--batch cannot be with --confirm"],
    [["--batch", "0"], "neither a number of hosts"],
    [["--batch", "101%"], "neither a number of hosts"],
    [["--batch", "2", "--max-failures", "few"], "is not a number of hosts"],
    [["--batch", "2", "--probe", "maybe"], 'is none of "path"'],
  ] as const) {
    const refused = await apply(...options);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(why)]);
  }
});

test("a run that is interrupted before the check of its last batch says so, and does not end well", async () => {
  declare({ mtu: 1500 });
  await apply();
  declare({ mtu: 1400 });
  let interrupt = () => {};
  const onInterrupt = (listener: () => void) => {
    interrupt = listener;
    return () => undefined;
  };
  const done = await netweft(["apply", "--auto-approve", "--batch", "1", "--probe", "run:false"], {
    cwd: folder,
    others: { drivers, onInterrupt },
    onOut: (text) => void (text.includes("Batch 1 of") && interrupt()),
  });
  expect([done.code, batchesIn(done)]).toEqual([1, ["edge1"]]);
  expect(done.stderr).toContain("apply-interrupted");
});

/** What a state and a simulated kernel are after a write that ended in the middle, and while several controllers write. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readState } from "../../lib/engine/state";
import type { Planned } from "../../lib/engine";
import { machineClock } from "../../providers/system/clock";
import { machineDisk, type Disk } from "../../providers/system/disk/disk";
import { replaceLocked } from "../../providers/system/store/in-place";
import { openLocalStore } from "../../providers/system/store/local";
import { simulatedFile } from "../../providers/backends/simulated/file";
import { linesOf } from "../../providers/backends/simulated/manual";
import { netweft, netweftExits } from "../support/netweft";
import { recorded } from "../support/inputs";
import { TIMES } from "../support/runs";
import { inLab, say, value, withoutForwarding, type Lab } from "../support/world";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "netweft-storage-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The stack of the shop, smaller: every byte of it is tried. */
const STATE = [...recorded("state.json")].sort((a, b) => a.length - b.length)[0]!;
const KERNEL = [...recorded("simulated.json")].sort((a, b) => a.length - b.length)[0]!;

describe("truncated at every byte", () => {
  test("a state is damaged, and is never read, nor as empty where it was written before", async () => {
    const path = join(folder, "terraform.tfstate");
    const read = () => readState(openLocalStore(path), machineClock);
    const end = STATE.trimEnd().length;
    writeFileSync(`${path}.backup`, STATE);
    for (let length = 0; length < end; length += length < 600 || length > end - 600 || TIMES > 1 ? 1 : 13) {
      writeFileSync(path, STATE.slice(0, length));
      const found = await read();
      expect([length, found.ok, found.diagnostics[0]?.code]).toEqual([length, false, "state-damaged"]);
    }
    writeFileSync(path, STATE);
    expect(value(await read()).instances.size).toBeGreaterThan(5);
  });

  test("the file of a simulated kernel is damaged, and is never read as empty hosts", () => {
    const path = join(folder, "simulated.json");
    for (let length = 0; length < KERNEL.length - 1; length += length < 600 || TIMES > 1 ? 1 : 13) {
      writeFileSync(path, KERNEL.slice(0, length));
      const found = simulatedFile(path).snapshot();
      expect([length, found.diagnostics[0]?.code]).toEqual([length, "simulated-damaged"]);
    }
  });

  test("the journal of a simulated kernel has the steps that are whole, and no part of another one", () => {
    const path = join(folder, "simulated.json");
    writeFileSync(path, '{"netweft_simulated":1,"id":"a1","generations":{},"facts":[\n"local - netns web"\n]}\n');
    const steps = [
      "journal a1",
      "add local - netns db",
      "add local - link nw-a type bridge mtu 1500 stp off up",
      "del local - netns web",
      "generation 3 local",
      "unset local - netns db",
    ];
    const whole: string[] = [];
    let journal = "";
    for (const step of steps) {
      for (let length = 0; length < step.length; length++) {
        writeFileSync(`${path}.journal`, journal + step.slice(0, length));
        expect([step, length, linesOf(value(simulatedFile(path).snapshot())).join()]).toEqual([
          step,
          length,
          whole.at(-1) ?? "local - netns web",
        ]);
      }
      journal += `${step}\n`;
      writeFileSync(`${path}.journal`, journal);
      whole.push(linesOf(value(simulatedFile(path).snapshot())).join());
    }
    expect(whole).toEqual([
      "local - netns web",
      "local - netns web,local - netns db",
      "local - netns web,local - netns db,local - link nw-a type bridge mtu 1500 stp off up",
      ...Array<string>(2).fill("local - netns db,local - link nw-a type bridge mtu 1500 stp off up"),
      "local - link nw-a type bridge mtu 1500 stp off up",
    ]);
  });
});

/** A disk that notes what would be lost with the power: a file is named only with its content synced, and the names are synced at the end. */
function watchedDisk(): { readonly disk: Disk; readonly problems: string[]; unsynced(): readonly string[] } {
  const files = new Map<number, string>();
  const [dirty, folders, problems] = [new Set<string>(), new Set<string>(), [] as string[]];
  const named = (from: string, to: string) => {
    if (dirty.has(from)) problems.push(`${from} gets the name ${to} before it is synced`);
    folders.add(join(to, ".."));
  };
  const watch: Partial<Record<keyof Disk, (args: readonly unknown[], result: unknown) => void>> = {
    openSync: ([path], fd) => void files.set(fd as number, String(path)),
    writeSync: ([fd]) => void dirty.add(files.get(fd as number)!),
    ftruncateSync: ([fd]) => void dirty.add(files.get(fd as number)!),
    fsyncSync([fd]) {
      dirty.delete(files.get(fd as number)!);
      folders.delete(files.get(fd as number)!);
    },
    renameSync: ([from, to]) => named(String(from), String(to)),
    linkSync: ([from, to]) => named(String(from), String(to)),
  };
  const disk = new Proxy(machineDisk, {
    get:
      (target, name: keyof Disk) =>
      (...args: readonly unknown[]) => {
        const result = (target[name] as (...all: readonly unknown[]) => unknown)(...args);
        watch[name]?.(args, result);
        return result;
      },
  });
  return { disk, problems, unsynced: () => [...dirty, ...folders] };
}

describe("after a power loss", () => {
  test.each([1, 2, 3])(
    "a state of write %d is whole: its content is synced before it gets its name, and its folder after that",
    async (writes) => {
      const path = join(folder, "terraform.tfstate");
      const { disk, problems, unsynced } = watchedDisk();
      const store = openLocalStore(path, disk);
      for (let n = 0; n < writes; n++) {
        value(await store.write([`state ${n}`]));
        expect([problems, unsynced()]).toEqual([[], []]);
      }
    },
  );

  test("so is one under Terraform's lock, whose file keeps its place", async () => {
    const path = join(folder, "terraform.tfstate");
    writeFileSync(path, "old");
    const { disk, problems, unsynced } = watchedDisk();
    const fcntl = { lock: () => Promise.resolve({ held: true as const }), drop: () => Promise.resolve(), close: () => Promise.resolve() };
    await replaceLocked({ disk, path, fcntl: fcntl as never }, ["new"], 0o600);
    expect([readFileSync(path, "utf8"), problems, unsynced()]).toEqual(["new", [], []]);
  });
});

test("a clock that goes back changes neither the lock of a run that works nor the state that it wrote", async () => {
  const path = join(folder, "terraform.tfstate");
  const store = openLocalStore(path);
  const info = (id: string, created: string) => ({ id, operation: "apply", who: "ada@there", pid: process.pid, created });
  const release = value(await store.lock(info("1", "2040-01-01T00:00:00.000Z")));
  const refused = await openLocalStore(path).lock(info("2", "2001-01-01T00:00:00.000Z"));
  expect(refused.diagnostics.map(say).join()).toMatch(/^state-locked .*ada@there.*for "apply" since 2040-01-01T00:00:00.000Z/);
  value(await store.write([STATE]));
  await release();
  value(await readState(openLocalStore(path), machineClock));
  value(await openLocalStore(path).lock(info("3", "2001-01-01T00:00:00.000Z")));
});

/** Half of them on one folder; the long form has as many again for each of its times. */
const ROUNDS = 200 * TIMES;

/** Who holds what since when, and that nothing was done. */
const LOSER = /state-locked[^]*The state is locked by \S+@\S+ \(process \d+\) for "apply" since \d{4}-\d\d-\d\dT[^]*Nothing was changed/;

test("two controllers on one folder: one applies, and the other one is given who holds the state since when, or applies after it", async () => {
  const names = (n: number) => ({
    provider: { netweft: { backend: "simulated" } },
    variable: { n: { default: "x" } },
    resource: { netweft_namespace: { own: { name: "web-${var.n}" } } },
    output: { n: { value: n } },
  });
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ ...names(0), output: {} }));
  let [lost, won] = [0, 0];
  for (let round = 0; round < ROUNDS / 2; round++) {
    const ran = await Promise.all(["a", "b"].map((n) => netweft(["apply", "--auto-approve", "--var", `n=${n}${round}`], { cwd: folder })));
    for (const { code, stderr } of ran.filter((one) => one.code !== 0)) expect([code, stderr]).toEqual([1, expect.stringMatching(LOSER)]);
    lost += ran.filter(({ code }) => code !== 0).length;
    won += ran.filter(({ code }) => code === 0).length;
    const { stdout } = await netweftExits(0, ["sim", "show"], { cwd: folder });
    const [there, ...more] = stdout.match(/netns web-\S+/g) ?? [];
    expect([more, [...new Set(readFileSync(join(folder, "terraform.tfstate"), "utf8").match(/"name":"web-[^"]*"/g))]]).toEqual([
      [],
      [`"name":"web-${there!.slice("netns web-".length)}"`],
    ]);
  }
  expect([won >= ROUNDS / 2, lost + won]).toEqual([true, ROUNDS]);
  await netweftExits(0, ["destroy", "--auto-approve"], { cwd: folder });
  expect((await netweftExits(0, ["sim", "show"], { cwd: folder })).stdout).not.toContain("netns");
});

const stackOf = (lab: Lab, subnet: string, name: string) =>
  JSON.stringify({
    provider: { netweft: lab.provider },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: [subnet] } },
      netweft_namespace: { own: { name } },
      netweft_endpoint: { own: { namespace: "${netweft_namespace.own.ref}", network: "${netweft_bridge_network.front.ref}" } },
    },
  });

/** Both plan before either of them applies. What a loser is given is an error of its host, and never half of a change. */
async function bothAtOnce(sides: readonly (readonly [Lab, string])[], mode: "apply" | "destroy"): Promise<readonly string[]> {
  const planned: Planned[] = [];
  for (const [lab, json] of sides) planned.push(value(await lab.plan(json, { mode })));
  const all = await Promise.all(
    sides.map(([lab, json], n) => lab.run(planned[n]!, json, { mode }).catch((error: unknown) => ({ diagnostics: [], error }))),
  );
  return all.flatMap((one) => ("error" in one ? [String(one.error)] : one.diagnostics.map(say)));
}

test.each([
  ["two folders with one stack", "shop", "10.8.0.0/24", "own"],
  ["two stacks that share a host", "blog", "10.9.0.0/24", "blog"],
])("two controllers on %s: nothing is lost, and nothing stays behind", (_, stack, subnet, name) =>
  inLab(
    (one) =>
      inLab(
        async (two) => {
          const sides = [
            [one, stackOf(one, "10.8.0.0/24", "own")],
            [two, stackOf(two, subnet, name)],
          ] as const;
          const before = await one.lines();
          for (let round = 0; round < ROUNDS / 4; round++) {
            const said = await bothAtOnce(sides, "apply");
            expect(said.filter((text) => !/^(host-changed|host-busy|stale-plan)/.test(text))).toEqual([]);
            for (const [lab, json] of sides) {
              await lab.apply(json);
              expect((await lab.drift(json)).lines).toEqual([]);
            }
            await bothAtOnce(sides, "destroy");
            for (const [lab, json] of sides) await lab.apply(json, { mode: "destroy" });
            expect(withoutForwarding(await one.lines())).toEqual(withoutForwarding(before));
          }
        },
        { stack, file: one.provider.simulated.file },
      ),
    { stack: "shop" },
  ),
);

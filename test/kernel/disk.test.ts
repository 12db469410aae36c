/** Full disks, and locks of processes in another pid namespace. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { insideLab } from "../support/lab";
import { netweft, type Ran } from "../support/netweft";
import { TIMES } from "../support/runs";

insideLab();

/** KiB. A page is 4. */
const STEP = TIMES === 1 ? 12 : 4;
const SIZES = Array.from({ length: 120 / STEP }, (_, n) => STEP * n + 4);

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "netweft-full-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]): Promise<Ran> => netweft(args, { cwd: folder });

/** A configuration with a number of namespaces on a network, whose simulated kernel and state are in these folders. */
function configure(namespaces: number, kernel: string, state: string): void {
  const names = Array.from({ length: namespaces }, (_, n) => `n${n}`);
  const each = (make: (name: string) => object) => Object.fromEntries(names.map((name) => [name, make(name)]));
  const configuration = {
    terraform: { backend: { local: { path: join(folder, state, "state.json") } } },
    provider: { netweft: [{ simulated: { file: join(folder, kernel, "kernel.json") } }] },
    resource: {
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
      netweft_namespace: each((name) => ({ name })),
      netweft_endpoint: each((name) => ({
        namespace: `\${netweft_namespace.${name}.ref}`,
        network: "${netweft_bridge_network.front.ref}",
      })),
    },
  };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  // Where the state was before is gone with its disk.
  rmSync(join(folder, ".terraform"), { recursive: true, force: true });
}

/** Continues on a disk with space: the configuration refers to the copy. */
async function withRoom(namespaces: number, full: string, kernel: string, state: string): Promise<string> {
  const copy = join(folder, "copy");
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  cpSync(join(folder, full), copy, { recursive: true, filter: (path) => !path.endsWith(".lock") });
  configure(namespaces, kernel === full ? "copy" : kernel, state === full ? "copy" : state);
  const seen = await run("plan", "--detailed-exitcode");
  return `${seen.code} ${seen.stderr}`;
}

test.each([
  ["the simulated kernel is", "full", "roomy"],
  ["the state is", "roomy", "full"],
  ["both are", "full", "full"],
])(
  "an apply onto a disk of 4 to 120 KiB, with %s on it, is complete on success, and loses nothing on failure",
  async (_, kernel, state) => {
    const ended = new Map<number, number>();
    for (const name of ["full", "roomy", "old"]) mkdirSync(join(folder, name));
    for (const size of SIZES) {
      for (const name of ["roomy", "old"]) for (const file of readdirSync(join(folder, name))) rmSync(join(folder, name, file));
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}k`, "small", join(folder, "full")]);
      try {
        configure(1, kernel, state);
        const before = (await run("apply", "--auto-approve")).code;
        if (before === 0) expect(await withRoom(1, "full", kernel, state)).toBe("0 ");
        configure(8, kernel, state);
        const { code } = await run("apply", "--auto-approve");
        ended.set(size, code);
        const then = await withRoom(8, "full", kernel, state);
        expect(then).toMatch(code === 0 ? /^0 $/ : /^[02] $/);
        const again = await run("apply", "--auto-approve");
        expect(again).toMatchObject({ code: 0, stderr: "" });
        if (before === 0) expect((await run("sim", "show")).stdout).toContain("netns n0 ");
      } finally {
        execFileSync("umount", [join(folder, "full")]);
      }
    }
    expect([...ended.values()]).toEqual([...ended.values()].sort((a, b) => b - a));
    expect(new Set(ended.values())).toEqual(new Set([0, 1]));
  },
);

test("a folder that is read-only takes no lock and no state: nothing is changed, and the state is as it was", async () => {
  for (const name of ["full", "roomy"]) mkdirSync(join(folder, name));
  const mount = (...options: readonly string[]) => execFileSync("mount", [...options, join(folder, "full")]);
  mount("-t", "tmpfs", "small");
  try {
    configure(1, "roomy", "full");
    expect(await run("apply", "--auto-approve")).toMatchObject({ code: 0 });
    const kept = () => ["full/state.json", "roomy/kernel.json"].map((file) => readFileSync(join(folder, file), "utf8"));
    const before = kept();
    mount("-o", "remount,ro");
    configure(3, "roomy", "full");
    expect(await run("apply", "--auto-approve")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/state-unwritable.*read-only file system/s),
    });
    expect(await run("plan", "--detailed-exitcode")).toMatchObject({ code: 2 });
    expect(kept()).toEqual(before);
    mount("-o", "remount,rw");
    expect(await run("apply", "--auto-approve")).toMatchObject({ code: 0 });
  } finally {
    execFileSync("umount", [join(folder, "full")]);
  }
});

/** A long run in a pid namespace of its own, on this host, that holds the lock. */
async function atWork(): Promise<ChildProcess> {
  const program = join(__dirname, "../../dist/bin/netweft.js");
  const inside = [process.execPath, program, "apply", "--auto-approve"];
  const child = spawn("unshare", ["--pid", "--fork", "--kill-child", "--mount-proc", "--", ...inside], { cwd: folder, stdio: "ignore" });
  while (!existsSync(join(folder, ".terraform.tfstate.lock.info"))) {
    if (child.exitCode !== null) throw new Error("the run ended before it took the lock");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
}

test("a run in another pid namespace keeps its locks, and completes", async () => {
  const provider = { netweft: [{ simulated: { latency_ms: 150 } }] };
  const resource = { netweft_namespace: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`n${n}`, { name: `n${n}` }])) };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ provider, resource }));
  const child = await atWork();
  const second = await run("apply", "--auto-approve");
  expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/state-locked.*another container/s) });
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(await run("plan", "--detailed-exitcode")).toMatchObject({ code: 0 });
});

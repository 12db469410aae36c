/** Terraform and Netweft on one state in a local file: each respects the other's lock, and nothing is lost. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFcntl } from "../../providers/system/store/fcntl";
import { killedBy, netweft } from "../support/netweft";
import { openWorkspace, type Workspace } from "../support/terraform";
import type { Running } from "../support/terraform-run";
import { until } from "../support/until";

let theirs: Workspace;
let ours: string;
const at = (name: string) => join(theirs.path, name);

/** Namespaces of these names; `waits`: creating it takes until the file `go` exists. */
function namespaces(names: readonly string[], waits?: string): { readonly resource: object } {
  const command = `until [ -e '${at("go")}' ]; do sleep 0.1; done`;
  const one = (name: string) => ({ name, ...(name === waits && { provisioner: { "local-exec": { command } } }) });
  return { resource: { netweft_namespace: Object.fromEntries(names.map((name) => [name, one(name)])) } };
}

/** The configuration of Netweft's engine, with the state in Terraform's folder. */
function configure(sections: object, more: object = {}): void {
  const terraform = {
    required_providers: { netweft: { source: "netweft/netweft" } },
    backend: { local: { path: at("terraform.tfstate") } },
  };
  writeFileSync(
    join(ours, "main.tf.json"),
    JSON.stringify({ terraform, provider: { netweft: { ...theirs.provider, ...more } }, ...sections }),
  );
}

beforeAll(async () => {
  theirs = await openWorkspace("reattached");
  ours = mkdtempSync(join(tmpdir(), "netweft-locks-"));
});
beforeEach(() => {
  for (const name of readdirSync(theirs.path)) if (!name.startsWith(".terraform")) rmSync(at(name), { recursive: true });
  rmSync(at(".terraform.tfstate.lock.info"), { force: true });
});
afterAll(async () => {
  await theirs.close();
  rmSync(ours, { recursive: true });
});

const names = () =>
  theirs
    .state()
    .resources.map(({ name }) => name)
    .sort();
const ENV = { ...process.env, TF_INPUT: "0", CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" };
const apply = (...options: readonly string[]) => netweft(["apply", "--auto-approve", ...options], { cwd: ours });
const isWaiting = ({ pid }: Running) => {
  const fds = existsSync(`/proc/${pid}/fd`) ? readdirSync(`/proc/${pid}/fd`) : [];
  return fds.some((fd) => {
    const path = `/proc/${pid}/fd/${fd}`;
    return existsSync(path) && readlinkSync(path) === at("terraform.tfstate");
  });
};

test("a Terraform that applies is named, and waited for; afterwards both have what they made", async () => {
  theirs.configure(namespaces(["a"], "a"));
  configure(namespaces(["a", "b"]));
  const running = theirs.start("apply", "-auto-approve");
  await running.says("Provisioning with 'local-exec'");
  const refused = await apply();
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/state-locked[^]*OperationTypeApply[^]*lock ID/)]);
  // The lock file is for people: Terraform looks at the lock on the file only, and so does a run that finds no lock file.
  rmSync(at(".terraform.tfstate.lock.info"));
  const unnamed = await apply();
  expect([unnamed.code, unnamed.stderr]).toEqual([1, expect.stringMatching(/state-locked[^]*by process \d+/)]);
  const waiting = apply("-lock-timeout=100s");
  theirs.write("go", "");
  expect((await running.done).code).toBe(0);
  expect(await waiting).toMatchObject({ code: 0 });
  expect(names()).toEqual(["a", "b"]);
});

test("Terraform names a Netweft that applies, waits for it, and continues from its state", async () => {
  configure(namespaces(["a"]));
  await apply();
  configure(namespaces(["a", "c"]));
  theirs.configure(namespaces(["a", "b", "c"]));
  let waiting: Running | undefined;
  const meanwhile = () => {
    const refused = spawnSync("terraform", ["apply", "-auto-approve", "-no-color"], { cwd: theirs.path, encoding: "utf8", env: ENV });
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/Error acquiring the state lock[^]*Operation: +apply/)]);
    waiting = theirs.start("apply", "-auto-approve", "-lock-timeout=100s");
    while (!isWaiting(waiting)) spawnSync("sleep", ["0.05"]);
  };
  expect(await netweft(["apply"], { cwd: ours, answers: ["yes"], meanwhile })).toMatchObject({ code: 0 });
  expect(await waiting!.done).toMatchObject({ code: 0, said: expect.stringContaining("1 added, 0 changed, 0 destroyed") as unknown });
  expect(names()).toEqual(["a", "b", "c"]);
  expect(readdirSync(theirs.path).filter((name) => /^\..*(lock\.info|new)$/.test(name))).toEqual([]);
});

test("a state that Terraform wrote without a lock meanwhile is not overwritten", async () => {
  // Without a resource: while this process waits for it, no provider in this process can answer.
  theirs.write("main.tf.json", JSON.stringify({ output: { a: { value: "1" } } }));
  configure(namespaces(["b"]));
  const meanwhile = () => {
    const ran = spawnSync("terraform", ["apply", "-auto-approve", "-lock=false"], { cwd: theirs.path, encoding: "utf8", env: ENV });
    expect([ran.status, ran.stderr]).toEqual([0, ""]);
  };
  const ran = await netweft(["apply"], { cwd: ours, answers: ["yes"], meanwhile });
  expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/state-changed[^]*Plan again/)]);
  expect(theirs.state()).toMatchObject({ serial: 1, outputs: { a: { value: "1" } }, resources: [] });
});

test("with -lock=false, a run is not stopped by a lock", async () => {
  configure(namespaces(["a"]));
  const lock = (await openFcntl())!;
  await lock.lock(at("terraform.tfstate"));
  expect((await apply()).code).toBe(1);
  expect(await apply("-lock=false")).toMatchObject({ code: 0 });
  await lock.close();
  expect(names()).toEqual(["a"]);
});

test("the lock ends with a run that is killed", async () => {
  const simulated = { file: at("simulated.json"), faults: [{ step: "add local - netns", action: "kill" }] };
  configure(namespaces(["a"]), { simulated });
  expect(killedBy(["apply", "--auto-approve"], { cwd: ours })).toBe("SIGKILL");
  const lock = (await openFcntl())!;
  await until(async () => "held" in (await lock.lock(at("terraform.tfstate"))), "the lock of the killed run does not end");
  await lock.close();
});

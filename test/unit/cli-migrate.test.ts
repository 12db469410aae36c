/** Another place for a state: `netweft init --migrate-state` and `--reconfigure`. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeOf } from "../../lib/cli/places";
import { machineFiles } from "../../providers/system/files";
import { openStore } from "../../providers/system/store";
import { netweft, type Surroundings } from "../support/netweft";
import { openStateServer, type StateServer } from "../support/state-server";
import { value } from "../support/world";

let cwd: string;
let server: StateServer;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), "netweft-migrate-"));
  server = await openStateServer();
});
afterEach(async () => {
  await server.close();
  rmSync(cwd, { recursive: true });
});

const run = (args: string, more: Partial<Surroundings> = {}) => netweft(args.split(" "), { cwd, ...more });
const at = (name: string) => join(cwd, name);
const FORCE = "init --migrate-state --force-copy";

function configure(backend: object | undefined, names: readonly string[] = ["a"]): void {
  const netweft_namespace = Object.fromEntries(names.map((name) => [name, { name: `${name}-\${terraform.workspace}` }]));
  const provider = { netweft: { stack: "shop-${terraform.workspace}", simulated: { file: "kernel.json" } } };
  writeFileSync(
    at("main.tf.json"),
    JSON.stringify({ ...(backend && { terraform: { backend } }), provider, resource: { netweft_namespace } }),
  );
}

async function applied(...workspaces: readonly string[]): Promise<void> {
  for (const name of ["default", ...workspaces]) {
    if (name !== "default") expect(await run(`workspace new ${name}`)).toMatchObject({ code: 0 });
    expect(await run("apply --auto-approve")).toMatchObject({ code: 0, stderr: "" });
  }
}

async function plansNothing(...workspaces: readonly string[]): Promise<void> {
  for (const TF_WORKSPACE of workspaces) {
    const { code, stderr } = await run("plan --detailed-exitcode", { env: { TF_WORKSPACE } });
    expect([TF_WORKSPACE, code, stderr]).toEqual([TF_WORKSPACE, 0, ""]);
  }
}

const numbers = (text: string) => (JSON.parse(text) as { serial: number; resources: object[] }).resources.length;

test("all workspaces are copied to other files; the earlier ones are emptied, with what they had as their backups", async () => {
  configure(undefined);
  await applied("dev");
  configure({ local: { path: "there.tfstate", workspace_dir: "there.d" } });
  expect((await run("plan", { env: { TF_WORKSPACE: "dev" } })).stderr).toMatch(/state-left-behind/);
  const moved = await run(FORCE);
  expect([moved.code, moved.stdout]).toEqual([0, expect.stringMatching(/default: 1 object, serial \d+\n {2}dev: 1 object/)]);
  await plansNothing("default", "dev");
  for (const file of ["terraform.tfstate", "terraform.tfstate.d/dev/terraform.tfstate"])
    expect([file, numbers(readFileSync(at(file), "utf8")), numbers(readFileSync(at(`${file}.backup`), "utf8"))]).toEqual([file, 0, 1]);
  configure(undefined);
  expect((await run("plan", { env: { TF_WORKSPACE: "default" } })).stderr).toMatch(/state-left-behind/);
  expect(await run("init --force-copy")).toMatchObject({ code: 0 });
  await plansNothing("default", "dev");
  expect((await run(FORCE)).stdout).toMatch(/There is no state of another place|already/);
});

test("to a server and back, after a question", async () => {
  configure(undefined);
  await applied();
  configure({ http: server.backend });
  expect((await run("init --migrate-state")).stderr).toMatch(/not-approved[^]*--force-copy/);
  expect((await run("init --migrate-state", { answers: ["no"] })).stdout).toMatch(/Cancelled: nothing was copied/);
  expect(server.state()).toBeUndefined();
  expect(await run("init --migrate-state", { answers: ["yes"] })).toMatchObject({ code: 0 });
  await plansNothing("default");
  expect(server.lock()).toBeUndefined();
  configure({ local: { path: "back.tfstate" } });
  expect((await run("plan")).stderr).toMatch(/state-left-behind[^]*init --migrate-state/);
  const back = await run(FORCE);
  expect([back.code, back.stdout]).toEqual([0, expect.stringMatching(/earlier place still has it/)]);
  await plansNothing("default");
});

test("a server without workspaces gets the current one, and the others are named", async () => {
  configure(undefined);
  await applied("dev");
  configure({ http: server.backend });
  const moved = await run(FORCE);
  expect([moved.code, moved.stdout]).toEqual([0, expect.stringMatching(/dev: 1 object[^]*not copied: default/)]);
  expect([server.state(), numbers(readFileSync(at("terraform.tfstate"), "utf8"))]).toEqual([expect.stringContaining("a-dev"), 1]);
  expect(readFileSync(at(".terraform/environment"), "utf8")).toBe("default");
});

test("what would be overwritten is said before the question", async () => {
  configure(undefined);
  await applied();
  configure({ http: server.backend });
  const there = JSON.parse(readFileSync(at("terraform.tfstate"), "utf8")) as { serial: number; lineage: string; resources: object[] };
  const cases = [
    [{ ...there, lineage: "other" }, /ANOTHER LINEAGE/],
    [{ ...there, serial: there.serial + 1 }, /NEWER VERSION/],
    [{ ...there, serial: there.serial - 1 }, /an earlier version/],
    [{ ...there, resources: [{ ...there.resources[0], name: "b" }] }, /ANOTHER STATE OF THIS SERIAL/],
  ] as const;
  for (const [state, text] of cases) {
    server.put(JSON.stringify(state));
    const asked = await run("init --migrate-state", { answers: ["no"] });
    expect([asked.code, asked.stdout, server.state()]).toEqual([1, expect.stringMatching(text), JSON.stringify(state)]);
  }
  server.put(JSON.stringify(there));
  expect(await run("init --migrate-state")).toMatchObject({ code: 0, stderr: "" });
  await plansNothing("default");
});

test("a copy that fails half-way leaves the earlier place whole, and the same command does the rest", async () => {
  configure(undefined);
  await applied("dev");
  configure({ local: { path: "there.tfstate", workspace_dir: "there.d" } });
  mkdirSync(at("there.d"));
  writeFileSync(at("there.d/dev"), "");
  expect((await run(FORCE)).code).toBe(1);
  configure(undefined);
  await plansNothing("default", "dev");
  configure({ local: { path: "there.tfstate", workspace_dir: "there.d" } });
  rmSync(at("there.d/dev"));
  expect(await run(FORCE)).toMatchObject({ code: 0 });
  await plansNothing("default", "dev");
});

test("a state that is locked, changed meanwhile or refused stays where it is", async () => {
  configure(undefined);
  await applied();
  const file = readFileSync(at("terraform.tfstate"), "utf8");
  configure({ http: server.backend });
  const store = openStore(value(placeOf({ backend: { type: "http", config: server.backend as never }, folder: ".", env: {} }, "default")));
  const release = value(await store.lock({ id: "7", operation: "apply", who: "ada@there", pid: 1, created: "2026-01-02T03:04:05Z" }));
  expect((await run(FORCE)).stderr).toMatch(/state-locked[^]*ada@there/);
  await release();
  const meanwhile = () => server.put(file.replace(/"serial": \d+/, '"serial": 99'));
  expect((await run("init --migrate-state", { answers: ["yes"], meanwhile })).stderr).toMatch(/state-changed/);
  server.put(undefined);
  server.faults.push({ method: "POST", status: 501 });
  expect((await run(FORCE)).stderr).toMatch(/state-unwritable[^]*501/);
  expect([readFileSync(at("terraform.tfstate"), "utf8"), existsSync(at(".terraform/netweft-backend.json"))]).toEqual([file, false]);
});

test("--reconfigure leaves a state where it is", async () => {
  configure(undefined);
  await applied();
  configure({ http: server.backend });
  for (const other of ["--migrate-state", "--force-copy"])
    expect((await run(`init --reconfigure ${other}`)).stderr).toMatch(/options-exclude-each-other/);
  expect(await run("init --reconfigure")).toMatchObject({ code: 0 });
  expect(numbers(readFileSync(at("terraform.tfstate"), "utf8"))).toBe(1);
  configure({ http: server.backend }, ["b"]);
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 2 });
});

test("a place on record that stores nothing any more is no empty state", async () => {
  configure({ http: server.backend });
  await applied();
  server.put(undefined);
  configure(undefined);
  expect((await run(FORCE)).stderr).toMatch(/state-left-behind[^]*nothing is stored there now/);
  expect(await run("init --reconfigure")).toMatchObject({ code: 0 });
  expect(await run("plan")).toMatchObject({ code: 0 });
});

const DEV = "terraform.tfstate.d/dev/terraform.tfstate";

test("a workspace whose file stays the same is left as it is", async () => {
  configure(undefined);
  await applied("dev");
  const dev = readFileSync(at(DEV), "utf8");
  configure({ local: { path: "b.tfstate" } });
  const moved = await run(FORCE);
  expect([moved.code, moved.stderr, moved.stdout]).toEqual([0, "", expect.not.stringContaining("dev")]);
  await plansNothing("default", "dev");
  configure(undefined);
  expect(await run(`${FORCE} --lock=false`)).toMatchObject({ code: 0, stderr: "" });
  await plansNothing("default", "dev");
  expect(readFileSync(at(DEV), "utf8")).toBe(dev);
});

test("another spelling of a path is the same place", async () => {
  configure({ local: { path: "b.tfstate" } });
  await applied();
  const state = readFileSync(at("b.tfstate"), "utf8");
  symlinkSync("b.tfstate", at("link.tfstate"));
  for (const path of [at("b.tfstate"), "./x/../b.tfstate", "link.tfstate"]) {
    configure({ local: { path } });
    for (const lock of ["", " --lock=false"]) {
      const { code, stdout } = await run(`${FORCE}${lock}`);
      expect([path, code, stdout]).toEqual([path, 0, expect.stringContaining("already")]);
    }
  }
  expect(readFileSync(at("b.tfstate"), "utf8")).toBe(state);
});

test("only the folder of the other workspaces changes", async () => {
  configure(undefined);
  await applied("dev");
  configure({ local: { workspace_dir: "there.d" } });
  const moved = await run(FORCE);
  expect([moved.code, moved.stdout]).toEqual([0, expect.stringMatching(/dev: 1 object/)]);
  await plansNothing("default", "dev");
  configure({ local: { workspace_dir: "elsewhere.d" } });
  expect((await run("plan", { env: { TF_WORKSPACE: "dev" } })).stderr).toMatch(/state-left-behind/);
});

test("a new place that another workspace has still is refused", async () => {
  configure(undefined);
  await applied("dev");
  const before = ["terraform.tfstate", DEV].map((file) => readFileSync(at(file), "utf8"));
  configure({ local: { path: DEV, workspace_dir: "there.d" } });
  expect((await run(FORCE)).stderr).toMatch(/unsupported-backend[^]*"default"[^]*"dev"/);
  expect(["terraform.tfstate", DEV].map((file) => readFileSync(at(file), "utf8"))).toEqual(before);
});

test("a file that is changed after it was copied is not emptied, and that is an error", async () => {
  configure(undefined);
  await applied("dev");
  const changed = readFileSync(at("terraform.tfstate"), "utf8").replace('"a-default"', '"by-another-run"');
  configure({ http: server.backend });
  const write: typeof machineFiles.write = (path, ...rest) => {
    if (path.endsWith("netweft-backend.json")) writeFileSync(at("terraform.tfstate"), changed);
    return machineFiles.write(path, ...rest);
  };
  const moved = await run(FORCE, { files: { ...machineFiles, write }, env: { TF_WORKSPACE: "default" } });
  expect([moved.code, moved.stderr]).toEqual([1, expect.stringMatching(/state-changed[^]*terraform\.tfstate/)]);
  expect(moved.stdout).not.toContain("backup");
  expect(readFileSync(at("terraform.tfstate"), "utf8")).toBe(changed);
});

test("a place is forgotten when nothing is left in any of its workspaces", async () => {
  const backend = { local: { path: "there.tfstate", workspace_dir: "there.d" } };
  configure(backend);
  await applied("dev");
  expect(await run("destroy --auto-approve", { env: { TF_WORKSPACE: "default" } })).toMatchObject({ code: 0 });
  configure(undefined);
  expect((await run("plan")).stderr).toMatch(/state-left-behind[^]*there\.tfstate/);
  configure(backend);
  expect(await run("destroy --auto-approve")).toMatchObject({ code: 0 });
  configure(undefined);
  expect(await run("plan")).toMatchObject({ code: 0 });
});

/** An app that was synthesized, with the `backend` blocks of its stacks. */
function synthesized(backends: Readonly<Record<string, object>>): void {
  writeFileSync(at("cdktf.json"), JSON.stringify({ app: "true", output: "out" }));
  for (const [stack, backend] of Object.entries(backends)) {
    mkdirSync(at(`out/stacks/${stack}`), { recursive: true });
    const provider = { netweft: { stack, simulated: { file: at("kernel.json") } } };
    const content = { terraform: { backend }, provider, resource: { netweft_namespace: { a: { name: stack } } } };
    writeFileSync(at(`out/stacks/${stack}/cdk.tf.json`), JSON.stringify(content));
  }
  const stacks = Object.fromEntries(Object.keys(backends).map((name) => [name, { name }]));
  writeFileSync(at("out/manifest.json"), JSON.stringify({ stacks }));
}

const EMPTY = { version: 4, serial: 3, lineage: "x", outputs: {}, resources: [] };

test("an app's state is in the file that has objects, and its usual file is not recorded", async () => {
  writeFileSync(at("terraform.tfstate"), JSON.stringify(EMPTY));
  synthesized({ shop: { local: { path: at("terraform.shop.tfstate") } } });
  expect(await run("apply --auto-approve --skip-synth")).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(at("out/stacks/shop/.terraform/netweft-backend.json"))).toBe(false);
  synthesized({ shop: { http: server.backend } });
  expect((await run("plan --skip-synth")).stderr).toMatch(/state-left-behind[^]*terraform\.shop\.tfstate/);
  expect(await run(`${FORCE} --skip-synth`)).toMatchObject({ code: 0, stderr: "" });
  expect((await run("plan --skip-synth --detailed-exitcode")).code).toBe(0);
  expect(numbers(readFileSync(at("terraform.shop.tfstate"), "utf8"))).toBe(0);
});

test("stacks that share a TF_DATA_DIR have records of their own", async () => {
  const local = (path: string) => ({ local: { path: at(path) } });
  const env = { TF_DATA_DIR: at("data") };
  synthesized({ one: local("1.tfstate"), two: local("2.tfstate") });
  expect(await run("apply --stack one --auto-approve --skip-synth", { env })).toMatchObject({ code: 0 });
  expect(await run("plan --stack two --skip-synth", { env })).toMatchObject({ code: 0 });
  synthesized({ one: local("3.tfstate"), two: local("2.tfstate") });
  expect((await run("plan --stack one --skip-synth", { env })).stderr).toMatch(
    /state-left-behind[^]*"netweft init --stack one --migrate-state"/,
  );
});

/** Another place for a state: `netweft init --migrate-state` and `--reconfigure`. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeOf } from "../../lib/cli/places";
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
  expect((await run("plan", { env: { TF_WORKSPACE: "dev" } })).code).toBe(0);
  const moved = await run(FORCE);
  expect([moved.code, moved.stdout]).toEqual([0, expect.stringMatching(/default: 1 object, serial \d+\n {2}dev: 1 object/)]);
  await plansNothing("default", "dev");
  for (const file of ["terraform.tfstate", "terraform.tfstate.d/dev/terraform.tfstate"])
    expect([file, numbers(readFileSync(at(file), "utf8")), numbers(readFileSync(at(`${file}.backup`), "utf8"))]).toEqual([file, 0, 1]);
  configure(undefined);
  expect((await run("plan", { env: { TF_WORKSPACE: "default" } })).stderr).toMatch(/state-left-behind/);
  expect(await run(FORCE)).toMatchObject({ code: 0 });
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
  const there = JSON.parse(readFileSync(at("terraform.tfstate"), "utf8")) as { serial: number; lineage: string };
  const cases = [
    [{ ...there, lineage: "other" }, /ANOTHER LINEAGE/],
    [{ ...there, serial: there.serial + 1 }, /NEWER VERSION/],
    [{ ...there, serial: there.serial - 1 }, /an earlier version/],
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
  expect((await run("init --reconfigure --migrate-state")).stderr).toMatch(/options-exclude-each-other/);
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

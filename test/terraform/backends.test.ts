/** Terraform and Netweft on one state that a server stores: each continues what the other did, and respects its lock. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeOf } from "../../lib/cli/places";
import type { LockInfo, StateStore } from "../../lib/ports/state-store";
import { openStore } from "../../providers/system/store";
import { netweft, type Surroundings } from "../support/netweft";
import { openPostgres } from "../support/postgres";
import { openStateServer } from "../support/state-server";
import { openWorkspace, type Workspace } from "../support/terraform";
import { terraform as runTerraform } from "../support/terraform-run";
import type { StateJson } from "../support/terraform-json";
import { until } from "../support/until";
import { value } from "../support/world";

interface Served {
  readonly type: "local" | "http" | "pg";
  readonly config: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

const servers: Readonly<Record<string, () => Promise<Served>>> = {
  local: async () => {
    const folder = mkdtempSync(join(tmpdir(), "netweft-states-"));
    const config = { path: join(folder, "shop.tfstate"), workspace_dir: join(folder, "workspaces") };
    return { type: "local", config, close: async () => rmSync(folder, { recursive: true }) };
  },
  http: async () => {
    const { backend: config, close } = await openStateServer();
    return { type: "http", config, close };
  },
  "http as GitLab": async () => {
    const { backend: config, close } = await openStateServer({ dialect: "gitlab" });
    return { type: "http", config, close };
  },
  pg: async () => {
    const { folder, port, close } = await openPostgres();
    return { type: "pg", config: { conn_str: `host=${folder} port=${port} user=admin dbname=postgres` }, close };
  },
};

let theirs: Workspace;
let ours: string;
beforeAll(async () => {
  theirs = await openWorkspace("reattached");
});
afterAll(() => theirs.close());

describe.each(Object.keys(servers))("%s", (name) => {
  let served: Served;
  beforeAll(async () => {
    served = await servers[name]!();
    ours = mkdtempSync(join(tmpdir(), "netweft-backends-"));
    configure(namespaces([]));
    theirs.remove(".terraform/environment");
    await theirs.run(0, "init", "-reconfigure");
  });
  afterAll(async () => {
    rmSync(ours, { recursive: true });
    await served.close();
  });

  const backend = () => ({ [served.type]: served.config });
  const terraform = () => ({ required_providers: { netweft: { source: "netweft/netweft" } }, backend: backend() });
  function configure(sections: object, more: object = {}): void {
    theirs.configure({ terraform: terraform(), ...sections, ...more });
    writeFileSync(
      join(ours, "main.tf.json"),
      JSON.stringify({ terraform: terraform(), provider: { netweft: theirs.provider }, ...sections }),
    );
  }
  /** The same in a second workspace, which either program makes, and from which the other one continues. */
  async function inWorkspaces(): Promise<void> {
    expect(await run(["workspace", "new", "dev"])).toMatchObject({ code: 0 });
    await theirs.run(0, "workspace", "select", "dev");
    await theirs.run(0, "workspace", "new", "test");
    expect((await run(["workspace", "list"])).stdout).toBe("  default\n* dev\n  test\n");
    await theirs.run(0, "workspace", "select", "dev");
    const provider = { netweft: { ...theirs.provider, stack: "shop-${terraform.workspace}" } };
    const named = (names: readonly string[]) => ({ provider, ...namespaces(names) });
    const [a, b] = [`${served.type}-a`, `${served.type}-b`];
    configure(named([a]), { provider });
    expect((await run(["apply", "--auto-approve"])).stderr).toBe("");
    await theirs.isQuiet();
    configure(named([a, b]), { provider });
    await theirs.apply();
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
    expect((await run(["workspace", "delete", "test"])).stdout).toMatch(/Deleted/);
    expect((await theirs.run(0, "workspace", "list")).stdout).not.toMatch(/test/);
    expect((await run(["state", "list"], { env: { TF_WORKSPACE: "default" } })).stdout).not.toMatch(/-a/);
  }
  const store = (): StateStore =>
    openStore(value(placeOf({ backend: { type: served.type, config: served.config as never }, folder: ".", env: {} }, "default")));
  const run = (args: readonly string[], more: Partial<Surroundings> = {}) => netweft(args, { cwd: ours, ...more });
  const apply = (...options: readonly string[]) => run(["apply", "--auto-approve", ...options]);

  test("each continues from the state of the other one", async () => {
    configure(namespaces(["a"]));
    expect(await apply()).toMatchObject({ code: 0 });
    await theirs.isQuiet();
    configure(namespaces(["a", "b"]));
    await theirs.apply();
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
    expect((await run(["state", "list"])).stdout).toBe("netweft_namespace.a\nnetweft_namespace.b\n");
    configure(namespaces(["b"]));
    expect(await run(["plan", "--out", "saved"])).toMatchObject({ code: 0 });
    expect(await run(["apply", "saved"])).toMatchObject({ code: 0 });
    await theirs.isQuiet();
  });

  test("a Terraform that applies is named, and waited for; nothing is lost", async () => {
    const command = `until [ -e '${join(theirs.path, "go")}' ]; do sleep 0.1; done`;
    configure(namespaces(["b", "c"]));
    theirs.configure({ terraform: terraform(), resource: waiting(command) });
    const running = theirs.start("apply", "-auto-approve");
    await running.says("Provisioning with 'local-exec'");
    const refused = await apply();
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/state-locked[^]*locked by [^]*(lock ID|process \d+)/)]);
    const waitingForIt = apply("--lock-timeout=100s");
    theirs.write("go", "");
    expect((await running.done).code).toBe(0);
    expect(await waitingForIt).toMatchObject({ code: 0 });
    expect((await run(["state", "list"])).stdout).toBe("netweft_namespace.b\nnetweft_namespace.c\n");
    theirs.remove("go");
  });

  test("Terraform names a Netweft that applies, and waits for it", async () => {
    configure(namespaces(["b", "c", "d"]));
    const release = value(await store().lock(HOLDER));
    const refused = await theirs.run(1, "apply", "-auto-approve");
    expect(refused.said).toMatch(/Error acquiring the state lock/);
    const waitingForIt = theirs.start("apply", "-auto-approve", "-lock-timeout=100s");
    await release();
    expect(await waitingForIt.done).toMatchObject({ code: 0, said: expect.stringContaining("1 added") as unknown });
    expect(await run(["plan", "--detailed-exitcode"])).toMatchObject({ code: 0 });
  });

  test("two runs of Netweft at the same time are one after the other", async () => {
    configure(namespaces(["b", "e"]));
    const release = value(await store().lock(HOLDER));
    const both = [apply("--lock-timeout=100s"), apply("--lock-timeout=100s")];
    await release();
    for (const one of both) expect(await one).toMatchObject({ code: 0 });
    await until(async () => (await run(["plan", "--detailed-exitcode"])).code === 0, "the plan is not empty");
  });

  /** From files: the states of two workspaces are moved, and Terraform plans no change over them. */
  async function movesFromFiles(): Promise<void> {
    const there = { pg: { ...(served.config as object), schema_name: "moved" } };
    const provider = { netweft: { ...theirs.provider, stack: "moved-${terraform.workspace}" } };
    const resource = { netweft_namespace: { a: { name: "moved-${terraform.workspace}" } } };
    const cwd = mkdtempSync(join(tmpdir(), "netweft-moved-"));
    const write = (terraform: object) => writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ terraform, provider, resource }));
    const done = async (...args: readonly string[]) => expect(await netweft(args, { cwd })).toMatchObject({ code: 0, stderr: "" });
    write({});
    await done("apply", "--auto-approve");
    await done("workspace", "new", "dev");
    await done("apply", "--auto-approve");
    write({ backend: there });
    await done("init", "--migrate-state", "--force-copy");
    await done("plan", "--detailed-exitcode");
    theirs.configure({ terraform: { ...terraform(), backend: there }, provider, resource });
    await theirs.run(0, "init", "-reconfigure");
    for (const name of ["default", "dev"]) {
      await theirs.run(0, "workspace", "select", name);
      await theirs.isQuiet();
    }
    write({ backend: { local: { path: "back.tfstate" } } });
    await done("init", "--migrate-state", "--force-copy");
    await done("plan", "--detailed-exitcode");
    rmSync(cwd, { recursive: true });
  }

  test("workspaces", async () => {
    if (served.type !== "http") return inWorkspaces();
    const said = { ours: await run(["workspace", "list"]), theirs: await theirs.run(1, "workspace", "list") };
    expect([said.ours.code, said.ours.stderr, said.theirs.said]).toEqual([
      1,
      expect.stringContaining("workspaces are not supported"),
      expect.stringContaining("workspaces not supported"),
    ]);
  });

  test("both read the outputs of its state in another configuration, without its lock", async () => {
    const output = { a: { value: "${tomap({n = 1})}" }, s: { value: "s3cret", sensitive: true } };
    configure({ ...namespaces([]), output });
    expect(await run(["apply", "--auto-approve"], { env: { TF_WORKSPACE: "default" } })).toMatchObject({ code: 0, stderr: "" });
    const release = value(await store().lock(HOLDER));
    const remote = { backend: served.type, config: served.config, defaults: { d: true } };
    const there = {
      data: { terraform_remote_state: { base: remote } },
      output: { all: { value: "${data.terraform_remote_state.base.outputs}" } },
    };
    const cwd = mkdtempSync(join(tmpdir(), "netweft-remote-"));
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(there));
    expect(await netweft(["apply", "--auto-approve"], { cwd })).toMatchObject({ code: 0, stderr: "" });
    const { outputs } = JSON.parse(readFileSync(join(cwd, "terraform.tfstate"), "utf8")) as StateJson;
    // What Terraform reads is no change of what Netweft has read.
    await runTerraform(0, ["plan", "-detailed-exitcode"], { cwd });
    expect(outputs).toEqual({
      all: {
        value: { a: { n: 1 }, d: true, s: "s3cret" },
        type: ["object", { a: ["map", "number"], d: "bool", s: "string" }],
      },
    });
    const workspace = { data: { terraform_remote_state: { base: { ...remote, workspace: "nowhere" } } } };
    writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(workspace));
    const refused = await netweft(["plan"], { cwd });
    const why = served.type === "http" ? /workspaces-unsupported/ : /remote-state-missing[^]*"nowhere"/;
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(why)]);
    if (served.type !== "http") expect((await run(["workspace", "list"])).stdout).not.toMatch(/nowhere/);
    await release();
    rmSync(cwd, { recursive: true });
  });

  if (name === "pg") test("states are moved there from files, and back", movesFromFiles);
});

const HOLDER: LockInfo = { id: "6f1e", operation: "apply", who: "ada@there", pid: 1, created: "2026-01-02T03:04:05Z" };

function namespaces(names: readonly string[]): { readonly resource?: object } {
  return names.length === 0 ? {} : { resource: { netweft_namespace: Object.fromEntries(names.map((name) => [name, { name }])) } };
}

/** What Terraform applies until the file is there. */
function waiting(command: string): object {
  return { netweft_namespace: { b: { name: "b" }, c: { name: "c", provisioner: { "local-exec": { command } } } } };
}

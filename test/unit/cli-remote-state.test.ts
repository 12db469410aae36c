/** The state of another configuration, as a data source reads it. What it means is compared with Terraform in `test/terraform`. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasErrors, machine, memoryStore, plan, type StackInput } from "../../api/engine";
import { simulatedKernel } from "../../api/kernel";
import { netweft } from "../support/netweft";
import { openStateServer } from "../support/state-server";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "netweft-remote-state-"));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const run = (args: string) => netweft(args.split(" "), { cwd });
const STATE = JSON.stringify({
  version: 4,
  serial: 1,
  lineage: "6f1e",
  outputs: { stack: { value: "shop", type: "string" }, names: { value: ["a", "b"], type: ["list", "string"] } },
  resources: [],
});

const NAMED = { netweft: { stack: "${data.terraform_remote_state.base.outputs.stack}", simulated: { file: "kernel.json" } } };
const SPACES = {
  netweft_namespace: { a: { for_each: "${toset(data.terraform_remote_state.base.outputs.names)}", name: "${each.key}" } },
};
const sections = (block: object) => ({ data: { terraform_remote_state: { base: block } }, provider: NAMED, resource: SPACES });
const configure = (block: object) => writeFileSync(join(cwd, "main.tf.json"), JSON.stringify(sections(block)));
const LOCAL = { backend: "local", config: { path: "base.tfstate" } };

test("provider blocks and keys are computed from it, in every command", async () => {
  configure(LOCAL);
  const refused = await run("plan");
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(/remote-state-missing[^]*base\.tfstate[^]*apply the configuration/),
  ]);
  expect(await run("validate")).toMatchObject({ code: 0 });
  writeFileSync(join(cwd, "base.tfstate"), STATE);
  expect((await run("plan --rehearse")).stdout).toMatch(/2 to add/);
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0, stderr: "" });
  expect((await run("drift")).stdout).toMatch(/No drift\. 2 kernel objects/);
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
  expect(readdirSync(cwd).sort()).toEqual(["base.tfstate", "kernel.json", "main.tf.json", "terraform.tfstate"]);
});

test("a destroy reads it only where a provider block needs it", async () => {
  writeFileSync(join(cwd, "base.tfstate"), STATE);
  writeFileSync(
    join(cwd, "main.tf.json"),
    JSON.stringify({ ...sections(LOCAL), provider: { netweft: { simulated: { file: "kernel.json" } } } }),
  );
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  rmSync(join(cwd, "base.tfstate"));
  expect((await run("plan")).stderr).toMatch(/remote-state-missing/);
  expect((await run("destroy --auto-approve")).stdout).toMatch(/2 destroyed/);
});

test("a server is asked once for each state, and never for a lock", async () => {
  const server = await openStateServer({ password: "s3cret" });
  server.put(STATE);
  configure({ backend: "http", config: { ...server.backend, username: "ada", password: "s3cret" } });
  expect((await run("plan")).stdout).toMatch(/2 to add/);
  expect(server.requests).toEqual(["GET /state/shop"]);
  configure({ backend: "http", config: { ...server.backend, username: "ada", password: "wr0ng", retry_max: 0 } });
  const refused = await run("plan");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/data\.terraform_remote_state\.base[^]*401/)]);
  expect(refused.stderr).not.toMatch(/wr0ng/);
  await server.close();
});

test.each([
  [{ backend: "s3", config: { bucket: "b" } }, /unsupported-backend[^]*attribute backend[^]*"s3"[^]*with Terraform/],
  [{ backend: "local", config: { pth: "x" } }, /unknown-attribute[^]*attribute config\.pth[^]*Did you mean "path"/],
  [{ backend: "http", config: { address: "there" } }, /unsupported-backend[^]*attribute config\.address[^]*https:/],
  [{ ...LOCAL, workspace: "../x" }, /invalid-workspace-name[^]*attribute workspace/],
  [{ ...LOCAL, defaults: ["x"] }, /invalid-value[^]*attribute defaults[^]*object/],
])("what is wrong in %j is said at its attribute, by validate too", async (block, why) => {
  configure(block);
  for (const command of ["validate", "plan"])
    expect([command, await run(command)]).toEqual([command, { code: 1, stdout: "", stderr: expect.stringMatching(why) as unknown }]);
});

test("a program gives the outputs to its stack", async () => {
  const files = [{ name: "main.tf.json", text: JSON.stringify(sections(LOCAL)) }];
  const stack: StackInput = { ...machine(), files, backends: simulatedKernel().backends, store: memoryStore() };
  const without = await plan(stack);
  expect(without).toMatchObject({
    ok: false,
    diagnostics: [{ code: "remote-state-missing", at: { resource: "data.terraform_remote_state.base" } }],
  });
  const outputs = new Map([
    ["stack", { value: "shop", type: "string" }],
    ["names", { value: ["a"], type: ["list", "string"] }],
  ]);
  const asked: unknown[] = [];
  const planned = await plan({
    ...stack,
    outputsOf: async (question) => {
      asked.push(question);
      return { ok: true, value: outputs, diagnostics: [] };
    },
  });
  expect(hasErrors(planned.diagnostics)).toBe(false);
  expect(planned).toMatchObject({ ok: true, value: { resources: [{ address: 'netweft_namespace.a["a"]', action: "create" }] } });
  expect(asked[0]).toEqual({ backend: "local", config: { path: "base.tfstate" }, workspace: "default" });
});

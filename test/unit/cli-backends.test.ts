/** Commands on a state that a server stores. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft } from "../support/netweft";
import { openStateServer, type StateServer } from "../support/state-server";

let cwd: string;
let server: StateServer;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), "netweft-backends-"));
  server = await openStateServer();
});
afterEach(async () => {
  await server.close();
  rmSync(cwd, { recursive: true });
});

const run = (args: string, env: Readonly<Record<string, string>> = {}) => netweft(args.split(" "), { cwd, env });

function configure(backend: object | undefined, names: readonly string[]): void {
  const netweft_namespace = Object.fromEntries(names.map((name) => [name, { name }]));
  const sections = { provider: { netweft: { stack: "shop", simulated: { file: "kernel.json" } } }, resource: { netweft_namespace } };
  writeFileSync(join(cwd, "main.tf.json"), JSON.stringify({ ...(backend && { terraform: { backend } }), ...sections }));
}

test("nothing secret is in a saved plan, which takes it from the block or from the environment again", async () => {
  const address = `${server.address}?token=s3cret`;
  configure({ http: { ...server.backend, address, password: "s3cret", username: "ada" } }, ["a"]);
  expect(await run("plan --out saved")).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, "saved"), "utf8")).not.toContain("s3cret");
  const shown = await run("show saved");
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("netweft_namespace.a") as unknown]);
  const file = join(cwd, "main.tf.json");
  const text = readFileSync(file);
  rmSync(file);
  expect((await run("apply saved")).stderr).toMatch(/secrets-not-saved/);
  writeFileSync(file, text);
  expect(await run("apply saved")).toMatchObject({ code: 0 });
  expect(server.state()).toContain('"a"');

  configure({ http: server.backend }, ["a", "b"]);
  const env = { TF_HTTP_USERNAME: "ada", TF_HTTP_PASSWORD: "s3cret" };
  expect(await run("plan --out saved", env)).toMatchObject({ code: 0 });
  rmSync(file);
  expect(await run("apply saved", env)).toMatchObject({ code: 0 });
  expect((await run("apply saved", env)).stderr).toMatch(/stale-plan/);
});

test("a state that cannot be read is not planned as an empty one", async () => {
  configure({ http: { ...server.backend, retry_max: 0 } }, ["a"]);
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  server.faults.push({ status: 502 });
  const planned = await run("plan");
  expect([planned.code, planned.stdout, planned.stderr]).toEqual([1, "", expect.stringMatching(/state-unreadable[^]*502/)]);
});

test("where a server answers 404 with a page, the first state is pushed by force", async () => {
  configure({ http: { ...server.backend, retry_max: 0 } }, ["a"]);
  writeFileSync(join(cwd, "first"), JSON.stringify({ version: 4, serial: 1, lineage: "x", outputs: {}, resources: [] }));
  const page = { method: "GET", status: 404, headers: { "Content-Type": "text/html" }, body: "<html>" };
  server.faults.push(page, page);
  expect((await run("state push first")).stderr).toMatch(/state-unreadable[^]*state push --force/);
  expect(await run("state push --force first")).toMatchObject({ code: 0 });
  expect(server.state()).toContain('"lineage": "x"');
});

test("a state that another run wrote meanwhile is not overwritten", async () => {
  configure({ http: { address: server.address } }, ["a"]);
  const meanwhile = () => server.put(JSON.stringify({ version: 4, serial: 7, lineage: "x", outputs: {}, resources: [] }));
  const ran = await netweft(["apply"], { cwd, answers: ["yes"], meanwhile });
  expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/state-changed[^]*serial 7/)]);
});

test("a state that is left in its file when a server is to store it is an error, until it is moved", async () => {
  configure(undefined, ["a"]);
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  configure({ http: server.backend }, ["a"]);
  for (const command of ["plan", "apply --auto-approve", "drift", "plan --rehearse"])
    expect([command, (await run(command)).stderr]).toEqual([
      command,
      expect.stringMatching(/state-left-behind[^]*netweft state push terraform/),
    ]);
  expect(await run("state push terraform.tfstate")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
});

test("a block that is changed or removed is noticed in the folder of the last apply, until the state is moved or destroyed", async () => {
  configure({ http: server.backend }, ["a"]);
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  configure(undefined, ["a"]);
  expect((await run("plan")).stderr).toMatch(/state-left-behind[^]*netweft state pull > moved.tfstate/);
  configure({ http: server.backend }, ["a"]);
  writeFileSync(join(cwd, "moved.tfstate"), (await run("state pull")).stdout);
  configure({ local: { path: "here.tfstate" } }, ["a"]);
  expect(await run("state push moved.tfstate")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
  expect(await run("destroy --auto-approve")).toMatchObject({ code: 0 });
  configure({ local: { path: "there.tfstate" } }, ["a"]);
  expect(await run("plan")).toMatchObject({ code: 0 });
});

test("a record of the earlier place that is damaged is an error", async () => {
  configure({ http: server.backend }, ["a"]);
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  configure(undefined, ["a"]);
  for (const text of ["null", "{", "[]"]) {
    writeFileSync(join(cwd, ".terraform/netweft-backend.json"), text);
    const { code, stderr } = await run("plan");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/invalid-json[^]*netweft-backend\.json/)]);
  }
});

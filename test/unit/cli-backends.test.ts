/** Commands on a state that a server stores. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync, type PathLike } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { doors } from "../../bin/doors";
import { commands } from "../../lib/cli/commands";
import { saveErrored } from "../../lib/cli/errored";
import { parse } from "../../lib/cli/parse";
import { placeOf } from "../../lib/cli/places";
import { session } from "../../lib/cli/session";
import { emptyState } from "../../lib/engine/state";
import { machineDisk } from "../../providers/system/disk/disk";
import { filesOn, machineFiles } from "../../providers/system/files";
import { netweft } from "../support/netweft";
import { openStateServer, type StateServer } from "../support/state-server";
import { value } from "../support/world";

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

function noSpace(): never {
  throw Object.assign(new Error("no space left on device"), { code: "ENOSPC", syscall: "rename" });
}

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
  configure({ local: { path: "b.tfstate" } }, ["a"]);
  expect((await run("plan")).stderr).toMatch(/state-left-behind[^]*b\.tfstate[^]*terraform\.tfstate has 1/);
  configure({ http: server.backend }, ["a"]);
  for (const command of ["plan", "apply --auto-approve", "drift", "plan --rehearse"])
    expect([command, (await run(command)).stderr]).toEqual([
      command,
      expect.stringMatching(/state-left-behind[^]*netweft init --migrate-state/),
    ]);
  expect(await run("state push terraform.tfstate")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
});

test("a block that is changed or removed is noticed in the folder of the last apply, until the state is moved or destroyed", async () => {
  configure({ http: server.backend }, ["a"]);
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  configure(undefined, ["a"]);
  expect((await run("plan")).stderr).toMatch(/state-left-behind[^]*netweft init --migrate-state/);
  configure({ http: server.backend }, ["a"]);
  writeFileSync(join(cwd, "moved.tfstate"), (await run("state pull")).stdout);
  configure({ local: { path: "here.tfstate" } }, ["a"]);
  expect(await run("state push moved.tfstate")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
  expect(await run("destroy --auto-approve")).toMatchObject({ code: 0 });
  configure({ local: { path: "there.tfstate" } }, ["a"]);
  expect(await run("plan")).toMatchObject({ code: 0 });
});

/** A server that stores the claims of an apply, and then nothing. */
function breakAfterClaims(): void {
  const refused = { method: "POST", status: 501 };
  server.faults.push({ method: "POST", status: 200, usual: true }, refused);
}

test("a state that the server refuses after an apply is saved as errored.tfstate beside earlier ones, and can be pushed", async () => {
  configure({ http: server.backend }, ["a"]);
  writeFileSync(join(cwd, "errored.tfstate"), "an earlier one");
  breakAfterClaims();
  const ran = await run("apply --auto-approve");
  expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/state-unwritable[^]*501[^]*state-not-stored/)]);
  expect(ran.stderr.replace(/\s+/g, " ")).toContain("netweft state push errored.2.tfstate.");
  expect(readFileSync(join(cwd, "errored.tfstate"), "utf8")).toBe("an earlier one");
  expect(statSync(join(cwd, "errored.2.tfstate")).mode & 0o777).toBe(0o600);
  expect(await run("state push errored.2.tfstate")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
  expect(await run("destroy --auto-approve")).toMatchObject({ code: 0 });
});

test("a state that was saved from another folder is named in full, with a command for that folder", async () => {
  const [outside, name] = [dirname(cwd), basename(cwd)];
  const calls = [
    [["a"], ["apply", "--auto-approve", name], `--chdir=$WORK/${name}`, "errored.tfstate"],
    [["a", "b"], [`--chdir=${name}`, "apply", "--auto-approve"], `--chdir=${name}`, "errored.2.tfstate"],
  ] as const;
  for (const [names, args, option, file] of calls) {
    configure({ http: server.backend }, names);
    breakAfterClaims();
    const stderr = (await netweft(args, { cwd: outside, env: { TF_WORKSPACE: "default" } })).stderr.replace(/\s+/g, " ");
    expect(stderr).toContain(`It is in $WORK/${name}/${file}.`);
    expect(stderr).toContain(`TF_WORKSPACE=default netweft ${option} state push ${file}.`);
    const pushed = await netweft([option.replace("$WORK", outside), "state", "push", file], { cwd: outside });
    expect(pushed).toMatchObject({ code: 0 });
  }
});

test("after a saved plan of an app with several stacks, the command names the stack of the plan", async () => {
  const provider = { netweft: { stack: "one", simulated: { file: join(cwd, "kernel.json") } } };
  const resource = { netweft_namespace: { a: { name: "a" } } };
  for (const [stack, backend] of Object.entries({ one: { http: server.backend }, two: { local: {} } })) {
    mkdirSync(join(cwd, "out/stacks", stack), { recursive: true });
    writeFileSync(join(cwd, "out/stacks", stack, "cdk.tf.json"), JSON.stringify({ terraform: { backend }, provider, resource }));
  }
  writeFileSync(join(cwd, "out/manifest.json"), JSON.stringify({ stacks: { two: {}, one: {} } }));
  writeFileSync(join(cwd, "cdktf.json"), JSON.stringify({ app: "true", output: "out" }));
  expect(await run("plan --stack one --skip-synth --out saved")).toMatchObject({ code: 0 });
  breakAfterClaims();
  expect((await run("apply saved")).stderr.replace(/\s+/g, " ")).toContain("netweft state push --stack one errored.tfstate.");
});

test.each([
  [
    value(placeOf({ backend: { type: "local", config: { path: "a b" } }, folder: ".", env: {} }, "default")),
    "--state 'a b' errored.tfstate.",
  ],
  [
    value(placeOf({ backend: { type: "pg", config: {} }, folder: ".", env: {} }, "dev")),
    "TF_WORKSPACE=dev netweft state push errored.tfstate.",
  ],
])("after a saved plan, the command names the place of the plan: %j", async (place, command) => {
  const write: typeof machineFiles.write = (path, ...rest) => machineFiles.write(join(cwd, path), ...rest);
  const there = { ...doors, cwd: () => cwd, files: { ...machineFiles, write } };
  const given = value(parse([], { name: "apply", ...commands["apply"]! }));
  const [refused] = await saveErrored(session(given, there, {}, "0"), { state: emptyState("x"), why: [], place }, () => undefined);
  expect(refused?.detail).toContain(command);
  expect(existsSync(join(cwd, "errored.tfstate"))).toBe(true);
});

test("a state that no file takes either is printed, also as JSON; a claim that is refused leaves nothing to save", async () => {
  configure({ http: server.backend }, ["a"]);
  const full = {
    ...machineDisk,
    renameSync: (from: PathLike, to: PathLike) => (/errored/.test(String(to)) ? noSpace() : renameSync(from, to)),
  };
  const surroundings = { cwd, files: filesOn(full) };
  breakAfterClaims();
  const printed = await netweft(["apply", "--auto-approve"], surroundings);
  expect(printed.stderr).toMatch(/file-unwritable[^]*state-not-stored[^]*printed above/);
  const text = /^\{[^]*^\}/m.exec(printed.stdout)![0];
  writeFileSync(join(cwd, "printed"), text);
  expect(await run("state push printed")).toMatchObject({ code: 0 });
  configure({ http: server.backend }, ["a", "b"]);
  breakAfterClaims();
  const lines = (await netweft(["apply", "--auto-approve", "--json"], surroundings)).stdout.trim().split("\n");
  const dumped = lines.map((line) => JSON.parse(line) as { state?: { serial: number } }).find(({ state }) => state);
  writeFileSync(join(cwd, "printed"), JSON.stringify(dumped?.state));
  expect(await run("state push printed")).toMatchObject({ code: 0 });
  expect(await run("plan --detailed-exitcode")).toMatchObject({ code: 0 });
  configure({ http: server.backend }, ["c"]);
  server.faults.push({ method: "POST", status: 501 });
  const claiming = await run("apply --auto-approve");
  expect([claiming.code, claiming.stderr.includes("state-not-stored"), existsSync(join(cwd, "errored.tfstate"))]).toEqual([
    1,
    false,
    false,
  ]);
});

test("a lock that the server does not release is a warning with the command that removes it", async () => {
  configure({ http: server.backend }, ["a"]);
  server.faults.push({ method: "UNLOCK", status: 501 });
  const ran = await run("apply --auto-approve");
  expect([ran.code, ran.stderr]).toEqual([0, expect.stringMatching(/Warning: [^]*lock-not-released[^]*501/)]);
  const [command] = /force-unlock [\w-]+/.exec(ran.stderr.replace(/\s+/g, " "))!;
  expect(await run("plan")).toMatchObject({ code: 0 });
  expect((await run("apply --auto-approve")).stderr).toMatch(/state-locked/);
  expect(await run(`${command} --force`)).toMatchObject({ code: 0 });
  server.faults.push({ method: "UNLOCK", status: 501 });
  const [last = ""] = (await run("apply --auto-approve --json")).stdout.trim().split("\n").slice(-1);
  expect(JSON.parse(last)).toMatchObject({ type: "diagnostic", diagnostic: { severity: "warning" } });
});

test("a record of the earlier place that is damaged is an error", async () => {
  configure({ http: server.backend }, ["a"]);
  expect(await run("apply --auto-approve")).toMatchObject({ code: 0 });
  configure(undefined, ["a"]);
  for (const text of ["null", "{", "[]", '{"place":3}', '{"place":{"backend":"pg"}}', '{"place":{"backend":"http","settings":{}}}']) {
    writeFileSync(join(cwd, ".terraform/netweft-backend.json"), text);
    const { code, stderr } = await run("plan");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/invalid-json[^]*netweft-backend\.json/)]);
  }
});

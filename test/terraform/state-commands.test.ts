/** Commands that change a state: the real terraform and Netweft make the same of the same state, or refuse the same. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPrivate } from "../../lib/engine/state/private";
import { netweft } from "../support/netweft";
import { openWorkspace, type Workspace } from "../support/terraform";

interface Stored {
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly { readonly instances: readonly object[] }[];
}

let theirs: Workspace;
let ours: string;
beforeAll(async () => {
  theirs = await openWorkspace("reattached");
  ours = mkdtempSync(join(tmpdir(), "netweft-commands-"));
  const many = { for_each: '${toset(["x", "y"])}', name: "many-${each.key}" };
  theirs.configure({
    resource: {
      netweft_namespace: { a: { name: "a" }, b: { name: "b" }, many },
      netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"] } },
    },
  });
  await theirs.apply();
  for (const name of ["terraform.tfstate", "main.tf.json"]) copyFileSync(join(theirs.path, name), join(ours, name));
});
afterAll(async () => {
  await theirs.close();
  rmSync(ours, { recursive: true });
});

/** What both write, whatever the order of the blocks and of the members. */
function stored(folder: string) {
  const { serial, lineage, resources } = JSON.parse(readFileSync(join(folder, "terraform.tfstate"), "utf8")) as Stored;
  const all = resources.flatMap(({ instances, ...block }) =>
    instances.map((instance) => JSON.stringify(sorted({ ...block, ...instance }))),
  );
  return { serial, lineage, all: all.sort() };
}

/** Terraform hands on our bytes as they are, which the provider packs. */
function sorted(one: Readonly<Record<string, unknown>>): object {
  const members = { ...one, private: readPrivate(one["private"]) };
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const N = "netweft_namespace";

test.each([
  [0, `state mv ${N}.a ${N}.c`],
  [1, `state mv ${N}.a ${N}.d`],
  [1, `state mv ${N}.c ${N}.b`],
  [1, `state mv ${N}.c netweft_bridge_network.c`],
  [0, `state mv -dry-run ${N}.c ${N}.e`],
  [0, `state mv ${N}.many ${N}.some`],
  [0, `state mv ${N}.some["x"] ${N}.some["z"]`],
  [0, `state mv ${N}.c ${N}.some["c"]`],
  [0, `taint ${N}.b`],
  [1, `taint ${N}.none`],
  [0, `taint -allow-missing ${N}.none`],
  [0, `untaint ${N}.b`],
  [1, `untaint ${N}.b`],
  [0, `state rm -dry-run ${N}.b`],
  [0, `state rm ${N}.some netweft_bridge_network.front`],
  [1, `state rm ${N}.some`],
  [0, "state replace-provider -auto-approve netweft/netweft example.org/net/weft"],
])("exit code %i: %s", async (code, command) => {
  const args = command.split(" ");
  await theirs.run(code, ...args);
  const ran = await netweft(args, { cwd: ours });
  expect([ran.code, ran.stdout + ran.stderr]).toEqual([
    code,
    expect.stringMatching(code === 0 ? /./ : /state-edit-refused|no-such-instance/),
  ]);
  expect(stored(ours)).toEqual(stored(theirs.path));
});

test("a state is pulled as it is, and pushed only where it continues the stored one", async () => {
  for (const run of [async (...args: string[]) => theirs.start(...args).done, async (...args: string[]) => netweft(args, { cwd: ours })]) {
    const pulled = await run("state", "pull");
    const state = JSON.parse(pulled.stdout) as Stored;
    expect(state).toEqual(JSON.parse(readFileSync(join(ours, "terraform.tfstate"), "utf8")));
    const push = async (serial: number, lineage: string, ...options: string[]) => {
      writeFileSync(join(ours, "pushed.json"), JSON.stringify({ ...state, serial, lineage }));
      return (await run("state", "push", ...options, join(ours, "pushed.json"))).code;
    };
    expect([await push(state.serial - 1, state.lineage), await push(state.serial + 1, "another")]).toEqual([1, 1]);
    expect(await push(state.serial + 1, state.lineage)).toBe(0);
    expect(await push(state.serial, "another", "-force")).toBe(0);
  }
  expect(stored(ours)).toEqual(stored(theirs.path));
});

test("a lock that a run left behind is removed by its ID only", async () => {
  const lock = join(ours, ".terraform.tfstate.lock.info");
  const unlock = (...args: string[]) => netweft(["force-unlock", ...args], { cwd: ours });
  expect((await unlock("-force", "1234")).stderr).toMatch(/not-locked.*\n[^]*is not locked/);
  writeFileSync(lock, JSON.stringify({ ID: "1234", Who: "ada@there" }));
  expect((await netweft(["taint", "x.y"], { cwd: ours })).stderr).toMatch(/state-locked[^]*lock ID 1234/);
  expect((await unlock("-force", "12")).stderr).toMatch(/has the ID "1234", not "12"/);
  expect((await netweft(["force-unlock", "1234"], { cwd: ours, answers: ["no"] })).stdout).toMatch(/the lock is still there/);
  expect(await unlock("-force", "1234")).toMatchObject({ code: 0 });
  expect((await netweft(["taint", "-allow-missing", "x.y"], { cwd: ours })).code).toBe(0);
});

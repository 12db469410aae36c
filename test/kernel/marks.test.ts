/** Ownership of namespaces is recorded on the host, unaffected by processes inside them and by other programs that reuse their names. */
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { lineOf } from "../../lib/kernel/line";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, hostFiles, insideLab, ipBatch, snapshot, openLab, scopeOf } from "../support/lab";
import { factOf } from "../support/test-driver";

insideLab();

const record = `${hostFiles()}.owners`;
const names = ["c1", "c2"] as const;
const stack = {
  resource: {
    netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], names: false } },
    netweft_namespace: Object.fromEntries(names.map((name) => [name, { name }])),
    netweft_endpoint: Object.fromEntries(
      names.map((name) => [name, { namespace: `\${netweft_namespace.${name}.ref}`, network: "${netweft_bridge_network.front.ref}" }]),
    ),
  },
};

let folder: Folder;

beforeEach(() => {
  emptyLab();
  rmSync(record, { force: true });
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write(stack);
});
afterEach(() => {
  folder.close();
  emptyLab();
});

const there = () => command("ip netns list").match(/^c\d/gm)?.sort() ?? [];

/** The namespace of this name, and its content. */
function insideOf(name: string): string {
  const { ino, ctimeMs } = statSync(`/run/netns/${name}`);
  return `${ino} ${ctimeMs} ${command(`ip -n ${name} -d addr show`)} ${command(`ip -n ${name} route show table all`)}`;
}

function forged(name: string): string {
  ipBatch([`link set lo alias "netweft:default:netweft_namespace:${name}"`], name);
  return insideOf(name);
}

test("erasing, forging or garbling a mark inside a namespace has no effect", async () => {
  await folder.run(0, "apply", "--auto-approve");
  for (const alias of ["netweft:other:netweft_namespace:c2", "netweft:::", "a\u001b", ""]) {
    for (const name of names) ipBatch([`link set lo alias "${alias}"`], name);
    await folder.run(0, "plan", "--detailed-exitcode");
  }
  await folder.run(0, "drift", "--detailed-exitcode");
  await folder.run(0, "destroy", "--auto-approve");
  expect(there()).toEqual([]);
  expect(readFileSync(record, "utf8")).toBe("end\n");
});

test("a foreign namespace with our mark inside is not touched", async () => {
  command("ip netns add c1");
  const before = forged("c1");
  expect((await folder.run(1, "apply", "--auto-approve")).stderr).toMatch(/foreign-object.*netns c1|netns c1.*foreign-object/s);
  await folder.run(0, "destroy", "--auto-approve");
  expect(insideOf("c1")).toBe(before);
});

test("a namespace of another program under the name of ours is foreign, even with the same inode number", async () => {
  await folder.run(0, "apply", "--auto-approve");
  command("ip netns del c1");
  command("ip netns add c1");
  const before = forged("c1");
  await folder.run(1, "apply", "--auto-approve");
  expect(insideOf("c1")).toBe(before);
  const { stdout, stderr } = await folder.run(1, "destroy", "--auto-approve");
  expect(`${stdout}${stderr}`).toContain("not-removed");
  expect(insideOf("c1")).toBe(before);
  expect(there()).toEqual(["c1"]);
});

test("without the record no namespace is ours: destroy reports what it keeps, and an import restores ownership", async () => {
  await folder.run(0, "apply", "--auto-approve");
  rmSync(record);
  expect((await folder.run(1, "plan")).stderr).toContain(
    "run `netweft state rm netweft_namespace.c1` and then `netweft import netweft_namespace.c1 local/c1`",
  );
  const { stdout, stderr } = await folder.run(1, "destroy", "--auto-approve");
  for (const name of names) expect(`${stdout}${stderr}`).toContain(`netweft_namespace.${name}`);
  expect(there()).toEqual([...names]);
  for (const name of names) {
    await folder.run(0, "state", "rm", `netweft_namespace.${name}`);
    await folder.run(0, "import", `netweft_namespace.${name}`, `local/${name}`);
  }
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  await folder.run(0, "destroy", "--auto-approve");
  expect(there()).toEqual([]);
});

const damages: Readonly<Record<string, (text: string) => string>> = {
  "cut off": (text) => text.slice(0, -10),
  "without its end": (text) => text.replace("end\n", ""),
  "of something else": () => "what\nend\n",
};

test("a damaged record is an error that names the file, and nothing is done", async () => {
  await folder.run(0, "apply", "--auto-approve");
  const text = readFileSync(record, "utf8");
  for (const [how, damage] of Object.entries(damages)) {
    writeFileSync(record, damage(text));
    for (const args of [["plan"], ["drift"], ["apply", "--auto-approve"], ["destroy", "--auto-approve"]]) {
      const { stderr } = await folder.run(1, ...args);
      expect({ how, stderr }).toEqual({ how, stderr: expect.stringContaining(`${record} is damaged at line`) as string });
    }
    expect(there()).toEqual([...names]);
  }
  writeFileSync(record, text);
  await folder.run(0, "plan", "--detailed-exitcode");
});

test("if creating namespaces fails, those that other programs have created meanwhile do not become ours", async () => {
  const driver = await openLab();
  const scope = scopeOf(["c1", "c2", "c3"]);
  const { generation } = await snapshot(driver, scope);
  for (const name of ["c2", "c3"]) command(`ip netns add ${name}`);
  const facts = ["c1", "c2", "c3"].map((name) => factOf(`local - netns ${name} # netweft:lab:netweft_namespace:${name}`));
  const steps = facts.map((fact) => ({ verb: "add", fact }) as const);
  const outcome = (await driver.run(new Map([["local", { steps, scope, generation }]]), () => undefined)).get("local")!;
  expect(outcome.failed).toMatchObject({ step: 1 });
  expect([...(await snapshot(driver, scope)).facts.values()].map(lineOf)).toEqual([
    lineOf(facts[0]!),
    "local - netns c2",
    "local - netns c3",
  ]);
});

test("a name that was recorded as being created, but was not, is free", async () => {
  const driver = await openLab();
  const scope = scopeOf(["c1", "c2"]);
  command("ip netns add c1");
  writeFileSync(record, "c1 - - netweft:::\nc2 - - netweft:::\nend\n");
  expect([...(await snapshot(driver, scope)).facts.values()].map(lineOf)).toEqual(["local - netns c1 # netweft:::"]);
  command("ip netns add c2");
  expect([...(await snapshot(driver, scope)).facts.values()].map(lineOf)).toEqual(["local - netns c1 # netweft:::", "local - netns c2"]);
});

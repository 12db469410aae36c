/** Every way to disturb a host is found, classed, judged and located; what is on any host is not reported. */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stackFindings } from "../../lib/drift/report";
import { findingClasses, layers, type Finding } from "../../lib/drift/finding";
import { registry } from "../../lib/resources";
import { disturbances, edited, noise, type Disturbance } from "../support/disturbances";
import { disturbedStack, onSimulated } from "../support/disturbed-stack";
import { load, openLab } from "../support/world";

const lab = openLab();
const json = disturbedStack(onSimulated(lab.provider));
const { file } = lab.provider.simulated;
let lines: readonly string[] = [];

beforeAll(async () => {
  await lab.apply(json);
  lines = await lab.lines();
  copyFileSync(file, `${file}.whole`);
});
beforeEach(() => copyFileSync(`${file}.whole`, file));
afterAll(() => lab.close());

async function report(code = json): Promise<readonly Finding[]> {
  const found = await lab.drift(code);
  const times = { observedAt: "2027-01-01T00:00:00Z", seconds: 0 };
  return stackFindings({ found, configuration: load(code), state: lab.state, types: registry, file: "main.tf.json", ...times, ignores: [] })
    .findings;
}

function lineOf(pattern: RegExp): string {
  const line = lines.find((one) => pattern.test(one));
  if (line === undefined) throw new Error(`no line matches ${pattern}`);
  return line;
}

async function disturb({ gone, changed, made }: Disturbance): Promise<void> {
  if (gone !== undefined) await lab.unset(lineOf(gone).replace(/ # .*/, ""));
  for (const line of made ?? []) await lab.set(line);
  if (changed !== undefined) await lab.set(edited(lineOf(changed[0]), changed));
}

test.each(disturbances.map((one) => [one.name, one] as const))("%s", async (_name, one) => {
  await disturb(one);
  const [kind, layer, severity, by = "apply"] = one.is;
  const findings = await report();
  const found = findings.find((finding) => one.found.test((finding.expected ?? finding.actual)!) && finding.class === kind);
  expect(found ?? findings).toMatchObject({ class: kind, layer, severity, repair: { by } });
  expect(found!.reason).toMatch(/^[A-Z].*\.$/s);
  if (kind !== "orphaned") expect(found!.resources.length).toBeGreaterThan(0);
  if (one.endpoints !== undefined)
    expect(found!.endpoints.map((address) => address.replace("netweft_endpoint.", "")).sort()).toEqual(
      expect.arrayContaining(one.endpoints.split(" ").sort()),
    );
});

test("what other programs and the kernel have on every host is no finding", async () => {
  for (const line of noise) await lab.set(line);
  expect(await report()).toEqual([]);
});

test("what a stack of another name has is not orphaned where the provider block names that one and the state names another", async () => {
  await lab.set("local - link nw-blue type bridge mtu 1500 mac 02:42:00:00:00:09 stp off up # netweft:default:netweft_bridge_network:blue");
  expect(await report(json.replace('"stack":"shop"', '"stack":"default"'))).toEqual([]);
});

test("there are 80 ways at least, of every class, and every layer that hosts have", () => {
  expect(disturbances.length).toBeGreaterThanOrEqual(80);
  expect(findingClasses.filter((kind) => !disturbances.some(({ is }) => is[0] === kind))).toEqual([]);
  expect(layers.filter((layer) => !disturbances.some(({ is }) => is[1] === layer))).toEqual([]);
});

test("the fingerprint of a finding is the same in each report, and of no value", async () => {
  await lab.set(
    "local - link nw-shop-front type bridge mtu 1400 mac 7e:88:ab:22:02:df stp off up # netweft:shop:netweft_bridge_network:front",
  );
  const [first] = await report();
  await lab.set(
    "local - link nw-shop-front type bridge mtu 1300 mac 7e:88:ab:22:02:df stp off up # netweft:shop:netweft_bridge_network:front",
  );
  const [second] = await report();
  expect(first!.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  expect(second).toMatchObject({ fingerprint: first!.fingerprint, actual: expect.stringContaining("mtu 1300") as string });
});

test("a repair that changes an address says whose connections it ends or pauses, and others say nothing", async () => {
  await lab.set(
    "local - link nw-shop-front type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up # netweft:shop:netweft_bridge_network:front",
  );
  await lab.unset("local db route 10.40.0.0/16 via 10.8.0.254 dev eth0");
  const [route, link] = await report();
  expect(link!.repair.interrupts.map(({ endpoint, kind }) => `${kind} ${endpoint}`)).toEqual([
    "brief netweft_endpoint.web",
    "brief netweft_endpoint.db",
  ]);
  expect(route!.repair.interrupts).toEqual([]);
});

test("the guide says of each class and layer what an apply does", () => {
  const guide = readFileSync(join(__dirname, "../../docs/guides/drift.md"), "utf8");
  const rows = guide.split("\n").filter((row) => /^\| (?!Layer)\w+ \|/.test(row));
  const table = new Map(
    rows.map((row) => [
      row.split("|")[1]!.trim(),
      row
        .split("|")
        .slice(2)
        .map((cell) => cell.trim()),
    ]),
  );
  expect([...table.keys()]).toEqual([...layers]);
  const words = { apply: { missing: "repaired", changed: "repaired", unexpected: "removed", orphaned: "removed" } } as const;
  for (const { name, is } of disturbances) {
    const [kind, layer, , by = "apply"] = is;
    const cell = table.get(layer)![findingClasses.indexOf(kind)];
    expect(`${name}: ${cell}`).toContain(by === "apply" ? words.apply[kind] : by);
  }
});

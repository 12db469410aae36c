/** Several formats of one report, each in its file. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;
beforeAll(async () => {
  shop = openShop();
  await shop.run(0, "apply", "--auto-approve");
});
afterAll(() => shop.close());

const read = (name: string) => readFileSync(join(shop.folder, name), "utf8");

test("an --out is for the format before it; what has none goes to standard output", async () => {
  const pairs = ["--format", "text", "--format", "sarif", "--out", "d.sarif", "--format", "html", "--out", "d.html"];
  const { stdout } = await shop.run(0, "drift", ...pairs);
  expect(stdout).toContain("No drift.");
  expect(JSON.parse(read("d.sarif"))).toMatchObject({ version: "2.1.0", runs: [{ results: [] }] });
  expect(read("d.html")).toContain("<title>Drift of default</title>");
});

test("a file for a collector can be read by all users; others follow the umask, or keep their mode", async () => {
  const modes = (...names: string[]) => names.map((name) => statSync(join(shop.folder, name)).mode & 0o777);
  writeFileSync(join(shop.folder, "kept.html"), "", { mode: 0o640 });
  const before = process.umask(0o077);
  try {
    const pairs = [
      "--format",
      "prometheus",
      "--out",
      "d.prom",
      "--format",
      "sarif",
      "--out",
      "e.sarif",
      "--format",
      "html",
      "--out",
      "kept.html",
    ];
    await shop.run(0, "drift", ...pairs);
  } finally {
    process.umask(before);
  }
  expect(modes("d.prom", "e.sarif", "kept.html")).toEqual([0o644, 0o600, 0o640]);
});

test("two formats for one file are an error in each spelling of its name", async () => {
  const { stderr } = await shop.run(1, "drift", "--format", "html", "--out", "new.html", "--format", "json", "--out", "./new.html");
  expect(stderr.replaceAll(/\s+/g, " ")).toContain("html and json would all be written");
});

test("all errors of the outputs come at once, and nothing is written", async () => {
  const pairs = ["--format", "text", "--format", "json", "--format", "xml", "--out", "none/x", "--out", "y"];
  const { stderr } = await shop.run(1, "drift", ...pairs, "--max-bytes", "9", "--sarif-suppressed", "no");
  for (const part of [
    "text and json would all be written to standard output",
    '"xml"',
    "the folder none does not exist",
    '--out "y"',
    "--max-bytes",
    "--sarif-suppressed",
  ])
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(part);
});

test("an option of a format that is not written is an error", async () => {
  const { stderr } = await shop.run(1, "drift", "--format", "junit", "--max-bytes", "9000", "--sarif-suppressed", "omit");
  for (const part of ["--max-bytes has an effect on --format markdown only", "--sarif-suppressed has an effect on --format sarif only"])
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(part);
});

test("a plan's --out is the plan to apply: a name of a report in its format is an error", async () => {
  const { stderr } = await shop.run(1, "plan", "--format", "html", "--out", "plan.html");
  expect(stderr.replaceAll(/\s+/g, " ")).toContain("Write `--format html > plan.html`");
});

test("--hosts without --state would have no effect", async () => {
  const { stderr } = await shop.run(1, "drift", "--hosts", "hosts.json");
  expect(stderr.replaceAll(/\s+/g, " ")).toContain("Leave out --hosts, or add --state.");
});

test("a report without the code says that it does not know `ignore_changes`, where that may matter", async () => {
  const warned = async () => (await shop.run(0, "drift", "--state", "terraform.tfstate")).stderr.includes("[drift-without-code]");
  const line = "local web route default via 10.8.0.1 dev eth0";
  expect(await warned()).toBe(false);
  await shop.run(0, "sim", "unset", line);
  expect(await warned()).toBe(true);
  await shop.run(0, "sim", "set", line);
});

test("the graph in several formats comes from one run", async () => {
  await shop.run(0, "graph", "--format", "html", "--out", "g.html", "--format", "mermaid", "--out", "g.mmd");
  expect(read("g.html")).toContain("<!doctype html>");
  expect(read("g.mmd")).toContain("flowchart");
});

test("what an earlier report has of a resource whose lines cannot be read is not resolved", async () => {
  const file = join(shop.folder, "terraform.tfstate");
  const before = readFileSync(file, "utf8");
  const line = "local web route default via 10.8.0.1 dev eth0";
  await shop.run(0, "sim", "unset", line);
  await shop.run(0, "drift", "--format", "json", "--out", "before.json");
  const state = JSON.parse(before) as { resources: { type: string; name: string; instances: { private: string }[] }[] };
  const web = state.resources.find(({ type, name }) => type === "netweft_endpoint" && name === "web")!.instances[0]!;
  web.private = Buffer.from(JSON.stringify({ v: 1, facts: ["local web road default"] })).toString("base64");
  writeFileSync(file, JSON.stringify(state));
  const { stdout } = await shop.run(1, "drift", "--json", "--baseline", "before.json");
  expect(JSON.parse(stdout)).toMatchObject({ stacks: [{ resolved: [], unread_findings: [{ expected: line }] }] });
  writeFileSync(file, before);
  await shop.run(0, "sim", "set", line);
});

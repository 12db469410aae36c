/** Several formats of one report, each in its file. */
import { readFileSync, statSync } from "node:fs";
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

test("a file can be read by all users, whatever the umask is", async () => {
  const before = process.umask(0o077);
  try {
    await shop.run(0, "drift", "--out", "d.prom", "--format", "prometheus");
  } finally {
    process.umask(before);
  }
  expect(statSync(join(shop.folder, "d.prom")).mode & 0o777).toBe(0o644);
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

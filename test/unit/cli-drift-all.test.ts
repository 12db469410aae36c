/** `netweft drift --all`: a stack that cannot be read does not hide the others. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;
beforeAll(() => {
  shop = openShop();
  const write = (name: string, content: string) => writeFileSync(join(shop.folder, name), content);
  for (const name of ["broken", "good"]) mkdirSync(join(shop.folder, "cdktf.out/stacks", name), { recursive: true });
  write("cdktf.json", JSON.stringify({ language: "typescript", app: "false" }));
  write("cdktf.out/manifest.json", JSON.stringify({ version: "0.0.0", stacks: { broken: { name: "broken" }, good: { name: "good" } } }));
  write("cdktf.out/stacks/broken/cdk.tf.json", "{");
  const provider = { netweft: { stack: "good", hosts: { local: {} }, simulated: { file: "kernel.json" } } };
  write("cdktf.out/stacks/good/cdk.tf.json", JSON.stringify({ provider }));
});
afterAll(() => shop.close());

test("the reports of the others are written, the diagnostics are in them, and the exit code is 1", async () => {
  const { stdout } = await shop.run(1, "drift", "--all", "--skip-synth", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ stacks: [{ stack: "good" }], diagnostics: [{ severity: "error" }] });
});

test("every format says that a stack was not read", async () => {
  const formats = ["json", "markdown", "junit", "sarif", "gitlab", "html", "prometheus"];
  const words = formats.flatMap((format) => ["--format", format, "--out", `all.${format}`]);
  await shop.run(1, "drift", "--all", "--skip-synth", ...words);
  const read = (format: string) => readFileSync(join(shop.folder, `all.${format}`), "utf8");
  expect(JSON.parse(read("json"))).toMatchObject({ stacks: [{ stack: "good" }], unread_stacks: ["broken"] });
  expect(read("markdown")).toMatch(/> \*\*Not read:\*\* stack .*broken.*JSON/);
  expect(read("junit")).toMatch(/<testsuite name="broken" tests="1" failures="0" errors="1" skipped="0"/);
  expect(JSON.parse(read("sarif"))).toMatchObject({
    runs: [
      {
        invocations: [
          { toolExecutionNotifications: [{ level: "error", message: { text: expect.stringContaining('"broken"') as string } }] },
        ],
      },
    ],
  });
  expect(JSON.parse(read("gitlab"))).toMatchObject([{ check_name: "drift/unread/invalid-json", severity: "critical" }]);
  expect(read("html")).toMatch(/<p class="warning">Stack &quot;broken&quot; was not read\./);
  expect(read("prometheus")).toContain('netweft_drift_last_run_success{stack="broken"} 0');
});

test("as text the diagnostics are beside the reports", async () => {
  const { stdout, stderr } = await shop.run(1, "drift", "--all", "--skip-synth");
  expect(stdout).toMatch(/^Stack good\n[^]*No drift\.[^]*\n\nStack broken\nIt could not be read\. Errors say why\.\n$/);
  expect(stderr).toContain("stacks/broken/cdk.tf.json");
});

test("a baseline of other stacks only is a warning that names them: every finding would look new", async () => {
  const earlier = { format_version: "2.0", stacks: [{ stack: "better", findings: [] }] };
  writeFileSync(join(shop.folder, "old.json"), JSON.stringify(earlier));
  const warned = async () => {
    const { stdout } = await shop.run(1, "drift", "--all", "--skip-synth", "--json", "--baseline", "old.json");
    const { stacks } = JSON.parse(stdout) as {
      stacks: readonly { diagnostics: readonly { code: string; severity: string; detail: string }[] }[];
    };
    return stacks[0]!.diagnostics.filter(({ code }) => code === "drift-baseline-unrelated");
  };
  const detail = expect.stringContaining('no entry for stack "good", so all findings are new. It has "better"') as string;
  expect(await warned()).toEqual([expect.objectContaining({ severity: "warning", detail })]);
  writeFileSync(
    join(shop.folder, "old.json"),
    JSON.stringify({ ...earlier, stacks: [...earlier.stacks, { stack: "good", findings: [] }] }),
  );
  expect(await warned()).toEqual([]);
});

test("what an earlier report has of a stack that cannot be read keeps its age", async () => {
  const known = {
    ...{ fingerprint: "a".repeat(32), class: "missing", layer: "route", severity: "outage", host: "local", resources: [] },
    ...{ expected: "local web route default via 10.8.0.1 dev eth0", first_seen: "2026-01-01T00:00:00Z" },
  };
  const keep = (name: string, content: string) => writeFileSync(join(shop.folder, name), content);
  keep("first.json", JSON.stringify({ format_version: "2.0", stacks: [{ stack: "broken", findings: [known] }] }));
  const night = async (baseline: string) => (await shop.run(1, "drift", "--all", "--skip-synth", "--json", "--baseline", baseline)).stdout;
  keep("second.json", await night("first.json"));
  const carried = { unread_stack_findings: [{ stack: "broken", findings: [known] }] };
  expect(JSON.parse(readFileSync(join(shop.folder, "second.json"), "utf8"))).toMatchObject(carried);
  expect(JSON.parse(await night("second.json"))).toMatchObject(carried);
});

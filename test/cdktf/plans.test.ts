import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { marked } from "../support/editor";
import { netweft } from "../support/netweft";

const root = join(__dirname, "../..");

/** Copies an example to a folder where it still finds the package, and where nothing was applied. */
function fresh(example: string): string {
  mkdirSync(join(root, ".netweft"), { recursive: true });
  const folder = mkdtempSync(join(root, ".netweft", `plan-${example}-`));
  for (const name of ["main.ts", "cdktf.json"]) cpSync(join(root, "examples", example, name), join(folder, name));
  return folder;
}

const examples: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["bridge", {}],
  ["host", {}],
  ["lan", {}],
  ["overlay", {}],
  ["workloads", { TF_VAR_db_pid: "4711", TF_VAR_cache_path: "/var/run/docker/netns/8f5dc9d1a2b3" }],
];

/** What the simulated host of an example has. */
const GIVEN: Readonly<Record<string, string>> = { lan: "local - link eth1 type device mtu 1500 mac 02:00:00:00:00:01 up" };

test.each(examples)("the example %s is planned as its folder shows", async (example, env) => {
  const folder = fresh(example);
  try {
    const given = GIVEN[example];
    if (given !== undefined) expect(await netweft(["sim", "set", given], { cwd: folder })).toMatchObject({ code: 0 });
    const { code, stdout } = await netweft(["plan", "--detailed-exitcode"], { cwd: folder, env });
    const expected = join(root, "examples", example, "expected-plan.txt");
    if (process.env.UPDATE) writeFileSync(expected, stdout);
    expect(stdout).toBe(readFileSync(expected, "utf8"));
    expect(code).toBe(2);
    const lines = join(root, "examples", example, "expected-lines.txt");
    if (existsSync(lines)) {
      const { stdout: all } = await netweft(["plan", "--skip-synth", "--lines"], { cwd: folder, env });
      if (process.env.UPDATE) writeFileSync(lines, all);
      expect(all).toBe(readFileSync(lines, "utf8"));
    }
    for (const stack of readdirSync(join(folder, "cdktf.out/stacks"))) {
      const synthesized = readFileSync(join(folder, "cdktf.out/stacks", stack, "cdk.tf.json"), "utf8");
      expect(marked(JSON.parse(synthesized))).toEqual([]);
    }
    const rehearse = () => netweft(["plan", "--skip-synth", "--rehearse", "--detailed-exitcode"], { cwd: folder, env });
    const rehearsed = await rehearse();
    const body = (text: string) => text.slice(text.indexOf("\n"), text.indexOf("\nPlan: "));
    expect(rehearsed.code).toBe(2);
    expect(body(rehearsed.stdout)).toBe(body(stdout));
    await netweft(["apply", "--skip-synth", "--auto-approve"], { cwd: folder, env });
    expect((await rehearse()).code).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The lines of a page that it says are of the plan, block by block. */
function shownOn(page: string): readonly (readonly string[])[] {
  const blocks = readFileSync(join(root, page), "utf8").matchAll(/`netweft plan(?: --lines)?` shows[^`]*\n\n```text\n([^]*?)\n```/g);
  return [...blocks].map(([, block]) => block!.split("\n").filter((line) => line !== "" && line.trim() !== "…"));
}

test("the plan of the example bridge, eight resources, has at most 60 lines", () => {
  const plan = readFileSync(join(root, "examples/bridge/expected-plan.txt"), "utf8");
  expect(plan.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
});

test.each([
  ["README.md", 30],
  ["docs/guides/plans.md", 70],
])("%s shows lines of the plans of the example bridge, in short and with --lines, in their order", (page, least) => {
  const [short, long] = ["expected-plan.txt", "expected-lines.txt"].map((name) =>
    readFileSync(join(root, "examples/bridge", name), "utf8").split("\n"),
  );
  const blocks = shownOn(page);
  for (const block of blocks) {
    const plan = short!.includes(block[0]!) ? short! : long!;
    let at = 0;
    for (const line of block) {
      const next = plan.indexOf(line, at);
      expect({ line, isInPlan: next !== -1 }).toEqual({ line, isInPlan: true });
      at = next + 1;
    }
  }
  expect(blocks.flat().length).toBeGreaterThan(least);
});

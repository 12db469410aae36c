import { join } from "node:path";
import { rmSync } from "node:fs";
import { killedBy } from "../support/netweft";
import { TIMES } from "../support/runs";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;

beforeEach(() => {
  shop = openShop();
});
afterEach(() => shop.close());

/** The lines of the simulated kernel, in no particular order. */
async function kernel(): Promise<readonly string[]> {
  const { stdout } = await shop.run(0, "sim", "show");
  return stdout.split("\n").filter(Boolean).sort();
}

/** Facts that cannot be removed: a setting always has a value, and objects that rules and elements refer to are held by them. */
function canBeTaken(line: string): boolean {
  return !/ - (set|chain (from|to|post)-)| sysctl /.test(line);
}

/** What the lines of the three containers have in common: names, addresses and counters differ. */
function shapeOf(line: string): string {
  const words = line.replace(/\b(web|api|db)\b/g, "NAME").replace(/\bnwe\w+/g, "PORT");
  return words
    .replace(/\b([0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, "MAC")
    .replace(/\b10\.8\.0\.\d+/g, "IP4")
    .replace(/\bfd00:8::\w*/g, "IP6");
}

/** All lines in the long form, and otherwise the last one of each shape: what is known of one container is known of the others. */
function tried(lines: readonly string[]): readonly string[] {
  return TIMES > 1 ? lines : [...new Map(lines.map((line) => [shapeOf(line), line] as const)).values()];
}

test("for any removed fact, drift reports its line and its owner, and an apply repairs it", async () => {
  await shop.run(0, "apply", "--auto-approve");
  const whole = await kernel();
  const missed: string[] = [];
  for (const line of tried(whole.map((marked) => marked.replace(/ # .*/, "")).filter(canBeTaken))) {
    await shop.run(0, "sim", "unset", line);
    const { stdout } = await shop.run(2, "drift", "--detailed-exitcode", "--format", "json");
    const { stacks } = JSON.parse(stdout) as Report;
    if (!stacks[0].findings.some((found) => found.expected === line && found.resources.length > 0)) missed.push(line);
    await shop.run(0, "apply", "--auto-approve");
    expect(await kernel()).toEqual(whole);
  }
  expect(missed).toEqual([]);
  expect(whole.length).toBeGreaterThan(20);
});

interface Report {
  readonly stacks: readonly [{ readonly findings: readonly { readonly expected?: string; readonly resources: readonly string[] }[] }];
}

/** A real kernel fills the table in one transaction, so one object of each kind in it is enough. */
function isFirstOfItsKind(): (line: string) => boolean {
  const seen = new Set<string>();
  return (line) => {
    const kind = /^local - (set|chain|element) /.exec(line)?.[1];
    return kind === undefined || (!seen.has(kind) && Boolean(seen.add(kind)));
  };
}

test("before whatever step the process is killed, the next apply converges and nothing is orphaned", async () => {
  await shop.run(0, "apply", "--auto-approve");
  const whole = await kernel();
  const steps = tried(whole.map((line) => line.replace(/ # .*/, "")).filter(isFirstOfItsKind()));
  for (const line of steps) {
    for (const name of ["terraform.tfstate", "terraform.tfstate.backup", ".netweft"])
      rmSync(join(shop.folder, name), { recursive: true, force: true });
    const faults = [
      { step: `add ${line}`, action: "kill" },
      { step: `set ${line}`, action: "kill" },
    ];
    shop.configure({ provider: { netweft: [{ simulated: { faults } }] } });
    expect({ line, signal: killedBy(["apply", "--auto-approve"], { cwd: shop.folder }) }).toEqual({ line, signal: "SIGKILL" });
    shop.configure({});
    await shop.run(0, "apply", "--auto-approve");
    expect({ line, kernel: await kernel() }).toEqual({ line, kernel: whole });
    await shop.run(0, "plan", "--detailed-exitcode");
    await shop.run(0, "destroy", "--auto-approve");
    // The settings that routing needs stay.
    expect({ line, kernel: (await kernel()).filter((left) => !left.includes(" - sysctl ")) }).toEqual({ line, kernel: [] });
  }
});

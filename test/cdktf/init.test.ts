/** The files of `netweft init`, with the packages that `npm install` would install. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft } from "../support/netweft";

const root = join(__dirname, "../..");
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netweft-init-"));
  expect((await netweft(["init"], { cwd: folder })).code).toBe(0);
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of ["cdktf", "constructs", "tsx", "typescript", "@types/node"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  symlinkSync(root, join(folder, "node_modules/netweft"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a new app", () => {
  test("plans, applies and is unchanged afterwards", async () => {
    const planned = await netweft(["plan", "--detailed-exitcode"], { cwd: folder });
    expect([planned.code, planned.stdout.trim().split("\n").at(-1)]).toEqual([2, "Plan: 5 to add, 0 to change, 0 to destroy."]);
    expect((await netweft(["apply", "--auto-approve", "--skip-synth"], { cwd: folder })).code).toBe(0);
    expect((await netweft(["plan", "--detailed-exitcode", "--skip-synth"], { cwd: folder })).code).toBe(0);
  });

  test("passes the type check", () => {
    expect(execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", "."], { cwd: folder, encoding: "utf8" })).toBe("");
  });

  test("shows an invalid construct by its code, attribute and line", async () => {
    const file = join(folder, "main.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace('"10.10.0.0/24"', '"10.10.0.0/33"'));
    const { code, stderr } = await netweft(["plan"], { cwd: folder });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^Error: [^\n]*\[invalid-cidr\]\n\n {2}in BridgeNetwork "[^"]+\/front", attribute subnets\[0\]\n {2}at main\.ts:\d+:\d+\n/,
      ),
    ]);
    const { stdout } = await netweft(["plan", "--json"], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: "invalid-cidr", path: "subnets[0]" }] });
  });
});

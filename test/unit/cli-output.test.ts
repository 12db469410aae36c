/** Output that cannot be written: the built program, as a separate process, on devices and pipes that refuse. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openFolder, type Folder } from "../support/folder";

const program = join(__dirname, "../../dist/bin/netweft.js");

type Side = "pipe" | "full" | "gone";

/** A warning is printed before the apply begins, so that it writes to both streams during its work. */
const WARNED = "--target=netweft_namespace.web";

let folder: Folder;
beforeAll(() => {
  if (!existsSync(program)) throw new Error("Run `npm run build` first: these tests run the built program.");
});
beforeEach(() => {
  folder = openFolder();
  folder.write({ resource: { netweft_namespace: { web: { name: "web" } } } });
});
afterEach(() => folder.close());

/** Runs the program with its output and its errors going to such places. */
async function run(out: Side, err: Side, ...args: readonly string[]) {
  const full = openSync("/dev/full", "w");
  const place = (side: Side) => (side === "full" ? full : "pipe");
  const child = spawn(process.execPath, [program, ...args], { cwd: folder.path, stdio: ["ignore", place(out), place(err)] });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (piece: Buffer) => (said.out += piece.toString()));
  child.stderr?.on("data", (piece: Buffer) => (said.err += piece.toString()));
  if (out === "gone") child.stdout!.destroy();
  if (err === "gone") child.stderr!.destroy();
  const [code] = (await once(child, "close")) as [number | null];
  closeSync(full);
  return { code, ...said };
}

test.each<[Side, Side, number]>([
  ["full", "pipe", 1],
  ["pipe", "full", 1],
  ["full", "full", 1],
  ["gone", "gone", 0],
])("an apply completes with stdout %s and stderr %s, and exits with %i", async (out, err, code) => {
  const applied = await run(out, err, "apply", "--auto-approve", WARNED);
  expect(applied.code).toBe(code);
  const said = { out: applied.out.replace(/\s+/g, " "), err: applied.err.replace(/\s+/g, " ") };
  if (err === "pipe") expect(said.err).toContain("to the standard output: no space left on device");
  if (out === "pipe") expect(said.out).toContain("to the standard error: no space left on device");
  expect(readdirSync(folder.path).filter((name) => name.includes("lock"))).toEqual([]);
  await folder.run(0, "plan", "--detailed-exitcode");
});

test("a report that its reader closes early is not a failure, one that the disk refuses is", async () => {
  await folder.run(0, "apply", "--auto-approve");
  const codes = await Promise.all((["gone", "full"] as const).map(async (side) => (await run(side, "pipe", "state", "list")).code));
  expect(codes).toEqual([0, 1]);
});

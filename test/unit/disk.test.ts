import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { machineDisk, type Disk } from "../../providers/system/disk/disk";
import { openSimulated } from "../../providers/backends/simulated";
import { filesOn } from "../../providers/system/files";
import { openFcntl } from "../../providers/system/store/fcntl";
import { replaceLocked } from "../../providers/system/store/in-place";
import { openLocalStore } from "../../providers/system/store/local";
import { withEveryFault } from "../support/faulty-disk";
import { linesOn, perform, simulatedLab, stepOf, type SimulatedLab } from "../support/simulated";

let folder: string;
let lab: SimulatedLab;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-disk-"));
  lab = simulatedLab();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  lab.remove();
});

const LONG = Array.from({ length: 1100 }, (_, n) => `${n} ${"x".repeat(1000)}\n`);
const NEW = LONG.join("");
const contents = (path: string) => readFileSync(path, "utf8");
const remnants = () => readdirSync(folder).filter((name) => name.endsWith(".new"));
const codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) => diagnostics.map(({ code }) => code);

/** A file after a disk failure. Only the name of a new file may exist without being durable. */
function expectWhole(path: string, wasWritten: boolean, fault: string | undefined): void {
  const text = contents(path);
  if (wasWritten) expect(text === NEW).toBe(true);
  else if (text !== NEW) expect(text).toBe("old");
  else expect(fault).toMatch(/(openSync|fsyncSync|closeSync)$/);
  if (!fault?.endsWith("unlinkSync")) expect(remnants()).toEqual([]);
}

describe("whatever call the disk refuses, in whatever way,", () => {
  it("a state is written and its backup is the previous one, or it is an error and nothing is lost", async () => {
    const path = join(folder, "terraform.tfstate");
    await withEveryFault(async ({ disk }, fault) => {
      for (const file of [path, `${path}.backup`]) rmSync(file, { force: true });
      writeFileSync(path, "old");
      writeFileSync(`${path}.backup`, "older");
      const written = await openLocalStore(path, disk).write(LONG);
      if (fault === undefined) expect(written).toMatchObject({ ok: true });
      if (!written.ok) expect(codes(written)).toEqual(["state-unwritable"]);
      expectWhole(path, written.ok, fault);
      expect(contents(`${path}.backup`)).toMatch(written.ok || contents(path) === NEW ? /^old$/ : /^old(er)?$/);
    });
  });

  it("a state under Terraform's lock is written or is intact, and is locked under its name all the time", async () => {
    const path = join(folder, "terraform.tfstate");
    const [fcntl, other] = [(await openFcntl())!, (await openFcntl())!];
    writeFileSync(path, "old");
    expect(await fcntl.lock(path)).toEqual({ held: true });
    await withEveryFault(async ({ disk }, fault) => {
      writeFileSync(path, "old");
      const written = await replaceLocked({ disk, path, fcntl }, LONG, 0o600).then(
        () => true,
        () => false,
      );
      if (fault === undefined) expect(written).toBe(true);
      expectWhole(path, written, fault);
      expect(await other.lock(path)).toHaveProperty("busy");
      for (const name of remnants()) rmSync(join(folder, name));
    });
    await fcntl.close();
    await other.close();
  });

  it("a user's file is written, or it is an error and the old one stays", async () => {
    const path = join(folder, "main.plan");
    await withEveryFault(async ({ disk }, fault) => {
      writeFileSync(path, "old");
      const written = await filesOn(disk).write(path, LONG);
      if (fault === undefined) expect(written).toMatchObject({ ok: true });
      if (!written.ok) expect(codes(written)).toEqual(["file-unwritable"]);
      expectWhole(path, written.ok, fault);
    });
  });

  it("a user's file that has to be new is written whole or not at all, and an existing one stays", async () => {
    const path = join(folder, "errored.tfstate");
    await withEveryFault(async ({ disk }, fault) => {
      rmSync(path, { force: true });
      const written = await filesOn(disk).write(path, LONG, { isNew: true });
      if (fault === undefined) expect(written).toMatchObject({ ok: true });
      if (written.ok) expect(contents(path) === NEW).toBe(true);
      else expect(codes(written)).toEqual(["file-unwritable"]);
    });
    writeFileSync(path, "old");
    expect(codes(await filesOn(machineDisk).write(path, LONG, { isNew: true }))).toEqual(["file-exists"]);
    expect(contents(path)).toBe("old");
  });

  it("a state is locked by this run, or by none", async () => {
    const path = join(folder, "terraform.tfstate");
    await withEveryFault(async ({ disk }, fault) => {
      const info = { id: fault ?? "whole", operation: "apply", who: "ada@there", pid: process.pid, created: "2030-01-01T00:00:00Z" };
      const lock = await openLocalStore(path, disk).lock(info);
      if (lock.ok) {
        expect(JSON.parse(contents(join(folder, ".terraform.tfstate.lock.info")))).toMatchObject({ ID: info.id });
        await lock.value();
      } else expect(codes(lock)).toEqual(["state-unwritable"]);
      const left = readdirSync(folder);
      if (!/(unlinkSync|readSync|openSync|closeSync|readlinkSync|statSync)$/.test(fault ?? "")) expect(left).toEqual([]);
      for (const name of left) rmSync(join(folder, name));
    });
  });

  it.each([
    ["that is new", 0],
    ["with a journal", 1],
  ])("a simulated kernel %s has the steps reported as done, never loses older facts, and continues", async (_, age) => {
    const before = await lab.open();
    mkdirSync(dirname(lab.file), { recursive: true });
    if (age > 0) await perform(before, ["add local - netns before"]);
    const files = readdirSync(dirname(lab.file)).map((name) => [name, contents(join(dirname(lab.file), name))] as const);
    const old = await linesOn(lab.config);
    const all = [...old, "local - netns a", "local - netns b"];
    await withEveryFault(async ({ disk }, fault) => {
      rmSync(dirname(lab.file), { recursive: true });
      if (age > 0) mkdirSync(dirname(lab.file));
      for (const [name, text] of files) writeFileSync(join(dirname(lab.file), name), text);
      const done = await addBoth(disk);
      const now = await linesOn(lab.config);
      expect(now).toEqual(all.slice(0, Math.max(now.length, old.length)));
      if (done || fault === undefined) expect([done, now]).toEqual([true, all]);
      expect(await perform(await lab.open(), ["add local - netns later"])).toMatchObject({ done: 1 });
      expect(await linesOn(lab.config)).toEqual([...now, "local - netns later"]);
    });
  });
});

/** Observes the simulated kernel of the laboratory and adds two namespaces; returns whether that was reported as done. */
async function addBoth(disk: Disk): Promise<boolean> {
  const driver = await openSimulated(lab.config, disk);
  if (!driver.ok) throw new Error("the simulated kernel does not open");
  const scope = { netns: [], adopt: {}, sysctls: [] };
  const seen = (await driver.value.observe(new Map([["local", scope]]))).get("local")!;
  if (!seen.ok) return false;
  const steps = ["add local - netns a", "add local - netns b"].map(stepOf);
  const outcome = (await driver.value.run(new Map([["local", { steps, scope, generation: seen.value.generation }]]), () => {})).get(
    "local",
  )!;
  await driver.value.close();
  return outcome.failed === undefined;
}

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { LockInfo } from "../../lib/io";
import { machineFiles } from "../../providers/machine/files";
import { machineProcesses } from "../../providers/machine/processes";
import { openLocalStore } from "../../providers/store/local";

let folder: string;
let path: string;
const open = () => openLocalStore(path, machineFiles);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-store-"));
  path = join(folder, "terraform.tfstate");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function textOf(chunks: AsyncIterable<Uint8Array> | undefined): Promise<string | undefined> {
  if (!chunks) return undefined;
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

async function stored(): Promise<string | undefined> {
  const result = await open().read();
  return textOf(result.ok ? result.value : undefined);
}

describe("a state in a local file", () => {
  it("is nothing before the first write, and nothing in an empty file", async () => {
    expect(await stored()).toBeUndefined();
    writeFileSync(path, "");
    expect(await stored()).toBeUndefined();
  });

  it("comes back as it was written, for its owner only, and leaves no other file", async () => {
    const pieces = Array.from({ length: 3000 }, (_, n) => `${n} ${"x".repeat(1000)}\n`);
    expect(await open().write(pieces)).toEqual({ ok: true, value: undefined, diagnostics: [] });
    expect(await stored()).toBe(pieces.join(""));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["terraform.tfstate"]);
  });

  it("keeps what was there before a run as .backup, however often the run writes", async () => {
    await open().write(["one"]);
    const store = open();
    await store.write(["two"]);
    await store.write(["three"]);
    expect(await stored()).toBe("three");
    expect(readFileSync(`${path}.backup`, "utf8")).toBe("one");
    expect(readdirSync(folder)).toEqual(["terraform.tfstate", "terraform.tfstate.backup"]);
  });

  it("stays as it was when the new text breaks off", async () => {
    await open().write(["one"]);
    const broken = function* () {
      yield "half";
      throw new Error("No space left on device");
    };
    const result = await open().write(broken());
    expect(result.ok).toBe(false);
    expect(result.diagnostics.map((d) => d.code)).toEqual(["state-unwritable"]);
    expect(result.diagnostics[0]!.detail).toContain("No space left on device");
    expect(await stored()).toBe("one");
    expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  it("is written where a symbolic link points", async () => {
    const real = join(folder, "elsewhere.tfstate");
    writeFileSync(real, "old");
    symlinkSync(real, path);
    await open().write(["new"]);
    expect(readFileSync(real, "utf8")).toBe("new");
  });

  it("that is a folder is a diagnostic", async () => {
    path = folder;
    expect((await open().read()).diagnostics.map((d) => d.code)).toEqual(["state-unreadable"]);
  });
});

describe("the lock of a local state", () => {
  const info = (over: Partial<LockInfo> = {}): LockInfo => ({
    id: "11111111-aaaa",
    operation: "apply",
    who: "ada@there",
    pid: process.pid,
    created: "2030-01-01T00:00:00Z",
    ...over,
  });
  const file = () => join(folder, ".terraform.tfstate.lock.info");
  const gone = () => spawnSync("true").pid;

  it("is a file in Terraform's format while it is held", async () => {
    const lock = await open().lock(info());
    expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject({
      ID: "11111111-aaaa",
      Operation: "apply",
      Who: "ada@there",
      Created: "2030-01-01T00:00:00Z",
      Path: path,
    });
    if (lock.ok) await lock.value();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is refused to a second one, who is told by whom, since when, and what to do", async () => {
    await open().lock(info());
    const second = await open().lock(info({ id: "2" }));
    expect(second.diagnostics.map((d) => d.code)).toEqual(["state-locked"]);
    expect(second.diagnostics[0]!.detail).toMatch(
      /by ada@there \(process \d+\) for "apply" since 2030-01-01T00:00:00Z, lock ID 11111111-aaaa.*delete the file/,
    );
  });

  it("of a Terraform that is running is respected", async () => {
    writeFileSync(file(), JSON.stringify({ ID: "x", Operation: "OperationTypeApply", Who: "bob@there", Created: "2030-01-01" }));
    expect((await open().lock(info())).diagnostics.map((d) => d.code)).toEqual(["state-locked"]);
  });

  it("of a process that died on this machine is taken over with a warning, once", async () => {
    writeFileSync(file(), JSON.stringify({ ID: "dead", Who: "eve@here", Created: "2030-01-01", Pid: gone(), Host: hostname() }));
    const locks = await Promise.all(Array.from({ length: 8 }, (_, n) => open().lock(info({ id: `new-${n}` }))));
    const winners = locks.filter((lock) => lock.ok);
    expect(winners).toHaveLength(1);
    expect(winners[0]!.diagnostics.map((d) => d.code)).toEqual(["state-lock-taken-over"]);
    expect(locks.filter((lock) => !lock.ok).every((lock) => lock.diagnostics[0]!.code === "state-locked")).toBe(true);
    if (winners[0]!.ok) await winners[0]!.value();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["a process of another machine", () => JSON.stringify({ ID: "d", Pid: gone(), Host: "elsewhere" })],
    ["who left no JSON", () => "?"],
  ])("of %s is never taken over", async (_, text) => {
    writeFileSync(file(), text());
    expect((await open().lock(info())).ok).toBe(false);
    expect(existsSync(file())).toBe(true);
  });

  it("is only given back by whoever holds it", async () => {
    const lock = await open().lock(info());
    writeFileSync(file(), JSON.stringify({ ID: "another" }));
    if (lock.ok) await lock.value();
    expect(existsSync(file())).toBe(true);
  });
});

describe("the user's files", () => {
  it("are written with the rights that they had, or for their owner only when they are secret", async () => {
    const open_ = join(folder, "open");
    writeFileSync(open_, "");
    chmodSync(open_, 0o640);
    await machineFiles.write(open_, "text");
    await machineFiles.write(join(folder, "secret"), "text", { secret: true });
    expect(statSync(open_).mode & 0o777).toBe(0o640);
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
  });

  it("that are missing are a diagnostic with the operating system's words", async () => {
    const result = await machineFiles.read(join(folder, "nothing"));
    expect(result.diagnostics).toEqual([
      expect.objectContaining({ code: "file-unreadable", detail: `${join(folder, "nothing")} cannot be read: no such file or directory.` }),
    ]);
    expect(await machineFiles.list(join(folder, "nothing"))).toEqual([]);
  });
});

describe("the user's commands", () => {
  it("run through the shell with this process's environment and more, and their output comes back", async () => {
    const ran = await machineProcesses.run('echo "$PWD $EXTRA"; echo no >&2; exit 3', { cwd: folder, env: { EXTRA: "1" } });
    expect(ran).toEqual({ code: 3, stdout: `${folder} 1\n`, stderr: "no\n" });
  });
});

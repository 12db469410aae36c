import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Result } from "../../lib/diagnostic";
import type { LockInfo } from "../../lib/ports/state-store";
import { machineFiles } from "../../providers/system/files";
import { machineProcesses } from "../../providers/system/processes";
import { thisProcess } from "../../providers/system/disk/holder";
import { freshName } from "../../providers/system/disk/remnants";
import { openFcntl } from "../../providers/system/store/fcntl";
import { fcntlPrograms } from "../../providers/system/store/fcntl-programs";
import { openLocalStore } from "../../providers/system/store/local";

let folder: string;
let path: string;
const open = () => openLocalStore(path);

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
  it("does not exist before the first write, nor in an empty file", async () => {
    expect(await stored()).toBeUndefined();
    writeFileSync(path, "");
    expect(await stored()).toBeUndefined();
  });

  it("is read as written, is readable for its owner only, and leaves no other file", async () => {
    const pieces = Array.from({ length: 3000 }, (_, n) => `${n} ${"x".repeat(1000)}\n`);
    expect(await open().write(pieces)).toEqual({ ok: true, value: undefined, diagnostics: [] });
    expect(await stored()).toBe(pieces.join(""));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["terraform.tfstate"]);
  });

  it("keeps the text from before a run as .backup, however often the run writes", async () => {
    await open().write(["one"]);
    const store = open();
    await store.write(["two"]);
    await store.write(["three"]);
    expect(await stored()).toBe("three");
    expect(readFileSync(`${path}.backup`, "utf8")).toBe("one");
    expect(readdirSync(folder)).toEqual(["terraform.tfstate", "terraform.tfstate.backup"]);
  });

  it("stays unchanged if the new text is interrupted", async () => {
    await open().write(["one"]);
    const broken = function* () {
      yield "half";
      throw Object.assign(new Error("No space left on device"), { syscall: "write" });
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
  const dead = () => ({ ...thisProcess(), ID: "dead", Who: "eve@here", Created: "2030-01-01", Pid: gone() });

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

  it("is refused to a second process, with the holder, the time, and the remedy", async () => {
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
    writeFileSync(file(), JSON.stringify(dead()));
    const locks = await Promise.all(Array.from({ length: 8 }, (_, n) => open().lock(info({ id: `new-${n}` }))));
    const winners = locks.filter((lock) => lock.ok);
    expect(winners).toHaveLength(1);
    expect(winners[0]!.diagnostics.map((d) => d.code)).toEqual(["state-lock-taken-over"]);
    expect(locks.filter((lock) => !lock.ok).every((lock) => lock.diagnostics[0]!.code === "state-locked")).toBe(true);
    if (winners[0]!.ok) await winners[0]!.value();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["a process of another machine", () => JSON.stringify({ ...dead(), Host: "elsewhere" })],
    ["a process of another boot, or of another machine of the same name", () => JSON.stringify({ ...dead(), Boot: "before" })],
    ["a process of another container", () => JSON.stringify({ ...dead(), PidNamespace: "1" })],
    ["a process that does not say where its number counts", () => JSON.stringify({ ID: "dead", Pid: gone(), Host: hostname() })],
    ["a run that left no JSON", () => "?"],
  ])("of %s is never taken over", async (_, text) => {
    writeFileSync(file(), text());
    expect((await open().lock(info())).ok).toBe(false);
    expect(existsSync(file())).toBe(true);
  });

  it("keeps the file for those who wait for it with the file open, and its backup", async () => {
    await open().write(["old"]);
    const before = statSync(path).ino;
    const store = open();
    const lock = await store.lock(info());
    for (const text of ["new", "newest"]) expect(await store.write([text])).toMatchObject({ ok: true });
    if (lock.ok) await lock.value();
    expect([readFileSync(path, "utf8"), readFileSync(`${path}.backup`, "utf8"), statSync(path).ino]).toEqual(["newest", "old", before]);
    expect(readdirSync(folder)).toEqual(["terraform.tfstate", "terraform.tfstate.backup"]);
  });

  it("is a warning where no program can exclude Terraform", async () => {
    const before = process.env["PATH"];
    process.env["PATH"] = folder;
    try {
      const lock = await open().lock(info());
      expect(lock.diagnostics).toEqual([expect.objectContaining({ code: "terraform-not-excluded", severity: "warning" })]);
      if (lock.ok) await lock.value();
    } finally {
      process.env["PATH"] = before;
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it("waits for the program of a process that died, which ends a moment later", async () => {
    writeFileSync(file(), JSON.stringify(dead()));
    const left = (await openFcntl())!;
    expect(await left.lock(path)).toEqual({ held: true });
    const ends = new Promise<void>((resolve) => setTimeout(() => resolve(left.close()), 300));
    const lock = await open().lock(info());
    expect(lock.diagnostics.map((d) => d.code)).toEqual(["state-lock-taken-over"]);
    if (lock.ok) await lock.value();
    await ends;
  });

  it("is taken by whichever of the programs is there", async () => {
    for (const program of fcntlPrograms) {
      const [one, other] = [(await openFcntl([program]))!, (await openFcntl([program]))!];
      expect(await one.lock(path)).toEqual({ held: true });
      expect(await other.lock(path)).toHaveProperty("busy");
      await one.close();
      expect(await other.lock(path)).toEqual({ held: true });
      expect(await other.lock(join(path, "below"))).toEqual({ error: "Not a directory" });
      await other.close();
    }
  });

  it("has a program that serves the next holder, and is replaced if it was killed meanwhile", async () => {
    const programs = fcntlPrograms.map(({ command, args }) => ({ command, args: [...args, "of-this-test"] }));
    const hold = async () => {
      const locks = (await openFcntl(programs))!;
      expect(await locks.lock(path)).toEqual({ held: true });
      await locks.close();
      const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ");
      return children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("of-this-test"));
    };
    const first = await hold();
    expect(first).toHaveLength(1);
    expect(await hold()).toEqual(first);
    process.kill(Number(first[0]), "SIGKILL");
    const next = await hold();
    expect(next).toHaveLength(1);
    expect(next).not.toEqual(first);
  });

  it("is that of the file in the folder of this process at the time, whichever it was when the program started", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    const before = process.cwd();
    await (await openFcntl())!.close();
    process.chdir(other);
    try {
      const [one, two] = [(await openFcntl())!, (await openFcntl())!];
      expect(await one.lock("state")).toEqual({ held: true });
      expect(existsSync(join(other, "state"))).toBe(true);
      process.chdir(folder);
      expect(await two.lock("other/state")).toHaveProperty("busy");
      await one.drop("state");
      expect(await two.lock("other/state")).toEqual({ held: true });
      await Promise.all([one.close(), two.close()]);
    } finally {
      process.chdir(before);
    }
  });

  it("is only released by its holder", async () => {
    const lock = await open().lock(info());
    writeFileSync(file(), JSON.stringify({ ID: "another" }));
    if (lock.ok) await lock.value();
    expect(existsSync(file())).toBe(true);
  });
});

describe("the user's files", () => {
  it("are written with their permissions, or for their owner only if they are secret", async () => {
    const open_ = join(folder, "open");
    writeFileSync(open_, "");
    chmodSync(open_, 0o640);
    await machineFiles.write(open_, "text");
    await machineFiles.write(join(folder, "secret"), "text", { secret: true });
    expect(statSync(open_).mode & 0o777).toBe(0o640);
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o600);
  });

  it("that are missing are a diagnostic with the operating system's message", async () => {
    const result = await machineFiles.read(join(folder, "nothing"));
    expect(result.diagnostics).toEqual([
      expect.objectContaining({ code: "file-unreadable", detail: `${join(folder, "nothing")} cannot be read: no such file or directory.` }),
    ]);
    expect(await machineFiles.list(join(folder, "nothing"))).toMatchObject({ ok: true, value: [] });
  });
});

describe("the user's commands", () => {
  it("run through the shell with this process's environment and additions, and return their output", async () => {
    const ran = await machineProcesses.run('echo "$PWD $EXTRA"; echo no >&2; exit 3', { cwd: folder, env: { EXTRA: "1" } });
    expect(ran).toEqual({ code: 3, stdout: `${folder} 1\n`, stderr: "no\n" });
  });
});

describe("what is not a file", () => {
  const pipe = (name: string) => (spawnSync("mkfifo", [join(folder, name)]), join(folder, name));

  it("is refused at once with its name, as a state, a user's file and a lock", async () => {
    path = pipe("terraform.tfstate");
    const info = { id: "1", operation: "apply", who: "ada@there", pid: process.pid, created: "2030-01-01T00:00:00Z" };
    const said = (result: Result<unknown>) => result.diagnostics.map(({ code, detail }) => `${code}: ${detail}`).join();
    expect(said(await open().read())).toMatch(/^state-unreadable: .*terraform.tfstate cannot be read: it is a named pipe, not a file/);
    expect(said(await open().write(["new"]))).toMatch(/^state-unwritable: .*it is a named pipe/);
    expect(said(await openLocalStore("/dev/zero").read())).toMatch(/^state-unreadable: .*\/dev\/zero cannot be read: it is a device/);
    for (const call of ["read", "open"] as const) {
      expect(said(await machineFiles[call](path))).toMatch(/^file-unreadable: .*it is a named pipe/);
      expect(said(await machineFiles[call]("/dev/zero"))).toMatch(/^file-unreadable: \/dev\/zero cannot be read: it is a device/);
    }
    expect(said(await machineFiles.write(path, "no reader"))).toMatch(/^file-unwritable: .*terraform.tfstate cannot be written/);
    pipe(".terraform.tfstate.lock.info");
    expect(said(await open().lock(info))).toMatch(/^state-unwritable: .*\.terraform\.tfstate\.lock\.info: it is a named pipe/);
  });

  it("can be written if it accepts data, and is an error otherwise", async () => {
    expect(await machineFiles.write("/dev/null", "text")).toMatchObject({ ok: true });
    expect((await machineFiles.write("/dev/full", "text")).diagnostics[0]!.detail).toMatch(/no space left on device/);
  });

  it("is not a valid file name with a null byte", async () => {
    expect((await openLocalStore("a\0b").read()).diagnostics[0]!.detail).toMatch(/no file can have this name/);
    expect((await machineFiles.write("a\0b", "")).diagnostics[0]!.detail).toMatch(/no file can have this name/);
  });
});

describe("a state behind a symbolic link", () => {
  it("is written where the link points, with the previous text as the backup, and also locked there", async () => {
    const real = join(folder, "shared.json");
    writeFileSync(real, "old");
    symlinkSync("shared.json", path);
    await open().write(["new"]);
    expect([readFileSync(real, "utf8"), readFileSync(`${path}.backup`, "utf8")]).toEqual(["new", "old"]);
    expect([lstatSync(path).isSymbolicLink(), lstatSync(`${path}.backup`).isFile()]).toEqual([true, true]);
    const info = { operation: "apply", who: "ada@there", pid: process.pid, created: "2030-01-01T00:00:00Z" };
    const lock = await open().lock({ id: "1", ...info });
    expect((await openLocalStore(real).lock({ id: "2", ...info })).diagnostics.map((d) => d.code)).toEqual(["state-locked"]);
    if (lock.ok) await lock.value();
    expect(readdirSync(folder).sort()).toEqual(["shared.json", "terraform.tfstate", "terraform.tfstate.backup"]);
  });

  it("without a target is created there", async () => {
    symlinkSync("one", path);
    symlinkSync("two", join(folder, "one"));
    expect(await stored()).toBeUndefined();
    await open().write(["new"]);
    expect(readFileSync(join(folder, "two"), "utf8")).toBe("new");
    expect([path, join(folder, "one")].every((link) => lstatSync(link).isSymbolicLink())).toBe(true);
  });
});

describe("a state behind a link into a folder that is not there, as of a share that is not mounted", () => {
  it("is neither read as absent, nor locked, nor written, and no folder is created", async () => {
    const share = join(folder, "share");
    symlinkSync(join(share, "state.json"), path);
    const info = { operation: "apply", who: "ada@there", pid: process.pid, created: "2030-01-01T00:00:00Z", id: "1" };
    const results = [await open().read(), await open().lock(info), await open().write(["new"])];
    for (const { ok, diagnostics } of results) expect([ok, diagnostics[0]?.detail]).toEqual([false, expect.stringContaining(share)]);
    expect(readdirSync(folder)).toEqual(["terraform.tfstate"]);
  });
});

describe("an empty state", () => {
  it("beside a backup with content is damaged, with a remedy", async () => {
    await open().write(["one"]);
    await open().write(["two"]);
    writeFileSync(path, "");
    const result = await open().read();
    expect(result.diagnostics.map((d) => d.code)).toEqual(["state-damaged"]);
    expect(result.diagnostics[0]!.detail).toContain(`cp ${path}.backup ${path}`);
  });

  it("does not replace a backup", async () => {
    writeFileSync(path, "");
    writeFileSync(`${path}.backup`, "good");
    await open().write(["new"]);
    expect(readFileSync(`${path}.backup`, "utf8")).toBe("good");
  });
});

describe("partly written files of killed runs", () => {
  it("are removed by the next run that locks or writes there, and those of running ones are not", async () => {
    const name = (pid: number) => join(folder, basename(freshName(path)).replace(`.${process.pid}-`, `.${pid}-`));
    const left = name(spawnSync("true").pid);
    const living = name(process.pid);
    const old = join(folder, ".x.1-1-1-0.0123456789abcdef.new");
    for (const file of [left, living, old]) writeFileSync(file, "");
    // Clocks that are set make a file of a running process look old.
    for (const file of [old, living]) utimesSync(file, 1, 1);
    const info = { id: "1", operation: "apply", who: "ada@there", pid: process.pid, created: "2030-01-01T00:00:00Z" };
    const lock = await open().lock(info);
    if (lock.ok) await lock.value();
    expect(readdirSync(folder)).toEqual([basename(living)]);
  });
});

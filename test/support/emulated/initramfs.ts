import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** The modules that a kernel needs to mount the files of this machine, which contain all others. */
const MODULES = ["virtiofs", "overlay", "virtio_pci", "virtio_console"];

export interface Contents {
  readonly release: string;
  /** The command that runs in the guest, word by word. */
  readonly command: readonly string[];
  /** An output file to return to the host; or empty. */
  readonly report: string;
}

/** Packs the guest's initial file system in this folder and returns its path. */
export function makeInitramfs(folder: string, { release, command, report }: Contents): string {
  const root = join(folder, "initramfs");
  for (const name of ["bin", "modules"]) mkdirSync(join(root, name), { recursive: true });
  copyFileSync("/bin/busybox", join(root, "bin/busybox"));
  modulesOf(release).forEach((path, n) => copyFileSync(path, join(root, "modules", `${String(n).padStart(2, "0")}-${basename(path)}`)));
  for (const name of ["init", "run"]) copyFileSync(join(__dirname, `${name}.sh`), join(root, name));
  chmodSync(join(root, "init"), 0o755);
  writeFileSync(join(root, "words"), [report, ...command].map((word) => `${word}\0`).join(""));
  const packed = join(folder, "initramfs.cpio");
  const names = readdirSync(root, { recursive: true }).map(String).sort();
  execFileSync("cpio", ["--create", "--format=newc", "--quiet", `--file=${packed}`], { cwd: root, input: names.join("\n") });
  return packed;
}

/** The module files, dependencies first. */
function modulesOf(release: string): readonly string[] {
  const lines = MODULES.flatMap((name) =>
    execFileSync("modprobe", ["--set-version", release, "--show-depends", name], { encoding: "utf8" }).split("\n"),
  );
  return [...new Set(lines.flatMap((line) => /^insmod (\S+)/.exec(line)?.[1] ?? []))];
}

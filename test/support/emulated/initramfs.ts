import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** The modules that a kernel needs to mount the files of this machine, which contain all others. */
const MODULES = ["virtiofs", "overlay", "virtio_pci", "virtio_console"];

/**
 * Packs the guest's initial file system in this folder and returns its path: init.sh, run.sh, and these files by name, which
 * are private to root.
 */
export function makeInitramfs(folder: string, release: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, "initramfs");
  for (const name of ["bin", "modules", "guest"]) mkdirSync(join(root, name), { recursive: true });
  copyFileSync("/bin/busybox", join(root, "bin/busybox"));
  modulesOf(release).forEach((path, n) => copyFileSync(path, join(root, "modules", `${String(n).padStart(2, "0")}-${basename(path)}`)));
  copyFileSync(join(__dirname, "init.sh"), join(root, "init"));
  copyFileSync(join(__dirname, "run.sh"), join(root, "guest/run"));
  chmodSync(join(root, "init"), 0o755);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, "guest", name), text, { mode: 0o600 });
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

/**
 * Runs a script of node whose programs run in an emulated kernel, which has features that this machine's own may lack:
 * `tsx test/support/emulated.ts SCRIPT…`. The script itself runs here, since node is slow there: in a laboratory (`lab.sh`), so that
 * nothing on this machine is touched. The guest sees this machine's files and programs, and its writes are discarded. It has no
 * external network.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, guestFiles, surroundings } from "./emulated/connection";
import { makeInitramfs } from "./emulated/initramfs";
import { newestKernel } from "./emulated/kernel";
import { emulate, ended, serveFiles } from "./emulated/machine";

/** The time limit of the guest. */
const LIMIT_MINUTES = 75;
const LAB = join(__dirname, "lab.sh");

async function main(script: readonly string[]): Promise<number> {
  const kernel = newestKernel();
  if (kernel === undefined) throw new Error("There is no /boot/vmlinuz-*-cloud-amd64 with its modules (Debian: linux-image-cloud-amd64).");
  const folder = mkdtempSync(join(tmpdir(), "netweft-guest-"));
  const running: ChildProcess[] = [];
  const started = (child: ChildProcess) => (running.push(child), child);
  const stop = () => running.forEach((child) => child.kill(child === running[0] ? "SIGTERM" : "SIGKILL"));
  const interrupted = () => {
    stop();
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  };
  // Not once: a parent may pass on a signal that all of its group got.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupted);
  let status: number | undefined;
  try {
    // It has a child of its own, which only it can end.
    started(await serveFiles(folder));
    const initramfs = makeInitramfs(folder, kernel.release, { laboratory: LAB, ...guestFiles(folder) });
    const guest = started(await emulate(kernel, initramfs, folder, LIMIT_MINUTES * 60_000));
    const connection = started(await connect(folder));
    const own = await ended(started(inLaboratory(script, surroundings(folder))));
    if ([guest, connection].every(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) status = own ?? 1;
    if (status !== undefined) showWarnings(folder);
  } finally {
    if (status === undefined) showLogs(folder);
    stop();
    await Promise.all(running.map(ended));
    rmSync(folder, { recursive: true });
  }
  return status ?? 1;
}

/** Its processes end with it, and with this process. */
function inLaboratory(script: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  const isolated = [
    "unshare",
    "--mount",
    "--net",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
    "--propagation",
    "private",
    "--",
    LAB,
  ];
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const words = ["--pdeathsig", "KILL", "--", ...isolated, "env", ...variables, process.execPath, ...script];
  return spawn("setpriv", words, { stdio: "inherit" });
}

/** What the kernel there printed: it is quiet, so these are warnings, as of a device that cannot be freed, or of a task that hangs. */
function showWarnings(folder: string): void {
  const printed = readFileSync(join(folder, "console.log"), "utf8").trim();
  if (printed !== "") console.error(`The kernel of the emulated machine printed:\n${printed.split("\n").slice(-40).join("\n")}`);
}

function showLogs(folder: string): void {
  console.error("The emulated machine has failed, or its time is over.");
  for (const name of ["server.log", "console.log", "port2"]) {
    const path = join(folder, name);
    if (existsSync(path)) console.error(`${name}:\n${readFileSync(path, "utf8").split("\n").slice(-40).join("\n")}`);
  }
}

void main(process.argv.slice(2)).then((status) => (process.exitCode = status));

/**
 * Runs a command in an emulated kernel, which has features that this machine's own may lack: `tsx test/support/emulated.ts COMMAND…`.
 * The command sees this machine's files, programs and this folder; its writes are discarded, except for the file
 * of `--outputFile=`. There is no external network. Its output goes to stderr, and its exit status is ours.
 */
import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { makeInitramfs } from "./emulated/initramfs";
import { newestKernel, type Kernel } from "./emulated/kernel";

/** The time limit of the guest. It needs 28 minutes of one core. */
const LIMIT_MINUTES = 75;
const MEMORY = "2048M";
/** With instructions for AES, but without AVX, whose registers cost time in each change of tasks. */
const PROCESSOR = "Westmere";
/** Of the guest and its files: this lane takes longest, so it must not wait for the others. */
const PRIORITY = -10;
/**
 * qemu translates code for each address at which it runs, so programs start three times faster with the same addresses in each
 * process.
 */
const SAME_ADDRESSES = "norandmaps nokaslr";

async function main(command: readonly string[]): Promise<number> {
  const kernel = newestKernel();
  if (kernel === undefined) throw new Error("There is no /boot/vmlinuz-*-cloud-amd64 with its modules (Debian: linux-image-cloud-amd64).");
  const folder = mkdtempSync(join(tmpdir(), "netweft-guest-"));
  const server = serveFiles(folder);
  try {
    await appears(join(folder, "files.sock"), server);
    const report = command.flatMap((word) => /^--outputFile=(.+)$/.exec(word)?.[1] ?? [])[0] ?? "";
    const initramfs = makeInitramfs(folder, { release: kernel.release, command: withSurroundings(command), report });
    const guest = emulate(kernel, initramfs, folder);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => guest.kill("SIGKILL"));
    await ended(guest);
    return resultOf(folder, report);
  } finally {
    server.kill();
    await ended(server);
    rmSync(folder, { recursive: true });
  }
}

/** The guest's environment consists of these variables only. */
function withSurroundings(command: readonly string[]): readonly string[] {
  const passed = ["PATH", "CI", "UPDATE"].flatMap((name) => (process.env[name] === undefined ? [] : `${name}=${process.env[name]}`));
  return ["env", "-i", "-C", process.cwd(), "HOME=/root", ...passed, ...command];
}

function serveFiles(folder: string): ChildProcess {
  const root = join(folder, "machine");
  mkdirSync(root);
  const script = join(__dirname, "emulated/share.sh");
  const words = ["--mount", "--propagation", "private", "--", "sh", script, root, process.cwd(), join(folder, "files.sock")];
  return first(spawn("unshare", words, { stdio: ["ignore", "ignore", openSync(join(folder, "server.log"), "w")] }));
}

async function appears(socket: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries === 100 || server.exitCode !== null) throw new Error("The server of this machine's files does not start.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** It dies with this process, whatever the cause. */
function emulate({ image }: Kernel, initramfs: string, folder: string): ChildProcess {
  const words = [
    // One processor: a second one costs more for the synchronization of memory than it gains, and other lanes run beside this one.
    ...["-accel", "tcg", "-cpu", PROCESSOR, "-smp", "1", "-m", MEMORY],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-nic", "none", "-no-reboot"],
    ...["-object", `memory-backend-memfd,id=memory,size=${MEMORY},share=on`, "-machine", "pc,memory-backend=memory"],
    ...["-kernel", image, "-initrd", initramfs, "-append", `console=ttyS0 panic=-1 quiet mitigations=off ${SAME_ADDRESSES}`],
    ...["-serial", `file:${join(folder, "console.log")}`],
    ...["-chardev", `socket,id=files,path=${join(folder, "files.sock")}`],
    ...["-device", "vhost-user-fs-pci,chardev=files,tag=machine,queue-size=1024"],
    ...["-device", "virtio-serial-pci"],
    ...port(1, "stdio,signal=off"),
    ...port(2, `file,path=${join(folder, "status")}`),
    ...port(3, `file,path=${join(folder, "report")}`),
  ];
  // Closing its input would close port 1.
  const options: SpawnOptions = { stdio: ["pipe", process.stderr, process.stderr], timeout: LIMIT_MINUTES * 60_000, killSignal: "SIGKILL" };
  return first(spawn("setpriv", ["--pdeathsig", "KILL", "--", "qemu-system-x86_64", ...words], options));
}

function first(child: ChildProcess): ChildProcess {
  if (child.pid !== undefined) setPriority(child.pid, PRIORITY);
  return child;
}

/** An output port of the guest: `/dev/vport0p<number>` there, a character device of qemu here. */
function port(number: number, backend: string): readonly string[] {
  return ["-chardev", `${backend},id=port${number}`, "-device", `virtserialport,nr=${number},chardev=port${number}`];
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** The exit status, which is written only after the command has ended and its report was written. */
function resultOf(folder: string, report: string): number {
  const [status, text, log] = ["status", "report", "console.log"].map((name) => readFileSync(join(folder, name), "utf8"));
  if (report !== "" && text !== "") writeFileSync(report, text!);
  if (status !== "") return Number(status);
  console.error(
    `The emulated kernel did not finish (within ${LIMIT_MINUTES} minutes). The end of its log:\n${log!.split("\n").slice(-40).join("\n")}`,
  );
  console.error(readFileSync(join(folder, "server.log"), "utf8"));
  return 1;
}

void main(process.argv.slice(2)).then((status) => (process.exitCode = status));

/** The emulated machine: its processor, its files, and its two ports. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, openSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import type { Kernel } from "./kernel";

const MEMORY = "1024M";
/** With instructions for AES, but without AVX, whose registers cost time in each change of tasks. */
const PROCESSOR = "Westmere";
/** Of the guest and its files: their lane must not wait for the others. */
const PRIORITY = -10;
/**
 * Most of the time goes into starting programs. qemu translates code for each address at which it runs, so they start three times faster
 * with the same addresses in each process, and a tenth faster without protection against attacks.
 */
const PARAMETERS = "norandmaps nokaslr mitigations=off init_on_alloc=0 randomize_kstack_offset=off hardened_usercopy=off lsm=";

/** Serves the files of this machine, read-only, and resolves once it does. */
export async function serveFiles(folder: string): Promise<ChildProcess> {
  const root = join(folder, "machine");
  mkdirSync(root);
  const script = join(__dirname, "share.sh");
  const words = ["--mount", "--propagation", "private", "--", "sh", script, root, process.cwd(), join(folder, "files.sock")];
  const server = first(spawn("unshare", words, { stdio: ["ignore", "ignore", openSync(join(folder, "server.log"), "w")] }));
  await appears(join(folder, "files.sock"), server);
  return server;
}

/**
 * Starts the machine, and resolves once its port 1 can be connected: the socket `port1` in the folder. What it sends to port 2 is
 * in the file `port2`, and what the kernel prints in `console.log`. It dies with this process, whatever the cause.
 */
export async function emulate({ image }: Kernel, initramfs: string, folder: string, limit: number): Promise<ChildProcess> {
  const words = [
    // One processor: other lanes run beside this one. But a second one must be possible, or qemu leaves out the guest's memory barriers,
    // on which its queues with another process, the file server, depend.
    ...["-accel", "tcg", "-cpu", PROCESSOR, "-smp", "1,maxcpus=2", "-m", MEMORY],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-nic", "none", "-no-reboot"],
    ...["-object", `memory-backend-memfd,id=memory,size=${MEMORY},share=on`, "-machine", "pc,memory-backend=memory"],
    ...["-kernel", image, "-initrd", initramfs, "-append", `console=ttyS0 panic=-1 quiet ${PARAMETERS}`],
    ...["-serial", `file:${join(folder, "console.log")}`],
    ...["-chardev", `socket,id=files,path=${join(folder, "files.sock")}`],
    // Without event_idx every request is announced: the server sets the index from which on it wants to be notified without a barrier, so
    // that one of some hundred programs waited for five minutes.
    ...["-device", "vhost-user-fs-pci,chardev=files,tag=machine,queue-size=1024,event_idx=off"],
    ...["-device", "virtio-serial-pci"],
    ...port(1, `socket,path=${join(folder, "port1")},server=on,wait=off`),
    ...port(2, `file,path=${join(folder, "port2")}`),
  ];
  const command = ["--pdeathsig", "KILL", "--", "qemu-system-x86_64", ...words];
  const guest = first(
    spawn("setpriv", command, { stdio: ["ignore", process.stderr, process.stderr], timeout: limit, killSignal: "SIGKILL" }),
  );
  await appears(join(folder, "port1"), guest);
  return guest;
}

async function appears(socket: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries === 600 || server.exitCode !== null) throw new Error(`Not started: ${server.spawnfile}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function first(child: ChildProcess): ChildProcess {
  if (child.pid !== undefined) setPriority(child.pid, PRIORITY);
  return child;
}

/** A port of the guest: `/dev/vport0p<number>` there, a character device of qemu here. */
function port(number: number, backend: string): readonly string[] {
  return ["-chardev", `${backend},id=port${number}`, "-device", `virtserialport,nr=${number},chardev=port${number}`];
}

/** Waits until a process has ended, and returns its exit status; null if a signal ended it. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

/** Containers of a real Podman, which keeps its files in a folder of its own and pulls no image: their root file system is busybox. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Podman {
  /** Starts a container that sleeps for ten minutes, on this network. */
  start(name: string, network: string): void;
  /** Restarts it immediately: it has another process then. */
  restart(name: string): void;
  /** The process of a running container. */
  pid(name: string): number;
  /** Runs a line inside and returns its output; undefined if it fails. */
  inside(name: string, line: string): string | undefined;
  remove(name: string): void;
  /** Removes all containers and files. */
  close(): void;
}

const APPLETS = ["cat", "ip", "ping", "sh", "sleep"];
/** On some machines not even root may raise limits, so Podman's defaults are too high. */
const LIMITS = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"];

export function openPodman(): Podman {
  const folder = mkdtempSync(join(tmpdir(), "netweft-podman-"));
  const rootfs = madeOfBusybox(join(folder, "rootfs"));
  hideMixedCgroups();
  const places = ["--root", "--runroot", "--tmpdir"].flatMap((option) => [option, join(folder, option.slice(2))]);
  const options = [...places, "--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend", "none"];
  const podman = (...args: readonly string[]) =>
    execFileSync("podman", [...options, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 }).trim();
  return {
    start(name, network) {
      const how = ["--cgroups=disabled", "--cap-add", "net_raw", ...LIMITS, "--network", network];
      podman("run", "--detach", "--name", name, ...how, "--rootfs", rootfs, "sleep", "600");
    },
    restart: (name) => void podman("restart", "--time", "0", name),
    pid: (name) => Number(podman("inspect", "--format", "{{.State.Pid}}", name)),
    inside(name, line) {
      try {
        return podman("exec", name, ...line.split(" "));
      } catch {
        return undefined;
      }
    },
    remove: (name) => void podman("rm", "--force", "--time", "0", name),
    close() {
      podman("rm", "--all", "--force", "--time", "0");
      removeWhileWritten(folder);
    },
  };
}

function madeOfBusybox(rootfs: string): string {
  for (const name of ["bin", "dev", "etc", "proc", "run", "sys"]) mkdirSync(join(rootfs, name), { recursive: true });
  copyFileSync("/bin/busybox", join(rootfs, "bin/busybox"));
  for (const name of APPLETS) symlinkSync("busybox", join(rootfs, "bin", name));
  return rootfs;
}

/** crun refuses to work with mixed cgroup versions, although it is configured to ignore cgroups. The laboratory's mounts are its own. */
function hideMixedCgroups(): void {
  if (existsSync("/sys/fs/cgroup/unified")) execFileSync("mount", ["-t", "tmpfs", "none", "/sys/fs/cgroup"]);
}

/** Podman's cleanup processes may still be writing: files created during the removal make it fail. */
function removeWhileWritten(folder: string): void {
  for (let tries = 0; existsSync(folder); tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (problem) {
      if (tries >= 50) throw problem;
      execFileSync("sleep", ["0.1"]);
    }
  }
}

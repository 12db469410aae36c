/**
 * Hosts that are reached over ssh: each is a network namespace of the laboratory with a real sshd, and with processes,
 * a /run and a home of its own, like another machine. Keys are generated in a folder that is deleted at the end.
 */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { appendFileSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostConfig } from "../../lib/resources/provider";
import { plainHost } from "./hosts";
import { until } from "./until";

export interface SshHost {
  readonly config: HostConfig;
  /** Its root, for this process. */
  readonly root: string;
  /** Runs one command on the host, like a local user. */
  inside(line: string): string;
  /** The number of accepted connections so far. */
  connections(): number;
  /** Kills all connections on the server side. Programs started over them are not touched. */
  cut(): void;
}

export interface SshOptions {
  readonly port?: number;
  /** Options in front of the key in authorized_keys. */
  readonly restriction?: string;
}

export interface SshLab {
  /** The folder of the keys. */
  readonly folder: string;
  /** The host in this namespace, which must exist and have the address. */
  start(netns: string, address: string, options?: SshOptions): Promise<SshHost>;
  /** Generates a key pair; returns the path of the private key. */
  key(name: string): string;
  /** The public key of such a pair, in the format of authorized_keys. */
  publicKey(path: string): string;
  /** Stops the hosts with all their processes, and removes the keys. */
  close(): void;
}

export function openSshLab(): SshLab {
  const folder = mkdtempSync(join(tmpdir(), "netweft-sshd-"));
  const running: ChildProcess[] = [];
  const key = (name: string) => {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, name)]);
    return join(folder, name);
  };
  const identity = key("login");
  const knownHosts = join(folder, "known_hosts");
  return {
    folder,
    key,
    publicKey,
    async start(netns, address, { port = 22, restriction = "" } = {}) {
      const name = `${netns}-${port}`;
      const host = publicKey(key(name));
      appendFileSync(knownHosts, `${port === 22 ? address : `[${address}]:${port}`} ${host}\n`);
      writeFileSync(join(folder, `${name}.authorized`), `${restriction} ${publicKey(identity)}\n`);
      writeFileSync(join(folder, `${name}.conf`), settings(folder, name, address, port));
      const machine = boot(folder, name, netns);
      running.push(machine);
      const config = {
        ...plainHost,
        connection: "ssh" as const,
        address,
        port,
        user: "root",
        identity_file: identity,
        known_hosts: knownHosts,
      };
      return hostOf(config, join(folder, `${name}.log`), await listening(machine, join(folder, `${name}.log`)));
    },
    close() {
      for (const machine of running) machine.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Kind and key, without the comment. */
function publicKey(path: string): string {
  return readFileSync(`${path}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
}

function settings(folder: string, name: string, address: string, port: number): string {
  return [
    `Port ${port}`,
    `ListenAddress ${address}`,
    `HostKey ${folder}/${name}`,
    `AuthorizedKeysFile ${folder}/${name}.authorized`,
    "PidFile none",
    "UsePAM no",
    "StrictModes no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    "LogLevel VERBOSE",
    "",
  ].join("\n");
}

/** The script of a host's first process; sshd replaces it. The arguments: sshd, its configuration. */
const BOOT = [
  "for folder in /run /etc/netns ~root; do mount -t tmpfs -o mode=0755 host $folder || exit; done",
  "mkdir /run/sshd /run/netns",
  'exec "$1" -D -e -f "$2"',
].join("\n");

function boot(folder: string, name: string, netns: string): ChildProcess {
  const log = openSync(join(folder, `${name}.log`), "w");
  const isolated = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const sshd = ["sh", "-c", BOOT, "boot", execFileSync("sh", ["-c", "PATH=$PATH:/usr/sbin command -v sshd"], { encoding: "utf8" }).trim()];
  const machine = spawn("nsenter", [`--net=/run/netns/${netns}`, ...isolated, ...sshd, join(folder, `${name}.conf`)], {
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return machine;
}

/** The first process of the host, once its sshd accepts connections. */
async function listening(machine: ChildProcess, log: string): Promise<number> {
  await until(() => readFileSync(log, "utf8").includes("Server listening"), `sshd did not start: ${log}`);
  return childrenOf(machine.pid!)[0]!;
}

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

function hostOf(config: HostConfig, log: string, init: number): SshHost {
  return {
    config,
    root: `/proc/${init}/root`,
    inside: (line) => execFileSync("nsenter", ["-t", `${init}`, "-n", "-m", "-p", ...line.split(" ")], { encoding: "utf8" }),
    connections: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line.startsWith("Accepted publickey")).length,
    cut: () => childrenOf(init).forEach((pid) => process.kill(pid, "SIGKILL")),
  };
}

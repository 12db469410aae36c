/** The connection of ssh to the guest, over its port 1. All programs there share it, so that only the first has to log in. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

/** The programs that tests and transports start; whatever else runs in the guest is started by these. */
const PROGRAMS = [
  ...["timeout", "nsenter", "unshare", "sh", "cat", "test", "sleep", "readlink"],
  ...["ip", "bridge", "nft", "ping", "wg", "sysctl", "ss"],
];

const SETTINGS = [
  "HostKey /guest/host_key",
  "AuthorizedKeysFile /guest/authorized_keys",
  "UsePAM no",
  "StrictModes no",
  "PermitRootLogin prohibit-password",
  // Programs of several hosts run concurrently over the one connection.
  "MaxSessions 1000",
  "LoginGraceTime 0",
  "SetEnv PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=/dev/shm/tmp",
  "",
].join("\n");

/** The files of the guest's side. The keys are generated in this folder. */
export function guestFiles(folder: string): Readonly<Record<string, string>> {
  const key = (name: string) => {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", join(folder, name)]);
    return (suffix: string) => readFileSync(join(folder, name + suffix), "utf8");
  };
  return { host_key: key("host")(""), authorized_keys: key("login")(".pub"), sshd_config: SETTINGS };
}

/** Logs in. The promise is rejected when the connection ends before. */
export async function connect(folder: string): Promise<ChildProcess> {
  const options = {
    BatchMode: "yes",
    // The socket is in a folder of our own, and so there is only one machine behind it.
    StrictHostKeyChecking: "no",
    UserKnownHostsFile: "/dev/null",
    IdentityFile: join(folder, "login"),
    IdentitiesOnly: "yes",
    ProxyCommand: `socat - UNIX-CONNECT:${join(folder, "port1")}`,
    // Its output is the sign that the connection is open.
    PermitLocalCommand: "yes",
    LocalCommand: "echo open",
  };
  const words = Object.entries(options).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const client = spawn("ssh", ["-F", "none", "-q", "-M", "-N", "-S", join(folder, "connection"), ...words, "root@guest"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    client.stdout.once("data", () => resolve());
    client.once("error", reject).once("exit", () => reject(new Error("There is no connection to the emulated machine.")));
  });
  return client;
}

/** The environment in which the programs, and no others, are found, and run in the guest. */
export function surroundings(folder: string): Readonly<Record<string, string>> {
  const programs = join(folder, "programs");
  mkdirSync(programs);
  for (const name of PROGRAMS) symlinkSync(join(__dirname, "remote.sh"), join(programs, name));
  return { PATH: programs, NETWEFT_GUEST: join(folder, "connection") };
}

/**
 * `netweft drift` writes nothing, here or on a host: no file is opened for writing but those of the observation itself, which are in
 * memory and gone when it ends, and the host's lock, which it shares; and only programs that read are started.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, insideLab } from "../support/lab";

insideLab();

const CLI = join(__dirname, "../../dist/bin/netweft.js");

/** Programs that read a host, those that start them and cut their answers, and those that make and remove the folder of the answers. */
const PROGRAMS = [
  ...["node", "sh", "bash", "dash", "ip", "bridge", "nft", "tc", "ss", "sysctl", "wg", "conntrack"],
  ...[
    "awk",
    "mawk",
    "gawk",
    "cat",
    "flock",
    "nsenter",
    "unshare",
    "setpriv",
    "timeout",
    "stat",
    "readlink",
    "ls",
    "grep",
    "sed",
    "tr",
    "uname",
    "id",
  ],
  ...[
    "head",
    "tail",
    "cut",
    "sort",
    "cksum",
    "sleep",
    "env",
    "mktemp",
    "rm",
    "xtables-nft-multi",
    "iptables-legacy-save",
    "ip6tables-legacy-save",
  ],
];

/** Calls that make, change or remove an entry of a file system. */
const CHANGING =
  "creat,mkdir,mkdirat,unlink,unlinkat,rename,renameat,renameat2,truncate,link,linkat,symlink,symlinkat,chmod,fchmodat,chown,fchownat,mknod,mknodat";

/** A network with these settings, and an endpoint. */
const resourcesWith = (settings: object) => ({
  netweft_bridge_network: { front: { name: "front", subnets: ["10.8.0.0/24"], ...settings } },
  netweft_namespace: { web: { name: "web" } },
  netweft_endpoint: {
    web: {
      namespace: "${netweft_namespace.web.ref}",
      network: "${netweft_bridge_network.front.ref}",
      publish: [{ protocol: "tcp", host_port: 8080, port: 80 }],
    },
  },
});

let folder: Folder;
beforeAll(async () => {
  emptyLab();
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
  folder.write({
    resource: resourcesWith({}),
  });
  await folder.run(0, "apply", "--auto-approve");
  command("ip link set nw-front mtu 1400");
});
afterAll(() => {
  folder.close();
  emptyLab();
});

const env = { ...process.env, NETWEFT_BACKEND: "iproute2" };

/** Answers of the host's programs, in a folder in memory that the observation removes, and the lock that applies hold alone. */
const OWN = /"\/run\/netweft\/(job\.[^"]+|\d+\.lock)"|"\/dev\/(tty|null)"/;

/** What the removal of that folder deletes inside it. */
const INSIDE = /\bunlinkat\(\d+, "[^"/]+"/;

/** Calls that were made and succeeded. */
function callsIn(trace: string): readonly string[] {
  return readFileSync(trace, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.includes(" = -1 "));
}

test("nothing is opened for writing, and no program is started that is not in the list", () => {
  const entries = () => command("find /run/netweft /etc/netns").split("\n").sort();
  const before = entries();
  const trace = join(process.env["TMPDIR"] ?? "/tmp", "drift.strace");
  const calls = ["-f", "-qq", "-e", `trace=open,openat,openat2,execve,${CHANGING}`, "-e", "signal=none", "-o", trace];
  const ran = spawnSync("strace", [...calls, process.execPath, CLI, "drift", "--detailed-exitcode"], {
    cwd: folder.path,
    env,
    encoding: "utf8",
  });
  expect(ran).toMatchObject({ status: 2, stdout: expect.stringContaining("mtu 1500 -> 1400") as string });
  const all = callsIn(trace);
  const written = all.filter((line) => /\bopen(at2?)?\(/.test(line) && /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(line));
  expect(written.filter((line) => !OWN.test(line))).toEqual([]);
  const changing = new RegExp(`\\b(${CHANGING.replaceAll(",", "|")})\\(`);
  expect(all.filter((line) => changing.test(line) && !OWN.test(line) && !INSIDE.test(line))).toEqual([]);
  expect(entries()).toEqual(before);
  const programs = new Set(all.flatMap((line) => /execve\("([^"]+)"/.exec(line)?.[1] ?? []).map((path) => basename(path)));
  expect([...programs].filter((name) => !PROGRAMS.includes(name))).toEqual([]);
  expect(programs.has("ip")).toBe(true);
});

test("it works on a read-only file system", () => {
  command(`mount --bind ${folder.path} ${folder.path}`);
  command(`mount -o remount,ro,bind ${folder.path}`);
  try {
    const ran = spawnSync(process.execPath, [CLI, "drift", "--detailed-exitcode"], { cwd: folder.path, env, encoding: "utf8" });
    expect(ran).toMatchObject({ status: 2, stderr: "", stdout: expect.stringContaining("Drift: 1 finding (1 degraded)") as string });
  } finally {
    command(`umount ${folder.path}`);
  }
});

test("a permanent neighbour entry of another program on the bridge is found", async () => {
  command("ip neigh replace 10.8.0.2 lladdr 02:00:00:00:00:99 dev nw-front nud permanent");
  const { stdout } = await folder.run(2, "drift", "--detailed-exitcode");
  command("ip neigh del 10.8.0.2 dev nw-front");
  expect(stdout).toContain(
    "+ local - neigh 10.8.0.2 dev nw-front lladdr 02:00:00:00:00:99\n    is unexpected at netweft_bridge_network.front",
  );
});

test("what `ignore_changes` covers is ignored, and an apply leaves it beside what it repairs", async () => {
  folder.write({ resource: resourcesWith({ lifecycle: { ignore_changes: ["mtu"] } }) });
  const drift = async (code: number) => (await folder.run(code, "drift", "--detailed-exitcode")).stdout;
  expect(await drift(0)).toMatch(/i local - link nw-front type bridge mtu 1500 -> 1400 .*\n.*`ignore_changes`[^]*No drift\./);
  command("ip -n web route del default");
  expect(await drift(2)).toContain("- local web route default via 10.8.0.1 dev eth0");
  await folder.run(0, "apply", "--auto-approve");
  expect(command("ip link show nw-front")).toContain(" mtu 1400 ");
  expect(await drift(0)).toContain("No drift.");
});

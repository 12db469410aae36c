/** Hosts over real ssh: the same behaviour as on this machine, and every failure of the connection. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { lineOf } from "../../lib/kernel/line";
import type { Transport } from "../../lib/ports/transport";
import type { HostConfig } from "../../lib/resources/provider";
import { openShell } from "../../providers/transports";
import { openFolder, type Folder } from "../support/folder";
import { command, emptyLab, hostConfig, insideLab, ipBatch, labConfig, snapshot, openLab, perform } from "../support/lab";
import { openSshLab, type SshHost, type SshLab } from "../support/sshd";
import { until } from "../support/until";
import { adding, healing, scopeOfNetwork, smallNetwork } from "../support/wanted";

insideLab();

const ADDRESSES = { edge1: "192.0.2.1", edge2: "192.0.2.2" } as const;

let ssh: SshLab;
let edge1: SshHost;
let edge2: SshHost;
let folder: Folder;
beforeEach(async () => {
  emptyLab();
  cable();
  ssh = openSshLab();
  edge1 = await ssh.start("edge1", ADDRESSES.edge1);
  edge2 = await ssh.start("edge2", ADDRESSES.edge2, { port: 2222 });
  folder = openFolder({ NETWEFT_BACKEND: "iproute2" });
});
afterEach(() => {
  folder.close();
  ssh.close();
  emptyLab();
});

/** The controller and two hosts on one bridge. */
function cable(): void {
  ipBatch(["link add lan type bridge", "addr add 192.0.2.254/24 dev lan", "link set lan up"]);
  for (const [netns, address] of Object.entries(ADDRESSES)) {
    ipBatch([`netns add ${netns}`, `link add ${netns} type veth peer name up0 netns ${netns}`, `link set ${netns} master lan up`]);
    ipBatch(["link set lo up", "link set up0 up", `addr add ${address}/24 dev up0`], netns);
  }
}

/** One network with two containers on each host. */
function stack(hosts: Readonly<Record<string, Partial<HostConfig>>>, on: readonly string[] = Object.keys(hosts)): object {
  const each = (make: (host: string) => object) => Object.fromEntries(on.map((host) => [host, make(host)]));
  const pairs = on.flatMap((host) => ["a", "b"].map((name) => ({ host, name, key: `${host}_${name}` })));
  return {
    provider: { netweft: { hosts } },
    resource: {
      netweft_bridge_network: each((host) => ({ name: "blue", host, subnets: ["10.8.0.0/24"] })),
      netweft_namespace: Object.fromEntries(pairs.map(({ key, host, name }) => [key, { host, name }])),
      netweft_endpoint: Object.fromEntries(
        pairs.map(({ key, host }) => [
          key,
          { namespace: `\${netweft_namespace.${key}.ref}`, network: `\${netweft_bridge_network.${host}.ref}` },
        ]),
      ),
    },
  };
}

const both = () => ({ edge1: edge1.config, edge2: edge2.config });

/** The sockets of all connections on this machine: a network namespace has its own. */
function sockets(): readonly string[] {
  return command("ss -Hxl").match(/\S+netweft-ssh-\S+/g) ?? [];
}

/** The state of a host's own namespace, without what the kernel changes asynchronously. */
function dump(host: SshHost): string {
  return ["ip -o -d link show", "ip -o -4 addr show", "ip -4 route show table all", "ip netns list", "nft list ruleset"]
    .map(host.inside)
    .join("");
}

test("two hosts get a network each over one connection per run, are observed again, drift, and are restored", async () => {
  folder.write(stack(both()));
  const before = [edge1, edge2].map(dump);
  await folder.run(2, "plan", "--detailed-exitcode");
  expect([edge1.connections(), edge2.connections()]).toEqual([1, 1]);
  expect([edge1, edge2].map(dump)).toEqual(before);
  await folder.run(2, "plan", "--detailed-exitcode", "--out", "planned");
  await folder.run(0, "apply", "planned");
  expect([edge1.connections(), edge2.connections()]).toEqual([3, 3]);
  for (const host of [edge1, edge2]) {
    expect(host.inside("ls /run/netns").trim().split("\n")).toEqual(["a", "b"]);
    host.inside("nsenter --net=/run/netns/a ping -c 1 -w 5 10.8.0.3");
  }
  await folder.run(0, "plan", "--detailed-exitcode");
  edge2.inside("ip netns exec b ip addr flush dev eth0");
  const drift = await folder.run(2, "drift", "--detailed-exitcode");
  expect(drift.stdout).toContain("edge2 b addr 10.8.0.3/24 dev eth0");
  expect(drift.stdout).not.toMatch(/^\S edge1 |netweft_\w+\.edge1/m);
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "drift", "--detailed-exitcode");
  await folder.run(0, "destroy", "--auto-approve");
  expect(edge1.inside("ip netns list")).toBe("");
  expect([edge1, edge2].map((host) => host.inside("ip -o link show type bridge"))).toEqual(["", ""]);
  expect(sockets()).toEqual([]);
});

describe("an unreachable host", () => {
  /** By cause: the host, and what its diagnostic must contain. */
  function unreachable(): Readonly<Record<string, readonly [Partial<HostConfig>, string, ...string[]]>> {
    const file = (name: string, text: string) => {
      writeFileSync(join(ssh.folder, name), text);
      return join(ssh.folder, name);
    };
    const stranger = ssh.key("stranger");
    const otherKey = file("other", `${ADDRESSES.edge1} ${ssh.publicKey(stranger)}\n`);
    const none = file("none", "");
    const by = `-i ${edge1.config.identity_file}`;
    return {
      unknown: [
        { known_hosts: none },
        "host-key-unknown",
        `\`ssh -p 22 ${by} -o UserKnownHostsFile=${none} root@192.0.2.1 true\``,
        "/etc/ssh/ssh_host_ed25519_key.pub",
      ],
      changed: [{ known_hosts: otherKey }, "host-key-changed", "SHA256:", `\`ssh-keygen -R "192.0.2.1" -f "${otherKey}"\``],
      stranger: [{ identity_file: stranger }, "login-refused", stranger, "authorized_keys", "Permission denied (publickey)"],
      keyless: [{ identity_file: join(ssh.folder, "nowhere") }, "login-refused", "Permission denied (publickey)"],
      closed: [{ port: 23 }, "host-unreachable", "192.0.2.1 port 23", "no process listens there", "Connection refused"],
      silent: [{ port: 24 }, "host-unreachable", "no answer in time", "timed out"],
      nowhere: [{ address: "198.51.100.1" }, "host-unreachable", "there is no route to it", "Network is unreachable"],
      nameless: [{ address: "nameless.invalid" }, "host-unreachable", "cannot be resolved", "nameless.invalid"],
      injected: [{ address: "-oProxyCommand=touch" }, "invalid-connection", "-oProxyCommand=touch"],
    };
  }

  test("is one diagnostic in bounded time with host, cause and remedy, and the others are observed", async () => {
    edge1.inside("nft add table inet wall");
    edge1.inside("nft add chain inet wall input { type filter hook input priority 0 ; }");
    edge1.inside("nft add rule inet wall input tcp dport 24 drop");
    const cases = unreachable();
    const bad = Object.entries(cases).map(([name, [change]]) => [name, { ...edge1.config, ...change }] as const);
    const driver = await openLab(labConfig({ ...Object.fromEntries(bad), edge2: edge2.config }));
    const began = performance.now();
    const seen = await driver.observe(new Map([...Object.keys(cases), "edge2"].map((host) => [host, scopeOfNetwork(0)])));
    expect(performance.now() - began).toBeLessThan(45_000);
    for (const [host, [, code, ...words]] of Object.entries(cases)) {
      const { diagnostics } = seen.get(host)!;
      expect([host, ...diagnostics.map((one) => one.code)]).toEqual([host, code]);
      expect(diagnostics[0]!.at.host).toBe(host);
      for (const word of [`ost "${host}"`, ...words].slice(code === "invalid-connection" ? 1 : 0))
        expect(diagnostics[0]!.detail).toContain(word);
    }
    expect(seen.get("edge2")!.ok).toBe(true);
    await driver.close();
    expect(sockets()).toEqual([]);
  });

  test("prevents a plan, and nothing is done on any host", async () => {
    const before = dump(edge2);
    folder.write(stack({ edge1: { ...edge1.config, port: 23 }, edge2: edge2.config }));
    const { stderr } = await folder.run(1, "apply", "--auto-approve");
    expect(stderr.match(/^.*Error.*$/gm)).toHaveLength(1);
    expect(stderr).toContain('Host "edge1" cannot be reached at 192.0.2.1 port 23');
    expect(dump(edge2)).toBe(before);
  });

  test("prevents the apply of an earlier plan, and a rerun completes it", async () => {
    const before = dump(edge2);
    folder.write(stack(both()));
    await folder.run(2, "plan", "--detailed-exitcode", "--out", "planned");
    edge1.inside("nft add table inet wall");
    edge1.inside("nft add chain inet wall input { type filter hook input priority 0 ; }");
    edge1.inside("nft add rule inet wall input tcp dport 22 reject with tcp reset");
    expect((await folder.run(1, "apply", "planned")).stderr).toContain('Host "edge1" cannot be reached');
    expect(dump(edge2)).toBe(before);
    edge1.inside("nft delete table inet wall");
    await folder.run(0, "apply", "planned");
    await folder.run(0, "plan", "--detailed-exitcode");
  });

  test("does not hide the drift of the others", async () => {
    folder.write(stack(both()));
    await folder.run(0, "apply", "--auto-approve");
    edge2.inside("ip link del nw-blue");
    folder.write(stack({ edge1: { ...edge1.config, port: 23 }, edge2: edge2.config }));
    const text = await folder.run(1, "drift", "--detailed-exitcode");
    expect(text.stdout).toContain("- edge2 - link nw-blue");
    expect(text.stdout).toContain('Not read: host "edge1".');
    expect(text.stdout).not.toContain("- edge1");
    expect(text.stderr).toContain('Host "edge1" cannot be reached');
    const [report] = (JSON.parse((await folder.run(1, "drift", "--json")).stdout) as { readonly stacks: readonly [Report] }).stacks;
    expect(report).toMatchObject({ unread: ["edge1"], compared: { resources: 5 }, diagnostics: [{ severity: "error", host: "edge1" }] });
    expect(new Set(report.findings.map(({ host }) => host))).toEqual(new Set(["edge2"]));
  });

  test("is also reported if the ssh client is missing", async () => {
    const path = process.env["PATH"];
    process.env["PATH"] = ssh.folder;
    try {
      const driver = await openLab(labConfig(both()));
      const seen = await driver.observe(new Map([["edge1", scopeOfNetwork(0)]]));
      await driver.close();
      expect(seen.get("edge1")!.diagnostics).toMatchObject([{ code: "ssh-missing", at: { host: "edge1" } }]);
    } finally {
      process.env["PATH"] = path;
    }
  });
});

/** Whether a file exists, now or soon. */
async function appears(path: string): Promise<boolean> {
  for (let tries = 0; tries < 2000 && !existsSync(path); tries++) await new Promise((resolve) => setTimeout(resolve, 20));
  return existsSync(path);
}

interface Report {
  readonly findings: readonly { readonly host: string }[];
}

test("a user other than root is an error that names the login user", async () => {
  const asNobody = String.raw`command="setpriv --reuid=65534 --regid=65534 --clear-groups sh -c \"$SSH_ORIGINAL_COMMAND\""`;
  const { config } = await ssh.start("edge1", ADDRESSES.edge1, { port: 2022, restriction: asNobody });
  const driver = await openLab(labConfig({ edge1: { ...config, user: null } }));
  const seen = (await driver.observe(new Map([["edge1", scopeOfNetwork(0)]]))).get("edge1")!;
  await driver.close();
  expect(seen.diagnostics).toMatchObject([{ code: "host-unfit", at: { host: "edge1" } }]);
  expect(seen.diagnostics[0]!.detail).toContain('set `user = "root"`');
});

test("the user's ssh configuration is used: aliases, and a host behind a jump host", async () => {
  // Only edge1 has a route to the inner address of edge2.
  ipBatch(["link add inner type veth peer name inner0 netns edge2", "link set inner netns edge1"]);
  ipBatch(["addr add 203.0.113.1/30 dev inner", "link set inner up"], "edge1");
  ipBatch(["addr add 203.0.113.2/30 dev inner0", "link set inner0 up"], "edge2");
  const { config } = await ssh.start("edge2", "203.0.113.2", { port: 2200 });
  command("mount -t tmpfs lab /etc/ssh/ssh_config.d");
  try {
    const keys = `User root\nIdentityFile ${config.identity_file}\nUserKnownHostsFile ${config.known_hosts}\n`;
    const [gate, behind] = [`Host gate\nHostName ${ADDRESSES.edge1}\n`, "Host behind\nHostName 203.0.113.2\nPort 2200\nProxyJump gate\n"];
    writeFileSync("/etc/ssh/ssh_config.d/lab.conf", gate + keys + behind + keys);
    const named = { ...hostConfig(), connection: "ssh" as const };
    const driver = await openLab(labConfig({ behind: named, inner: { ...named, address: "behind" } }));
    expect((await perform(driver, adding(smallNetwork("behind", 1)), scopeOfNetwork(1), "behind")).failed).toBeUndefined();
    expect((await snapshot(driver, scopeOfNetwork(1), "inner")).facts.size).toBeGreaterThan(0);
    await driver.close();
    expect(edge2.inside("ip -o link show type bridge")).toContain("nw-blue");
    expect(sockets()).toEqual([]);
  } finally {
    command("umount /etc/ssh/ssh_config.d");
  }
});

describe("a connection", () => {
  /** Programs that leave a file when they are done. */
  const slow = ["sh", "-c", "cat >/dev/null; echo begun; sleep 1; echo done >/run/mark"];
  const commands = {
    probe: ["sh", "-c", 'echo "it\'s" here; cat'],
    observe: slow,
    apply: ["sh", "-c", "echo oops >&2; exit 7"],
    follow: ["cat"],
    arm: ["cat"],
    disarm: ["cat"],
  };

  async function withShell<T>(work: (shell: Transport) => Promise<T>): Promise<T> {
    const opened = openShell("edge1", edge1.config, commands);
    if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
    try {
      return await work(opened.value);
    } finally {
      await opened.value.close();
    }
  }
  const marked = () => appears(`${edge1.root}/run/mark`);

  test("is shared by all programs, in a folder of its own that is removed when it is closed", async () => {
    const socket = await withShell(async (shell) => {
      const lines: string[] = [];
      const ending = await shell.run({ program: "probe", stdin: "one\ntwo" }, (line) => lines.push(line));
      expect([ending, lines]).toEqual([{ code: 0, stderr: "" }, ["it's here", "one", "two"]]);
      expect(await shell.run({ program: "apply", stdin: "x".repeat(1_000_000) }, () => undefined)).toEqual({ code: 7, stderr: "oops\n" });
      expect(edge1.connections()).toBe(1);
      expect(sockets()).toHaveLength(1);
      return sockets()[0]!;
    });
    expect(statSync(dirname(dirname(socket))).isDirectory()).toBe(true);
    expect(existsSync(dirname(socket))).toBe(false);
    expect(sockets()).toEqual([]);
  });

  test("is not accessible to other users", () =>
    withShell(async (shell) => {
      await shell.run({ program: "probe", stdin: "" }, () => undefined);
      expect(statSync(dirname(sockets()[0]!)).mode & 0o777).toBe(0o700);
    }));

  test("can be closed on this side while a program runs, which continues", async () => {
    await withShell(async (shell) => {
      const stop = new AbortController();
      await shell.run({ program: "observe", stdin: "", signal: stop.signal }, (line) => line === "begun" && stop.abort());
      expect(existsSync(`${edge1.root}/run/mark`)).toBe(false);
    });
    expect(await marked()).toBe(true);
  });

  test("can break while a program runs, which continues; the next program gets another connection", async () => {
    await withShell(async (shell) => {
      const broken = await shell.run({ program: "observe", stdin: "" }, (line) => line === "begun" && edge1.cut());
      expect(broken.unreached).toMatchObject({ code: "connection-lost", at: { host: "edge1" } });
      expect((await shell.run({ program: "probe", stdin: "" }, () => undefined)).code).toBe(0);
      expect(edge1.connections()).toBe(2);
    });
    expect(await marked()).toBe(true);
  });
});

test("a run ends the connections of a killed one, and removes their folders; those of a run in another pid namespace stay", async () => {
  folder.write(stack(both()));
  edge1.inside("mount -t tmpfs busy /usr/local/sbin");
  const busy = `${edge1.root}/usr/local/sbin`;
  writeFileSync(`${busy}/flock`, '#!/bin/sh\n: > "$0.$$"\nexec sleep 600\n', { mode: 0o755 });
  const plan = [process.execPath, join(__dirname, "../../dist/bin/netweft.js"), "plan", `--chdir=${folder.path}`];
  const runs = [plan, ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc", ...plan]].map(([file, ...args]) =>
    spawn(file!, args, { env: { ...process.env, NETWEFT_BACKEND: "iproute2" }, stdio: "ignore" }),
  );
  try {
    await until(() => sockets().length === 4 && readdirSync(busy).length === 3, "They do not connect.");
    const before = sockets();
    runs[0]!.kill("SIGKILL");
    await once(runs[0]!, "exit");
    expect(sockets()).toEqual(before);
    rmSync(`${busy}/flock`);
    await folder.run(2, "plan", "--detailed-exitcode");
    expect(sockets()).toHaveLength(2);
    expect(before).toEqual(expect.arrayContaining([...sockets()]));
    expect(before.map(dirname).filter(existsSync).length).toBe(2);
  } finally {
    for (const run of runs) run.kill("SIGKILL");
  }
});

test("when the connection breaks in the middle of the work, the host completes it, and the next observation waits for that", async () => {
  const [network, scope] = [smallNetwork("edge1", 9), scopeOfNetwork(9)];
  const driver = await openLab(labConfig(both()));
  const { generation } = await snapshot(driver, scope, "edge1");
  let steps = 0;
  const work = new Map([["edge1", { steps: adding(network), scope, generation }]]);
  const outcome = (await driver.run(work, (_host, done) => (steps++ === 0 && done < network.length ? edge1.cut() : undefined))).get(
    "edge1",
  )!;
  expect(outcome.failed?.diagnostic).toMatchObject({ code: "connection-lost", at: { host: "edge1" } });
  expect(outcome.failed!.diagnostic.detail).toContain("plan or apply again");
  const seen = await snapshot(driver, scope, "edge1");
  expect(healing(network, seen)).toEqual([]);
  expect([...seen.facts.values()].map(lineOf)).toEqual(expect.arrayContaining(network.map(lineOf)));
  await driver.close();
});

test("when one host is disconnected in the middle of an apply, the others are completed, and a rerun does the rest", async () => {
  slowDown(edge1);
  folder.write(stack(both()));
  const applied = folder.run(1, "apply", "--auto-approve");
  await appears(`${edge1.root}/run/netns/a`);
  edge1.cut();
  const { stderr } = await applied;
  expect(stderr.match(/^.*Error.*$/gm)).toHaveLength(1);
  expect(stderr).toContain('The connection to host "edge1"');
  edge2.inside("nsenter --net=/run/netns/a ping -c 1 -w 5 10.8.0.3");
  edge1.inside("umount /usr/local/sbin");
  await folder.run(0, "apply", "--auto-approve");
  await folder.run(0, "plan", "--detailed-exitcode");
  edge1.inside("nsenter --net=/run/netns/a ping -c 1 -w 5 10.8.0.3");
});

/** Every batch of ip takes a second there. */
function slowDown(host: SshHost): void {
  host.inside("mount -t tmpfs slow /usr/local/sbin");
  const slow = '#!/bin/sh\ncase "$*" in *-batch*) sleep 1 ;; esac\nexec /sbin/ip "$@"\n';
  writeFileSync(`${host.root}/usr/local/sbin/ip`, slow, { mode: 0o755 });
}

test("a member that is down is skipped, and cleaned without its place in the configuration when it answers again", async () => {
  const members = (names: readonly string[], hosts: readonly string[] = names) => {
    const all: Readonly<Record<string, Partial<HostConfig>>> = { edge1: edge1.config, edge2: edge2.config };
    const each = (make: (host: string) => object) => Object.fromEntries(names.map((host) => [host, make(host)]));
    const at = (host: string) => ({ ...all[host], underlay: ADDRESSES[host as keyof typeof ADDRESSES] });
    folder.write({
      provider: { netweft: { hosts: Object.fromEntries(hosts.map((host) => [host, at(host)])) } },
      resource: {
        netweft_overlay_network: {
          mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: names, names: false, forwarding: "static" },
        },
        netweft_namespace: each((host) => ({ host, name: "a" })),
        netweft_endpoint: each((host) => ({
          namespace: `\${netweft_namespace.${host}.ref}`,
          network: "${netweft_overlay_network.mesh.ref}",
          addresses: [`10.20.0.${host.slice(-1)}0`],
        })),
      },
    });
  };
  members(["edge1", "edge2"]);
  await folder.run(0, "apply", "--auto-approve");
  edge1.inside("nsenter --net=/run/netns/a ping -c 1 -w 5 10.20.0.20");
  const has = () => ["ip -o -4 addr show", "ip netns list", "nft list ruleset"].map(edge2.inside).join("");
  const before = has();
  ipBatch(["link set edge2 down"]);
  members(["edge1"], ["edge1", "edge2"]);
  expect((await folder.run(1, "apply", "--auto-approve")).stderr).toContain("host-unreachable");
  expect((await folder.run(1, "apply", "--auto-approve", "--skip-unreachable")).stderr).toContain('"edge2" does not answer and is skipped');
  expect(edge1.inside("bridge fdb show")).not.toContain(ADDRESSES.edge2);
  expect(has()).toBe(before);
  members(["edge1"]);
  expect((await folder.run(0, "plan", "--detailed-exitcode")).stderr).toContain("left-behind");
  ipBatch(["link set edge2 up"]);
  expect((await folder.run(0, "apply", "--auto-approve")).stdout).toContain("2 destroyed");
  expect([edge2.inside("ip netns list"), edge2.inside("ip -o link show type vxlan")]).toEqual(["", ""]);
  expect((await folder.run(0, "state", "list")).stderr).toBe("");
});

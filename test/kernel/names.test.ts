/** Name servers on the real kernel: real lookups from inside containers, and real processes. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import type { Backend } from "../../lib/ports/backend";
import type { Fact } from "../../lib/kernel/fact";
import { lineOf } from "../../lib/kernel/line";
import { command, emptyLab, foldersOfNames, insideLab, ipBatch, openLab, perform, scopeOf } from "../support/lab";
import { procText } from "../support/proc";
import { ask, ASK, openUpstream } from "../support/ask";
import { openShop, type Shop } from "../support/shop";
import { factOf } from "../support/test-driver";
import { adding } from "../support/wanted";
import { until } from "../support/until";

insideLab();

let shop: Shop;

/** The shop with an alias for its database, and a second network with one container. */
const configuration = (db: object = { aliases: ["sql", "cache"] }) => ({
  resource: {
    netweft_bridge_network: {
      front: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] },
      back: { name: "back", subnets: ["10.9.0.0/24"] },
    },
    netweft_namespace: Object.fromEntries(["web", "db", "far"].map((name) => [name, { name }])),
    netweft_endpoint: {
      web: on("web", "front"),
      ...(db === gone ? {} : { db: { ...on("db", "front"), ...db } }),
      far: on("far", "back"),
    },
  },
});
const gone = {};

function on(netns: string, network: string) {
  return { namespace: `\${netweft_namespace.${netns}.ref}`, network: `\${netweft_bridge_network.${network}.ref}` };
}

/** The tests follow each other on one stack. */
beforeAll(async () => {
  emptyLab();
  shop = openShop({ NETWEFT_BACKEND: "iproute2" });
  shop.configure(configuration());
  await apply();
});
afterAll(() => {
  shop.close();
  emptyLab();
});

async function apply(...more: readonly string[]): Promise<void> {
  await shop.run(0, "apply", "--auto-approve", ...more);
}

/** Pid and command line of every dnsmasq and every keeper in the laboratory. */
function servers(): readonly { readonly pid: number; readonly command: string }[] {
  const here = readFileLink("self");
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && readFileLink(pid) === here)
    .map((pid) => ({ pid: Number(pid), command: commandOf(pid) }))
    .filter(({ command: line }) => line.includes("dnsmasq"));
}

function readFileLink(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return "";
  }
}

function commandOf(pid: string): string {
  return procText(pid, "cmdline").replaceAll("\0", " ");
}

function pidOf(file: "pid" | "keeper", bridge = "nw-front"): number {
  const path = `${foldersOfNames().find((folder) => folder.endsWith(`/${bridge}`))!}/${file}`;
  // A starting server replaces its file.
  return existsSync(path) ? Number(readFileSync(path, "utf8")) : NaN;
}

const drift = async () => (await shop.run(2, "drift", "--detailed-exitcode")).stdout;

test("endpoints find each other by name and alias, over both families, forward and reverse, and no names of other networks", async () => {
  await shop.run(0, "plan", "--detailed-exitcode");
  const [db4, db6] = addressesOf("db");
  const expected = {
    "A db": [db4],
    "AAAA db": [db6],
    "A db.front": [db4],
    "AAAA sql": [db6],
    "A cache.front": [db4],
    [`PTR ${db4}`]: ["db.front"],
    [`PTR ${db6}`]: ["db.front"],
    "A web": [addressesOf("web")[0]],
    "A far": "ENOTFOUND",
    "A far.front": "ENOTFOUND",
  };
  for (const server of ["10.8.0.1", "[fd00:8::1]"]) expect(ask("web", server, ...Object.keys(expected))).toEqual(expected);
  expect(ask("far", "10.9.0.1", "A far", "A db")).toEqual({ "A far": addressesOf("far"), "A db": "ENOTFOUND" });
});

/** The kernel's addresses of a container. */
function addressesOf(netns: string): readonly string[] {
  const links = JSON.parse(command(`nsenter --net=/run/netns/${netns} ip -j addr show dev eth0`)) as {
    readonly ifname?: string;
    readonly addr_info: readonly { readonly local: string; readonly scope: string }[];
  }[];
  return links
    .find(({ ifname }) => ifname === "eth0")!
    .addr_info.filter(({ scope }) => scope === "global")
    .map(({ local }) => local);
}

test("programs started with `ip netns exec` resolve names without further configuration", async () => {
  expect(command("ip netns exec web getent ahostsv4 sql")).toContain(addressesOf("db")[0]);
  expect(command("ip netns exec far getent hosts far")).toContain("far.back");
});

test("a server inherits nothing from the script that started it, and is not root", async () => {
  const [pid, keeper] = [pidOf("pid"), pidOf("keeper")];
  for (const each of [pid, keeper]) {
    const open = command(`ls -l /proc/${each}/fd`);
    expect(open).not.toMatch(/\.lock|job\./);
    expect(open).not.toMatch(/ [012] -> pipe/);
  }
  expect(readFileSync(`/proc/${pid}/status`, "utf8")).not.toMatch(/^Uid:\t0\t/m);
  const groups = command(`ps -o pgid=,sid= -p ${keeper}`).trim().split(/\s+/).map(Number);
  expect(groups).toEqual([keeper, keeper]);
});

test("a server answers its network and the host only", async () => {
  const [web] = addressesOf("web");
  expect(JSON.parse(execFileSync(process.execPath, ["-e", ASK, "10.8.0.1", "A web"], { encoding: "utf8" }))).toEqual([[web]]);
  ipBatch(["netns add out", "link add up0 type veth peer name eth0 netns out", "link set up0 up", "addr add 192.0.2.1/24 dev up0"]);
  ipBatch(["link set eth0 up", "addr add 192.0.2.2/24 dev eth0", "route add default via 192.0.2.1"], "out");
  for (const netns of ["far", "out"]) expect(ask(netns, "10.8.0.1", "A web")["A web"]).toBe("ETIMEOUT");
  ipBatch(["netns del out"]);
});

test("a server uses its bridge again after that was deleted and recreated", async () => {
  const pid = pidOf("pid");
  command("ip link del nw-front");
  await apply();
  expect(ask("web", "10.8.0.1", "A web")["A web"]).toEqual([addressesOf("web")[0]]);
  expect(pidOf("pid")).toBe(pid);
});

test("a killed server is restarted by its keeper; if the keeper is killed, too, that is drift, and an apply repairs it", async () => {
  const first = pidOf("pid");
  process.kill(first, "SIGKILL");
  await until(() => pidOf("pid") !== first && commandOf(`${pidOf("pid")}`).includes("dnsmasq"), "The server was not restarted.");
  expect(ask("web", "10.8.0.1", "A web")["A web"]).toEqual([addressesOf("web")[0]]);
  await shop.run(0, "drift", "--detailed-exitcode");
  process.kill(pidOf("keeper"), "SIGKILL");
  expect(await drift()).toMatch(/ -> local - resolver nw-front .* down$/m);
  process.kill(pidOf("pid"), "SIGKILL");
  expect(await drift()).toMatch(/ -> local - resolver nw-front .* down$/m);
  await apply();
  await shop.run(0, "drift", "--detailed-exitcode");
  expect(ask("web", "10.8.0.1", "A web")["A web"]).toEqual([addressesOf("web")[0]]);
});

test("edited or deleted files are drift, and an apply writes them again", async () => {
  const folder = foldersOfNames().find((path) => path.endsWith("/nw-front"))!;
  const file = `${folder}/hosts/db`;
  const before = readFileSync(file, "utf8");
  for (const text of [
    "192.0.2.1 db sql cache\n",
    `${before}192.0.2.1 evil\n`,
    before.replaceAll("db cache", "cache db"),
    before.replace(" cache", ""),
    "",
  ]) {
    writeFileSync(file, text);
    expect({ text, drift: (await shop.run(2, "drift", "--detailed-exitcode")).stdout }).toMatchObject({
      text,
      drift: expect.stringMatching(/^~ local - name nw-front db /m) as string,
    });
  }
  writeFileSync("/etc/netns/web/resolv.conf", readFileSync("/etc/netns/web/resolv.conf", "utf8").replace("10.8.0.1", "192.0.2.1"));
  expect(await drift()).toContain("~ local - resolv web nameservers 10.8.0.1,fd00:8::1 -> 192.0.2.1,fd00:8::1");
  command("rm /etc/netns/db/resolv.conf");
  expect(await drift()).toContain("local - resolv db");
  await apply();
  expect(readFileSync(file, "utf8").split(/\s/).sort()).toEqual(before.split(/\s/).sort());
  await shop.run(0, "drift", "--detailed-exitcode");
});

test("a new alias and a deleted endpoint take effect immediately, in the same server process", async () => {
  const [pid, [db4]] = [pidOf("pid"), addressesOf("db")];
  shop.configure(configuration({ aliases: ["files"] }));
  await apply();
  await until(() => Array.isArray(ask("web", "10.8.0.1", "A files")["A files"]), "The alias is not resolved.");
  expect(ask("web", "10.8.0.1", "A sql", "A db")).toEqual({ "A sql": "ENOTFOUND", "A db": [db4] });
  shop.configure(configuration(gone));
  await apply();
  await until(() => ask("web", "10.8.0.1", "A db")["A db"] === "ENOTFOUND", "The endpoint is still resolved.");
  expect(ask("web", "10.8.0.1", "A files", `PTR ${db4}`)).toEqual({ "A files": "ENOTFOUND", [`PTR ${db4}`]: "ENOTFOUND" });
  expect(pidOf("pid")).toBe(pid);
});

test("an alias of several endpoints resolves to all of them, in turn, and to the rest when one of them goes", async () => {
  const { resource } = configuration();
  const endpoints = { ...resource.netweft_endpoint, web: { ...on("web", "front"), aliases: ["sql"] } };
  shop.configure({ resource: { ...resource, netweft_endpoint: endpoints } });
  await apply();
  const both = [addressesOf("db")[0], addressesOf("web")[0]].sort();
  const answers = Array.from({ length: 4 }, () => ask("web", "10.8.0.1", "A sql")["A sql"] as readonly string[]);
  expect(answers.map((answer) => [...answer].sort())).toEqual(answers.map(() => both));
  expect(new Set(answers.map(([first]) => first))).toEqual(new Set(both));
  shop.configure({ resource: { ...resource, netweft_endpoint: { ...endpoints, db: on("db", "front") } } });
  await apply();
  await until(() => (ask("web", "10.8.0.1", "A sql")["A sql"] as readonly string[]).length === 1, "Both are still resolved.");
  expect(ask("web", "10.8.0.1", "A sql", "A db")).toEqual({ "A sql": [addressesOf("web")[0]], "A db": [addressesOf("db")[0]] });
});

test("queries for plain names of any type and reverse lookups in the network's subnets are not forwarded; others go to its `dns`", async () => {
  const upstream = openUpstream("127.0.0.77", shop.folder);
  try {
    const { resource } = configuration();
    const front = { ...resource.netweft_bridge_network.front, subnets: ["10.8.0.0/20", "2001:db8:8::/62"], dns: ["127.0.0.77"] };
    shop.configure({ resource: { ...resource, netweft_bridge_network: { ...resource.netweft_bridge_network, front } } });
    await apply();
    await shop.run(0, "plan", "--detailed-exitcode");
    const kept = ["SRV nosuch", "MX web", "TXT web.front", "A nosuch", "A nosuch.front", "PTR 10.8.15.200", "PTR 2001:db8:8:3::99"];
    const answers = ask("web", "10.8.0.1", ...kept, "A example.com", "PTR 10.8.16.1");
    for (const question of kept) expect(["ENOTFOUND", "ENODATA"]).toContain(answers[question]);
    expect(answers["A example.com"]).toEqual(["192.0.2.99"]);
    expect(upstream.asked()).toEqual(["example.com", "1.16.8.10.in-addr.arpa"].sort());
  } finally {
    upstream.close();
  }
});

test("a server that lost its last endpoint resolves the next one", async () => {
  await apply();
  const { resource } = configuration();
  const { far, ...others } = resource.netweft_endpoint as Record<string, object>;
  shop.configure({ resource: { ...resource, netweft_endpoint: others } });
  await apply();
  shop.configure({ resource: { ...resource, netweft_endpoint: { ...others, far: { ...far, aliases: ["again"] } } } });
  await apply();
  await until(() => Array.isArray(ask("far", "10.9.0.1", "A again")["A again"]), "The endpoint is not resolved.");
});

test("a pid that was reused by another process is not touched", async () => {
  shop.configure(configuration());
  await apply();
  for (const file of ["keeper", "pid"] as const) process.kill(pidOf(file), "SIGKILL");
  const other = spawn("sleep", ["600"], { stdio: "ignore" });
  try {
    const folder = foldersOfNames().find((path) => path.endsWith("/nw-front"))!;
    for (const file of ["keeper", "pid"]) writeFileSync(`${folder}/${file}`, `${other.pid}\n`);
    expect(await drift()).toMatch(/ -> local - resolver nw-front .* down$/m);
    await shop.run(0, "destroy", "--auto-approve");
    expect(commandOf(`${other.pid}`)).toContain("sleep");
    expect(foldersOfNames()).toEqual([]);
  } finally {
    other.kill("SIGKILL");
  }
});

test("a foreign resolv.conf is never overwritten", async () => {
  mkdirSync("/etc/netns/web", { recursive: true });
  writeFileSync("/etc/netns/web/resolv.conf", "nameserver 192.0.2.53\n");
  const { stderr } = await shop.run(1, "plan");
  expect(stderr).toContain('"local - resolv web nameservers 192.0.2.53" exists and carries no mark of Netweft.');
  expect(readFileSync("/etc/netns/web/resolv.conf", "utf8")).toBe("nameserver 192.0.2.53\n");
  rmSync("/etc/netns/web", { recursive: true });
});

test("a foreign server on all addresses is an error of the plan, and if it starts later, ours fails with its own message and leaves nothing behind", async () => {
  await shop.run(0, "plan", "--out", "early.plan");
  const theirs = spawn("dnsmasq", ["--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--pid-file="], { stdio: "ignore" });
  try {
    await until(() => command("ss -lntH sport = :53") !== "", "It is not listening.");
    expect((await shop.run(1, "plan")).stderr).toContain("name-server-in-the-way");
    const { stderr } = await shop.run(1, "apply", "early.plan");
    expect(stderr).toContain("failed to create listening socket for 10.8.0.1: Address already in use");
    expect(stderr).toContain("names = false");
    expect(servers().map(({ pid }) => pid)).toEqual([theirs.pid]);
  } finally {
    theirs.kill("SIGKILL");
  }
  await until(() => servers().length === 0, "It is still running.");
  await apply();
  await shop.run(0, "drift", "--detailed-exitcode");
});

test("destroy leaves no process and no file, and does not touch other name servers", async () => {
  command("ip link add br-theirs type bridge");
  command("ip addr add 192.168.7.1/24 dev br-theirs");
  const options = [
    "--keep-in-foreground",
    "--conf-file=/dev/null",
    "--no-resolv",
    "--bind-interfaces",
    "--listen-address=192.168.7.1",
    "--pid-file=",
  ];
  const theirs: ChildProcess = spawn("dnsmasq", options, { stdio: "ignore" });
  try {
    await until(() => command("ss -lntH sport = :53") !== "", "It is not listening.");
    expect(servers()).toHaveLength(5);
    await shop.run(0, "destroy", "--auto-approve");
    expect(servers().map(({ pid }) => pid)).toEqual([theirs.pid]);
    expect(foldersOfNames()).toEqual([]);
    expect(existsSync("/etc/netns") ? readdirSync("/etc/netns") : []).toEqual([]);
  } finally {
    theirs.kill("SIGKILL");
  }
});

describe("the upstream of a server", () => {
  let driver: Backend;
  const BRIDGE = "local - link nw-blue type bridge mtu 1500 mac 02:11:22:33:44:55 stp off up # netweft:shop:netweft_bridge_network:blue";
  const lines = (upstream: string) => [
    BRIDGE,
    "local - addr 10.8.0.1/24 dev nw-blue",
    `local - resolver nw-blue listen 10.8.0.1 domain blue upstream ${upstream}`,
    "local - name nw-blue web addresses 10.8.0.2",
    "local - netns web # netweft:shop:netweft_namespace:web",
    "local - veth nwe1 <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up addresses 10.8.0.2/24 # netweft:shop:netweft_endpoint:web/eth0",
    "local - port nwe1 bridge nw-blue",
    "local web addr 10.8.0.2/24 dev eth0",
  ];
  const scope = scopeOf(["web"], { names: true });

  beforeEach(async () => {
    emptyLab();
    driver = await openLab();
  });

  test("is empty if nothing is forwarded", async () => {
    const outcome = await perform(driver, adding(lines("none").map(factOf)), scope);
    expect(outcome.failed?.diagnostic.detail).toBeUndefined();
    expect(ask("web", "10.8.0.1", "A example.com", "A web")).toEqual({ "A example.com": "EREFUSED", "A web": ["10.8.0.2"] });
  });

  // Each server takes an inotify instance; all laboratories of this machine share 128.
  test("servers start concurrently", async () => {
    const count = 12;
    const alone = 2;
    const networks = Array.from({ length: count + alone }, (_, n) => [
      `local - link nw${n} type bridge mtu 1500 mac 02:11:22:33:44:${n.toString(16).padStart(2, "0")} stp off up # netweft:shop:netweft_bridge_network:n${n}`,
      `local - addr 10.8.${n}.1/24 dev nw${n}`,
      `local - resolver nw${n} listen 10.8.${n}.1 domain n${n} upstream none`,
    ]);
    const factsOf = (kind: number) => networks.map((network) => factOf(network[kind]!));
    const start = async (servers: readonly Fact[]) => {
      const begin = performance.now();
      const outcome = await perform(driver, adding(servers), scopeOf([], { names: true }));
      expect(outcome.failed?.diagnostic.detail).toBeUndefined();
      expect([...outcome.after!.facts.values()].map(lineOf)).toEqual(expect.arrayContaining(servers.map(lineOf)));
      return performance.now() - begin;
    };
    await perform(driver, adding([...factsOf(0), ...factsOf(1)]), scopeOf([]));
    const servers = factsOf(2);
    const together = await start(servers.slice(alone));
    const oneByOne = [];
    for (const server of servers.slice(0, alone)) oneByOne.push(await start([server]));
    expect(together).toBeLessThan((count / alone) * oneByOne.reduce((sum, time) => sum + time));
  });
});

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Backend, Outcome, Scope } from "../../lib/ports/backend";
import type { FactOf } from "../../lib/kernel/fact";
import { textOf } from "../../lib/kernel/line";
import type { Step } from "../../lib/kernel/step";
import { iproute2 } from "../../providers/backends/iproute2";
import { openShell } from "../../providers/transports";
import { cover, replace } from "../support/cover";
import {
  command,
  emptyLab,
  hostConfig,
  insideLab,
  ipBatch,
  keptDevices,
  labConfig,
  snapshot,
  openLab,
  perform,
  scopeOf,
} from "../support/lab";
import { procText } from "../support/proc";
import { openStreams } from "../support/stream";
import { factOf } from "../support/test-driver";
import { adding, deleting, healing } from "../support/wanted";
import { until } from "../support/until";

insideLab();

/** Two hosts on one underlay, each with a device of its own name. */
const hosts = { edge1: hostConfig("edge1"), edge2: hostConfig("edge2") };
type Host = keyof typeof hosts;
const SIDES = {
  edge1: { dev: "nwg1111111", underlay: "192.0.2.1", inner: "fd6e:7765::1", inner4: "10.7.0.1" },
  edge2: { dev: "nwg2222222", underlay: "192.0.2.2", inner: "fd6e:7765::2", inner4: "10.7.0.2" },
} as const;
const PORT = 51842;
const scope: Scope = scopeOf([], { tunnels: true });

/** Text that is sent through the tunnel, in hexadecimal for ping. */
const SECRET = "inner packet";
const PATTERN = Buffer.from(SECRET).toString("hex");

let driver: Backend;
let folder: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  emptyLab();
  folder = mkdtempSync(join(tmpdir(), "netweft-wireguard-"));
  ipBatch(["netns add edge1", "netns add edge2", "link add name up0 netns edge1 type veth peer name up0 netns edge2"]);
  for (const host of ["edge1", "edge2"] as const)
    ipBatch(["link set lo up", "link set up0 up", `addr add ${SIDES[host].underlay}/24 dev up0`], host);
  driver = await openLab(labConfig(hosts));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
  emptyLab();
  rmSync(folder, { recursive: true });
});

const inside = (host: Host, line: string) => command(`nsenter --net=/run/netns/${host} ${line}`);
const other = (host: Host): Host => (host === "edge1" ? "edge2" : "edge1");

function deviceOf(host: Host): readonly string[] {
  const { dev, inner, inner4 } = SIDES[host];
  return [
    `${host} - link ${dev} type wireguard mtu 1420 up # netweft:lab:netweft_overlay_network:mesh`,
    `${host} - key ${dev} port ${PORT} public ?${host}/${dev}`,
    `${host} - addr ${inner}/64 dev ${dev}`,
    `${host} - addr ${inner4}/24 dev ${dev}`,
  ];
}

async function done(host: Host, steps: readonly Step[], by = driver): Promise<Outcome> {
  const outcome = await perform(by, steps, scope, host);
  expect(outcome.failed?.diagnostic.detail).toBeUndefined();
  return outcome;
}

const seen = async (host: Host, kind: string) =>
  [...(await snapshot(driver, scope, host)).facts.values()].filter((fact) => fact.kind === kind).map(textOf);

async function keyOf(host: Host): Promise<FactOf<"key">> {
  const facts = [...(await snapshot(driver, scope, host)).facts.values()];
  return facts.find((fact) => fact.kind === "key")!;
}

/** The peers of a host: the other one, with both of its addresses. */
async function peerOf(host: Host): Promise<string> {
  const far = other(host);
  const { public: known } = await keyOf(far);
  return `${host} - peer ${SIDES[host].dev} ${SIDES[far].inner} public ${known} endpoint ${SIDES[far].underlay}:${PORT}`;
}

/** Creates devices with keys on both hosts, and each other as peers. */
async function connect(by = driver): Promise<void> {
  for (const host of ["edge1", "edge2"] as const) await done(host, adding(deviceOf(host).map(factOf)), by);
  for (const host of ["edge1", "edge2"] as const) await done(host, adding([factOf(await peerOf(host))]), by);
}

function ping(from: Host): void {
  inside(from, `ping -c 2 -i 0.2 -W 5 -p ${PATTERN} -s 64 ${SIDES[other(from)].inner}`);
}

/** Captures a link of a host; `end` returns everything. */
async function capture(host: Host, dev: string) {
  const file = join(folder, dev);
  const words = [`--net=/run/netns/${host}`, "tcpdump", "-i", dev, "--immediate-mode", "-U", "-Z", "root", "-w", file];
  const child = spawn("nsenter", words, { stdio: ["ignore", "ignore", "pipe"] });
  running.push(child);
  await new Promise((resolve) => child.stderr.once("data", resolve));
  return async () => {
    await sleep(300);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    await ended;
    return { bytes: readFileSync(file), lines: command(`tcpdump -n -r ${file}`).split("\n").filter(Boolean) };
  };
}

test("hosts with each other's keys reach each other, and nothing is in clear text on the underlay", async () => {
  await connect();
  const [underlay, tunnel] = [await capture("edge1", "up0"), await capture("edge1", SIDES.edge1.dev)];
  ping("edge1");
  ping("edge2");
  const [outside, within] = [await underlay(), await tunnel()];
  expect(within.bytes.includes(SECRET)).toBe(true);
  expect(outside.bytes.includes(SECRET)).toBe(false);
  const encrypted = outside.lines.filter((line) => line.includes(`.${PORT} > `) && line.includes("UDP"));
  expect(encrypted.length).toBeGreaterThanOrEqual(8);
  expect(outside.lines.filter((line) => !encrypted.includes(line) && !/ARP|ICMP6, (neighbor|router)|IP6 .* HBH/.test(line))).toEqual([]);
});

test("a connection survives a key change of one host", async () => {
  await connect();
  const streams = await openStreams("edge1", "edge2", [SIDES.edge2.inner], { port: 7100 });
  try {
    const [key, peer] = [await keyOf("edge2"), factOf(await peerOf("edge1"))];
    await done("edge2", [{ verb: "set", fact: factOf(deviceOf("edge2")[1]!), from: key }]);
    expect((await keyOf("edge2")).public).not.toBe(key.public);
    await done("edge1", [{ verb: "set", fact: factOf(await peerOf("edge1")), from: peer }]);
    expect(await streams.moved(20_000)).toEqual([{ bytes: expect.any(Number) as number }]);
    expect(await seen("edge1", "peer")).toEqual([await peerOf("edge1")]);
  } finally {
    streams.close();
  }
});

test("the private key is on its device and nowhere else: in no output, no input, no argument, variable or file", async () => {
  const heard: string[] = [];
  const unwatched = replace("wg", folder, (real) => `printf '%s\\n' "$@" >> ${folder}/calls; env >> ${folder}/calls; exec ${real} "$@"`);
  const opened = await iproute2((name, host, programs) => {
    const shell = openShell(name, host, programs);
    if (!shell.ok) return shell;
    const { run, close } = shell.value;
    const recorded: typeof run = async ({ stdin, ...call }, onLine) => {
      const text = [...(stdin as Iterable<string>)].join("");
      const ending = await run({ ...call, stdin: text }, (line) => (heard.push(line), onLine(line)));
      heard.push(text, ending.stderr);
      return ending;
    };
    return { ...shell, value: { close, run: recorded } };
  })(labConfig(hosts));
  if (!opened.ok) throw new Error(opened.diagnostics[0]!.detail);
  await connect(opened.value);
  const shared = execFileSync("wg", ["genpsk"], { encoding: "utf8" }).trim();
  const peer = factOf(await peerOf("edge1")) as FactOf<"peer">;
  writeFileSync(join(folder, "shared"), shared, { mode: 0o600 });
  inside("edge1", `wg set ${SIDES.edge1.dev} peer ${peer.public} preshared-key ${folder}/shared persistent-keepalive 25`);
  const before = await snapshot(opened.value, scope, "edge1");
  expect([...before.facts.values()].map(textOf)).toContain(`${textOf(peer)} preshared keepalive 25`);
  await done("edge1", healing([peer], before), opened.value);
  expect(await seen("edge1", "peer")).toEqual([textOf(peer)]);
  unwatched();
  const calls = readFileSync(join(folder, "calls"), "utf8");
  expect(calls).toContain("genkey");
  rmSync(join(folder, "calls"));
  rmSync(join(folder, "shared"));
  for (const host of ["edge1", "edge2"] as const) {
    const key = inside(host, `wg show ${SIDES[host].dev} private-key`).trim();
    expect(key).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    for (const secret of [key, shared]) {
      expect(calls.replaceAll("\n", "")).not.toContain(secret);
      expect(heard.join("\n")).not.toContain(secret);
    }
    expect(filesWith(key)).toEqual([]);
  }
  expect(heard.join("\n")).toContain(peer.public);
});

/** Files of the laboratory that contain a text. */
function filesWith(text: string, at = "/run"): readonly string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    const path = join(at, entry.name);
    if (entry.isDirectory()) return filesWith(text, path);
    return entry.isFile() && entry.parentPath !== "/run/netns" && readFileSync(path, "utf8").includes(text) ? [path] : [];
  });
}

test("the process of a device inherits nothing from the run that started it, and ends with the device", async () => {
  await done("edge1", adding(deviceOf("edge1").map(factOf)));
  const pid = keptDevices().get(SIDES.edge1.dev)!;
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  expect(open.filter((path) => path.startsWith("/") && !/^\/dev\/(null|net\/tun)$/.test(path))).toEqual([]);
  const session = (of: number | string) => readFileSync(`/proc/${of}/stat`, "utf8").replace(/.*\) /, "").split(" ");
  const [, , group, its] = session(pid);
  expect(session("self")[3]).not.toBe(its);
  expect([existsSync(`/proc/${group}`) && group !== `${pid}`, existsSync(`/proc/${its}`) && its !== `${pid}`]).toEqual([false, false]);
  await done("edge1", deleting(deviceOf("edge1").slice(0, 1).map(factOf)));
  await until(() => keptDevices().size === 0, "The process of the device still runs.");
  expect(isAlive(pid)).toBe(false);
  expect(readdirSync("/run/netweft").filter((name) => /job|begun/.test(name))).toEqual([]);
});

/** An exited process stays in the list until its parent has reaped it. */
function isAlive(pid: number): boolean {
  return !/^$|\) Z /.test(procText(pid, "stat"));
}

test("a device is deleted with its process, which is detected and repaired", async () => {
  await connect();
  const pid = keptDevices().get(SIDES.edge1.dev)!;
  process.kill(pid, "SIGKILL");
  const links = async () => (await seen("edge1", "link")).filter((line) => line.includes("nwg"));
  await until(async () => !isAlive(pid) && (await links()).length === 0, "The device was not deleted.");
  await done("edge1", healing([...deviceOf("edge1"), await peerOf("edge1")].map(factOf), await snapshot(driver, scope, "edge1")));
  const peer = factOf(await peerOf("edge2"));
  await done("edge2", healing([peer], await snapshot(driver, scope, "edge2")));
  ping("edge2");
});

test("a device whose creation was interrupted before it was marked is recognised, and completed", async () => {
  const whole = replace("wireguard-go", folder, (real) => `${real} "$@"; kill -9 $PPID; exit 0`);
  const wanted = deviceOf("edge1").map(factOf);
  const outcome = await perform(driver, adding(wanted), scope, "edge1");
  expect(outcome).toMatchObject({ done: 0, failed: { diagnostic: { code: "host-unreachable" } } });
  whole();
  const found = await snapshot(driver, scope, "edge1");
  const device = [...found.facts.values()].find((fact) => fact.kind === "link" && fact.name === SIDES.edge1.dev);
  expect(device).toMatchObject({ type: "wireguard", mark: "netweft:::" });
  await done("edge1", healing(wanted, found));
  await done("edge1", deleting(wanted.slice(0, 1)));
  await done("edge1", adding(wanted));
  expect(readdirSync("/run/netweft").filter((name) => name.endsWith(".begun"))).toEqual([]);
});

test("a tun device of another program is foreign, whatever its name", async () => {
  inside("edge1", "ip tuntap add dev nwg9999999 mode tun");
  expect((await seen("edge1", "link")).filter((line) => line.includes("nwg"))).toEqual(["edge1 - link nwg9999999 type tun mtu 1500 down"]);
});

test("foreign peers are observed, whatever their allowed addresses, and are deleted without affecting ours", async () => {
  await connect();
  const { dev } = SIDES.edge1;
  const [none, many, one] = [0, 1, 2].map(() => inside("edge1", "wg genkey").trim());
  const known = (key: string) => execFileSync("wg", ["pubkey"], { input: key, encoding: "utf8" }).trim();
  const lines = [
    `edge1 - peer ${dev} 10.0.0.0/8,2001:db8:9::/48,fd00::9 public ${known(many!)} endpoint 203.0.113.9:4500`,
    `edge1 - peer ${dev} 10.7.0.99 public ${known(one!)} endpoint [2001:db8::9]:4500`,
    `edge1 - peer ${dev} none public ${known(none!)} endpoint none`,
  ];
  inside("edge1", `wg set ${dev} peer ${known(none!)}`);
  inside("edge1", `wg set ${dev} peer ${known(many!)} endpoint 203.0.113.9:4500 allowed-ips fd00::9,10.0.0.0/8,2001:db8:9::/48`);
  inside("edge1", `wg set ${dev} peer ${known(one!)} endpoint [2001:db8::9]:4500 allowed-ips 10.7.0.99`);
  const ours = await peerOf("edge1");
  expect((await seen("edge1", "peer")).sort()).toEqual([...lines, ours].sort());
  await done("edge1", deleting(lines.map(factOf)));
  expect(await seen("edge1", "peer")).toEqual([ours]);
});

test("a peer of ours with additional allowed addresses, or none, is repaired in place", async () => {
  await connect();
  const ours = factOf(await peerOf("edge1")) as FactOf<"peer">;
  for (const addresses of [`${ours.address},10.0.0.0/8`, ""]) {
    execFileSync("nsenter", ["--net=/run/netns/edge1", "wg", "set", ours.dev, "peer", ours.public, "allowed-ips", addresses]);
    const odd = [...(await snapshot(driver, scope, "edge1")).facts.values()].filter((fact) => fact.kind === "peer");
    expect(odd.map(({ address }) => address)).toEqual([addresses === "" ? "none" : `10.0.0.0/8,${ours.address}`]);
    await done("edge1", [...adding([ours]), ...deleting(odd)]);
    expect(await seen("edge1", "peer")).toEqual([textOf(ours)]);
    ping("edge1");
  }
});

test("a peer that roams is observed at its new endpoint, and is configured back", async () => {
  await connect();
  const wanted = factOf(await peerOf("edge1"));
  ping("edge2");
  expect(await seen("edge1", "peer")).toEqual([textOf(wanted)]);
  inside("edge2", `wg set ${SIDES.edge2.dev} listen-port 4500`);
  ping("edge2");
  expect(await seen("edge1", "peer")).toEqual([textOf(wanted).replace(`:${PORT}`, ":4500")]);
  inside("edge2", `wg set ${SIDES.edge2.dev} listen-port ${PORT}`);
  await done("edge1", healing([wanted], await snapshot(driver, scope, "edge1")));
  expect(await seen("edge1", "peer")).toEqual([textOf(wanted)]);
});

test("a host reports on request whether it can create such devices, and why it failed", async () => {
  expect((await snapshot(driver, scope, "edge1")).programs).toEqual(expect.arrayContaining(["wg", "wireguard"]));
  expect((await snapshot(driver, scopeOf([]), "edge1")).programs).not.toContain("wireguard");
  cover("wireguard-go", "/dev/null");
  expect((await snapshot(driver, scope, "edge1")).programs).not.toContain("wireguard");
  const outcome = await perform(driver, adding(deviceOf("edge1").map(factOf)), scope, "edge1");
  expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
  expect(outcome.failed!.diagnostic.detail).toContain("no wireguard-go");
});

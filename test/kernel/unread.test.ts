/** What cannot be read of a host is an error that names it: never an absence, and so never drift or a step. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { Backend, Scope } from "../../lib/ports/backend";
import { lineOf } from "../../lib/kernel/line";
import { questions, type QuestionWord } from "../../providers/backends/iproute2/questions";
import { container, dump, type Container } from "../support/by-hand";
import { programsWithout, withFaults, type Call, type Fault } from "../support/faults";
import { emptyFirewalls, likeDocker } from "../support/firewalls";
import { startFrr, type Frr } from "../support/frr";
import { command, emptyLab, hostFiles, insideLab, ipBatch, openLab } from "../support/lab";
import { TIMES } from "../support/runs";
import { factOf } from "../support/test-driver";

insideLab();

interface Case {
  /** The subjects of the questions in this laboratory. */
  readonly about?: string;
  readonly call: Call;
  /** A call that usually answers this question together with another one. The other call follows only if it fails. */
  readonly instead?: Call;
  /** All three faults, without an error message. A question answered by an exit status alone cannot be truncated. */
  readonly faults?: readonly Fault[];
}

const call = (program: string, words: string): Call => ({ program, words });
const ALL = ["fail", "cut", "garble"] as const;

/** One process shows the links, addresses and routes of the host's own namespace, and the names of all namespaces. */
const ROOT_SHOW = call("ip", "*root.show");

/** A record that the shell leaves to awk: of more than a few namespaces. Those that do not exist any more are of no account. */
const RECORD = [...Array.from({ length: 25 }, (_, n) => `gone${n} 1 1.0 netweft:lab:netweft_namespace:gone`), "end\n"].join("\n");

/** This machine's kernel has no ESP. */
const STATE = `src 192.0.2.1 dst 192.0.2.2
\tproto esp spi 0x00000100 reqid 4789 mode transport
\treplay-window 0 flag esn
\tsel src 0.0.0.0/0 dst 0.0.0.0/0
`;

/** One program per question. A question without a case does not compile. */
const cases: Readonly<Record<QuestionWord, Case>> = {
  show: { about: "web", call: call("nsenter", "*netns/web\\ ip\\ -j\\ -d\\ -batch*") },
  settings: { about: "web", call: call("nsenter", "*netns/web\\ awk*|*netns/web\\ sh*") },
  offers: { call: call("unshare", "*stat*") },
  rules: { about: "-", call: call("ip", "*rule\\ show") },
  proxies: { about: "web", call: call("nsenter", "*neigh\\ show\\ proxy*") },
  interfaces: { call: call("sh", ""), faults: [] },
  vlan: { call: call("unshare", "*-batch*"), faults: ["fail"] },
  interface: { about: "web", call: call("nsenter", "*-d\\ link\\ show") },
  qdiscs: { about: "web", call: call("tc", "*qdisc\\ show") },
  namespaces: { call: call("ip", "*netns\\ list"), instead: { ...ROOT_SHOW, fault: "fail" } },
  owners: { call: call("awk", "*owners") },
  begun: { call: call("sh", ""), faults: [] },
  inodes: { call: call("stat", "*\\>%d*") },
  firewall: { call: call("nft", "*inet\\ netweft") },
  chains: { call: call("nft", "*list\\ chains") },
  ruleset: { about: "ip filter", call: call("nft", "*list\\ table\\ ip\\ filter") },
  iptables: { about: "ip-legacy", call: call("iptables-legacy-save", "*filter") },
  marks: { call: call("nft", "*list\\ ruleset") },
  sockets: { call: call("ss", "*") },
  routers: { call: call("grep", "*accept_ra*") },
  fdb: { call: call("bridge", "*") },
  neighbours: { call: call("ip", "*neigh\\ show\\ nud\\ permanent") },
  wireguard: { call: call("unshare", "*wireguard"), faults: ["fail"] },
  tunnels: { call: call("sed", "*proc/net/dev") },
  tunnel: { about: "nwgabc123", call: call("wg", "show*") },
  esp: { call: call("unshare", "*-batch*"), faults: ["fail"] },
  associations: { call: { ...call("ip", "xfrm\\ state"), says: STATE } },
  selectors: { call: call("ip", "*xfrm\\ policy") },
  bgp: { call: call("vtysh", "*running*") },
  evpn: { call: call("vtysh", "*evpn\\ vni*") },
  names: { call: call("awk", "*cannot\\ be\\ read*") },
  servers: { call: call("sh", ""), faults: [] },
};

let programs: string;
let driver: Backend;
let frr: Frr;
let other: Container;
let scope: Scope;

beforeAll(async () => {
  emptyLab();
  emptyFirewalls();
  programs = programsWithout(["wireguard-go"]);
  driver = await openLab();
  other = await container();
  frr = await startFrr();
  frr.configure("router bgp 65000", "bgp router-id 192.0.2.1", "address-family l2vpn evpn", "advertise-all-vni");
  likeDocker("nft");
  likeDocker("legacy");
  ipBatch([
    "netns add web",
    "link add nw-blue type bridge",
    "link add nwx1 type vxlan id 1 dstport 4789 local 127.0.0.1",
    "neigh add 192.0.2.9 dev nw-blue lladdr 02:00:00:00:00:09 nud permanent",
    "xfrm policy add src 192.0.2.1 dst 192.0.2.2 proto udp dport 4789 dir out priority 157 tmpl src 192.0.2.1 dst 192.0.2.2 proto esp reqid 4789 mode transport",
  ]);
  command("bridge fdb append 02:00:00:00:00:01 dev nwx1 dst 192.0.2.3");
  command("wireguard-go nwgabc123");
  execFileSync("sh", ["-c", "wg genkey | wg set nwgabc123 private-key /dev/stdin"]);
  command("nft add table inet netweft");
  command("ip -n web link set lo up");
  mkdirSync("/etc/netns/web", { recursive: true });
  writeFileSync("/etc/netns/web/resolv.conf", "# netweft:lab:netweft_namespace:web\nnameserver 10.8.0.1\n");
  scope = {
    netns: ["web"],
    adopt: { web: [{ path: other.path }] },
    qdiscs: ["web"],
    sysctls: [{ netns: "web", name: "net.core.somaxconn" }],
    offered: ["net.core.somaxconn", "net.ipv4.nosuch"],
    ...{
      firewall: true,
      names: true,
      neighbours: true,
      tunnels: true,
      ipsec: true,
      sockets: true,
      routers: true,
      policies: true,
      bgp: true,
      evpn: true,
      rules: true,
      marks: true,
      proxies: true,
      interfaces: true,
    },
  };
  await driver.observe(new Map([["local", scope]]));
  writeFileSync(`${hostFiles()}.owners`, RECORD);
});

afterAll(async () => {
  await frr.stop();
  rmSync(programs, { recursive: true });
  await other.end();
  rmSync(`${hostFiles()}.owners`, { force: true });
  emptyFirewalls();
  emptyLab();
});

const observe = async (driver: Backend) => (await driver.observe(new Map([["local", scope]]))).get("local")!;

test("a whole host is read, with all questions", async () => {
  writeFileSync(`${hostFiles()}.owners`, "web - - netweft:::\nend\n");
  const seen = await withFaults(programs, "fail", [], observe);
  writeFileSync(`${hostFiles()}.owners`, RECORD);
  expect(seen.diagnostics).toEqual([]);
  const kinds = new Set(seen.ok ? [...seen.value.facts.values()].map(({ kind }) => kind) : []);
  expect([...kinds]).toEqual(
    expect.arrayContaining(["netns", "sysctl", "link", "fdb", "neigh", "key", "table", "policy", "xfrm", "resolv"]),
  );
});

/** What a run breaks: a question's object, and the call that answers it. */
interface Broken {
  readonly object: string;
  readonly calls: readonly Call[];
}

/** Five objects are named at most, and a call can answer two questions. In the long form each question is broken alone. */
const AT_ONCE = TIMES === 1 ? 4 : 1;

/** Questions one after the other in the table depend on each other, so these are in different runs. */
const runs = ALL.flatMap((fault) => {
  const words = (Object.keys(questions) as QuestionWord[]).filter((word) => (cases[word].faults ?? ALL).includes(fault));
  const all = words.map((word): Broken => {
    const { about = "", call, instead } = cases[word];
    return { object: questions[word].object(about), calls: [call, ...(instead ? [instead] : [])] };
  });
  const count = Math.ceil(all.length / AT_ONCE);
  return Array.from({ length: count }, (_, run) => all.filter((__, n) => n % count === run)).map((broken) => ({
    fault,
    what: broken.map(({ object }) => object).join("; "),
    broken,
  }));
});

const calls = (broken: readonly Broken[]) => broken.flatMap((one) => one.calls);
/** The objects of a run that a text does not name. */
const unnamed = (broken: readonly Broken[], text: string) => broken.map(({ object }) => object).filter((object) => !text.includes(object));

test.each(runs)("$fault: what is not answered is reported as unread, and nothing changes: $what", async ({ fault, broken }) => {
  const before = dump();
  const seen = await withFaults(programs, fault, calls(broken), observe);
  expect(seen.ok).toBe(false);
  expect(seen.diagnostics.map(({ code }) => code)).toContain("host-unread");
  expect(unnamed(broken, seen.diagnostics.map(({ detail }) => detail).join("\n"))).toEqual([]);
  expect(dump()).toBe(before);
});

test.each(runs.filter(({ fault }) => fault === "cut"))("$fault: reported as unread after the work: $what", async ({ fault, broken }) => {
  const first = await observe(driver);
  const generation = first.ok ? first.value.generation : "";
  const step = {
    verb: "set",
    fact: factOf("local web sysctl net.core.somaxconn = 2048"),
    from: factOf("local web sysctl net.core.somaxconn = 4096"),
  } as const;
  const work = new Map([["local", { steps: [step], scope, generation }]]);
  const outcome = await withFaults(programs, fault, calls(broken), (faulty) => faulty.run(work, () => undefined));
  const { failed, after } = outcome.get("local")!;
  expect(unnamed(broken, failed?.diagnostic.detail ?? "")).toEqual([]);
  expect(after).toBeUndefined();
});

test.each([
  ["fail", []],
  ["cut", [questions.show.object("-")]],
  ["garble", [questions.show.object("-"), questions.namespaces.object("")]],
] as const)("the process that answers two questions: %s", async (fault, objects) => {
  const seen = await withFaults(programs, fault, [ROOT_SHOW], observe);
  // Where it fails, two others follow it.
  expect(seen.ok).toBe(fault === "fail");
  const text = seen.diagnostics.map(({ detail }) => detail).join("\n");
  expect(objects.filter((object) => !text.includes(object))).toEqual([]);
});

test("name servers whose process cannot be read are not reported as stopped", async () => {
  const folder = `${hostFiles()}.names/nw-blue`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/keeper`, "what\n");
  const garbled = await observe(driver);
  rmSync(`${folder}/keeper`);
  mkdirSync(`${folder}/keeper`);
  const failed = await observe(driver);
  rmSync(`${hostFiles()}.names`, { recursive: true });
  for (const seen of [garbled, failed]) expect(seen.diagnostics.map(({ detail }) => detail).join()).toContain(questions.servers.object(""));
});

test.each(["ip", "nft", "unshare", "uname"])("a host whose %s fails is not reported to lack a feature", async (program) => {
  const able = (await driver.capabilities(["local"])).get("local")!;
  const broken = program === "ip" ? call(program, "link*vxlan*") : call(program, "*");
  const unable = (await withFaults(programs, "fail", [broken], (faulty) => faulty.capabilities(["local"]))).get("local")!;
  expect([able.ok, unable.ok]).toEqual([true, false]);
  expect(unable.diagnostics[0]!.code).toBe("host-unread");
});

test("a pipe among the namespaces is reported immediately", async () => {
  command("mkfifo /run/netns/pipe");
  const seen = await observe(driver);
  rmSync("/run/netns/pipe");
  expect(seen.diagnostics.map(({ code, detail }) => `${code} ${detail}`).join()).toMatch(/^host-unread .*\/run\/netns\/pipe/);
  expect(readdirSync("/run/netns")).toEqual(["web"]);
});

test("foreign names of any kind are read, and shown as text", async () => {
  const names = ["esc\u001b[31m", "it's", 'a"b\\c'];
  for (const name of names) execFileSync("ip", ["netns", "add", name]);
  execFileSync("ip", ["netns", "add", Buffer.from([0x63, 0xff]).toString("latin1")]);
  for (const name of ["l\u001b", "it's"]) execFileSync("ip", ["link", "add", name, "type", "bridge"]);
  execFileSync("ip", ["-n", "web", "link", "set", "lo", "alias", "a\u001b\u0001\t'\"\\"]);
  execFileSync("sh", ["-c", 'ip link set nw-blue alias "$(printf "\\377\\033")"']);
  const seen = await observe(driver);
  execFileSync("ip", ["link", "set", "nw-blue", "alias", ""]);
  const lines = seen.ok ? [...seen.value.facts.values()].map(lineOf) : seen.diagnostics.map(({ detail }) => detail);
  for (const name of ["l\u001b", "it's"]) execFileSync("ip", ["link", "del", name]);
  expect(lines.filter((line) => / type bridge /.test(line)).map((line) => line.split(" ")[3])).toEqual(
    expect.arrayContaining(["l\\x1b", "it's", "nw-blue"]),
  );
  expect(lines.filter((line) => line.startsWith("local - netns web"))).toHaveLength(1);
});

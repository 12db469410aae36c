/** What the simulator's table of disturbances says of each is true of a real kernel, and an apply repairs all of them at once. */
import { stackFindings } from "../../lib/drift/report";
import type { Finding } from "../../lib/drift/finding";
import type { Fact } from "../../lib/kernel/fact";
import { keyOf, typeOf } from "../../lib/kernel/kinds";
import { lineOf, parseLine } from "../../lib/kernel/line";
import type { Step } from "../../lib/kernel/step";
import type { Backend } from "../../lib/ports/backend";
import { scopesOf } from "../../lib/reconcile/scope";
import { registry } from "../../lib/resources";
import { iproute2 } from "../../providers/backends/iproute2";
import { openShell } from "../../providers/transports";
import { disturbances, edited, type Disturbance } from "../support/disturbances";
import { disturbedStack } from "../support/disturbed-stack";
import { command, emptyLab, insideLab, labConfig, openLab as openDriver, hostConfig } from "../support/lab";
import { makeUnderlay } from "../support/underlay";
import { load, openLab, say, type Lab } from "../support/world";

insideLab();

const NAMES = { local: "edge1", far: "edge2" } as const;
const ADDRESSES = { local: "192.0.2.1", far: "192.0.2.2" } as const;
const each = <T>(make: (host: keyof typeof NAMES) => T) => ({ local: make("local"), far: make("far") });
const json = disturbedStack(
  { backend: "iproute2", hosts: each((host) => ({ connection: "netns", netns: NAMES[host], underlay: ADDRESSES[host] })) },
  { encrypts: false },
);

let lab: Lab;
let driver: Backend;
let facts: readonly Fact[];

beforeAll(async () => {
  emptyLab();
  makeUnderlay(Object.values(NAMES));
  lab = openLab({ drivers: { iproute2: iproute2(openShell) } });
  driver = await openDriver(labConfig(each((host) => ({ ...hostConfig(NAMES[host]), underlay: ADDRESSES[host] }))));
  const { diagnostics } = await lab.apply(json);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(say)).toEqual([]);
  facts = ownedFacts();
});
afterAll(async () => {
  await driver.close();
  lab.close();
  emptyLab();
});

/** What the state owns. */
function ownedFacts(): readonly Fact[] {
  const lines = [...lab.state.instances.values()].flatMap((instance) => instance.private?.facts ?? []);
  return [...new Set(lines)].flatMap((line) => {
    const parsed = parseLine(line);
    return parsed.ok ? [parsed.value] : [];
  });
}

async function report(): Promise<readonly Finding[]> {
  const found = await lab.drift(json);
  const times = { observedAt: "2027-01-01T00:00:00Z", seconds: 0 };
  return stackFindings({ found, configuration: load(json), state: lab.state, types: registry, file: "main.tf.json", ...times, ignores: [] })
    .findings;
}

/** The fact of a row, and the step that disturbs it; undefined where this stack has none or a step cannot do it. */
function stepFor({ gone, changed }: Disturbance): Step | undefined {
  const pattern = gone ?? changed?.[0];
  const fact = facts.find((one) => pattern?.test(lineOf(one)));
  if (fact === undefined) return undefined;
  if (changed === undefined) return { verb: "del", fact };
  const parsed = parseLine(edited(lineOf(fact), changed));
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]!.detail);
  return { verb: "set", fact: parsed.value, from: fact };
}

/** As another program would: deletions begin with what depends on others. */
async function perform(steps: readonly Step[]): Promise<void> {
  const ordered = [...steps].sort((a, b) => (typeOf(b.fact).rank - typeOf(a.fact).rank) * (a.verb === "del" ? 1 : -1));
  const scopes = scopesOf(facts);
  const seen = await driver.observe(scopes);
  for (const [host, scope] of scopes) {
    const mine = ordered.filter(({ fact }) => fact.host === host);
    const observed = seen.get(host)!;
    if (mine.length === 0 || !observed.ok) continue;
    const work = { steps: mine, scope, generation: observed.value.generation };
    const outcome = (await driver.run(new Map([[host, work]]), () => undefined)).get(host)!;
    expect(outcome.failed && { step: mine[outcome.failed.step ?? 0], why: say(outcome.failed.diagnostic) }).toBeUndefined();
  }
}

/** Not those that need objects of other programs; and a name server that does not run, which no step makes (`names.test.ts` kills one). */
const rows = disturbances.filter(({ made, name }) => made === undefined && name !== "a name server does not run");

/** Rows that can be tried at once: each is about another object. */
function rounds(): readonly (readonly (readonly [Disturbance, Step])[])[] {
  const all: (readonly [Disturbance, Step])[][] = [];
  for (const row of rows) {
    const step = stepFor(row);
    if (step === undefined) continue;
    const isFree = (round: readonly (readonly [Disturbance, Step])[]) =>
      round.every(([, other]) => keyOf(other.fact) !== keyOf(step.fact) && other.verb === step.verb);
    const round = all.find(isFree);
    if (round) round.push([row, step]);
    else all.push([[row, step]]);
  }
  return all;
}

test("each object that another program deletes or changes is found and judged alike, and an apply repairs them", async () => {
  expect(await report()).toEqual([]);
  let tried = 0;
  for (const round of rounds()) {
    await perform(round.map(([, step]) => step));
    const findings = await report();
    for (const [{ name, found, is, endpoints }] of round) {
      const [kind, layer, severity, by = "apply"] = is;
      const finding = findings.find((one) => found.test((one.expected ?? one.actual)!) && one.class === kind);
      const concerned = finding?.endpoints.map((address) => address.replace("netweft_endpoint.", ""));
      expect({ name, ...finding, by: finding?.repair.by }).toMatchObject({ name, class: kind, layer, severity, by });
      expect({ name, concerned }).toEqual({ name, concerned: expect.arrayContaining(endpoints?.split(" ") ?? []) as string[] });
      tried++;
    }
    const { diagnostics } = await lab.apply(json);
    expect(diagnostics.filter(({ severity }) => severity === "error").map(say)).toEqual([]);
    expect((await report()).map(({ expected, actual }) => ({ expected, actual }))).toEqual([]);
  }
  // With what other programs add, below: 80.
  expect(tried).toBeGreaterThanOrEqual(66);
});

const nft = (words: string) => `nsenter --net=/run/netns/edge1 nft ${words}`;

/** What makes the objects of rows of the table, as another program does. */
const MAKING: Readonly<Record<string, readonly string[]>> = {
  "a foreign port": ["ip -n edge1 link add tap0 type veth peer name tap1", "ip -n edge1 link set tap0 master nw-shop-front up"],
  "a further address of a container": ["ip -n edge1.web addr add 10.8.0.77/24 dev eth0"],
  "a further address of a bridge": ["ip -n edge1 addr add 10.77.0.1/24 dev nw-shop-front"],
  "a further route of a container": ["ip -n edge1.web route add 10.99.0.0/16 via 10.8.0.1 dev eth0 proto static"],
  "a further route through a bridge": ["ip -n edge1 route add 10.98.0.0/16 via 10.8.0.2 dev nw-shop-front proto static"],
  "a further policy rule": ["ip -n edge1.web rule add priority 90 from 10.8.0.9 lookup 20 protocol 4"],
  "a further FDB entry": ["bridge -n edge1 fdb append 00:00:00:00:00:00 dev nwx42 dst 198.51.100.9"],
  "a further neighbour entry": ["ip -n edge1 neigh add 10.20.0.99 dev nwo-shop-mesh lladdr 02:00:00:00:00:99 nud permanent"],
  "a further element": [nft("add element inet netweft masquerade4 { 10.55.0.0/24 }")],
  "a further published port": [nft("add element inet netweft publish4-any { tcp . 9999 : 10.8.0.3 . 22 }")],
  "a further chain": [
    nft("add chain inet netweft theirs { type filter hook forward priority 5 ; }"),
    nft("add rule inet netweft theirs accept"),
  ],
  "a further set": [nft("add set inet netweft theirs { type ipv4_addr ; }")],
  "an orphaned bridge": [
    "ip -n edge1 link add name nw-old address 02:00:00:00:00:0a type bridge",
    "ip -n edge1 link set nw-old up group 157 alias netweft:shop:netweft_bridge_network:old",
  ],
  "an orphaned element": [nft('add element inet netweft masquerade4 { 10.54.0.0/24 comment "netweft:shop:netweft_bridge_network:old" }')],
};

/** Of other programs, beside the stack. */
const NOISE: readonly string[] = [
  "ip -n edge1 link add docker0 type bridge",
  "ip -n edge1 addr add 172.17.0.1/16 dev docker0",
  "ip -n edge1 link set docker0 up",
  "ip -n edge1 route add 10.200.0.0/16 dev docker0 proto static",
  "ip -n edge1 link add nw-other type bridge",
  "ip -n edge1 link set nw-other group 157 alias netweft:other:netweft_bridge_network:x",
  nft("add table ip theirs"),
  nft("add chain ip theirs forward { type filter hook forward priority 0 ; }"),
  nft("add rule ip theirs forward ip daddr 10.200.0.0/16 drop"),
];

test("what other programs add to the stack's objects is found and judged alike; what they have beside it is no finding", async () => {
  NOISE.forEach(command);
  expect(await report()).toEqual([]);
  // Beside another stack an unmarked rule may be that one's.
  command("ip -n edge1 link del nw-other");
  Object.values(MAKING).flat().forEach(command);
  const findings = await report();
  const made = disturbances.filter(({ name }) => name in MAKING);
  expect(made).toHaveLength(Object.keys(MAKING).length);
  for (const { name, found, is } of made) {
    const [kind, layer, severity, by = "apply"] = is;
    const finding = findings.find((one) => found.test((one.expected ?? one.actual)!) && one.class === kind);
    expect({ name, ...finding, by: finding?.repair.by }).toMatchObject({ name, class: kind, layer, severity, by });
  }
  const left = findings.filter(({ repair }) => repair.by === "left").map(({ actual }) => actual);
  await lab.apply(json);
  expect((await report()).map(({ actual }) => actual)).toEqual(left);
});

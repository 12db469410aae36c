import { POLICY } from "../../lib/engine/policy";
import { setTimeout as sleep } from "node:timers/promises";
import { diff } from "../../lib/reconcile/diff";
import { makePhases } from "../../lib/reconcile/phases";
import { desiredBy } from "../../lib/reconcile/goal";
import type { Backend, Observation, Outcome } from "../../lib/ports/backend";
import { textOf } from "../../lib/kernel/line";
import type { Step } from "../../lib/kernel/step";
import { startFrr, type Frr } from "../support/frr";
import { command, emptyLab, insideLab, ipBatch, labConfig, snapshot, openLab, perform, scopeOf } from "../support/lab";
import { factOf } from "../support/test-driver";
import { makeUnderlay, type Underlay } from "../support/underlay";
import { until } from "../support/until";

insideLab();

const HOSTS = ["edge1", "edge2", "edge3"] as const;
type Host = (typeof HOSTS)[number];
const VNI = 42;
const SCOPE = scopeOf([], { bgp: true, evpn: true });
/** Foreign objects on the first host: they must be unchanged in the end. */
const FOREIGN = ["edge1 - bgp 65157 router-id 192.0.2.1 foreign", "edge1 - neighbor 192.0.2.200 as 65001 foreign"];

let driver: Backend;
let underlay: Underlay;
let frr: Readonly<Record<Host, Frr>>;

/** A neighbor on one host, with the address of the other: over IPv6 between the last two. */
function neighbor(host: Host, other: Host, extra = ""): string {
  const [here, there] = [underlay.host(host), underlay.host(other)];
  const [source, address] = [host, other].includes("edge1") ? [here.v4, there.v4] : [here.v6, there.v6];
  return `${host} - neighbor ${address} as 65157 source ${source}${extra}`;
}

function process(host: Host): string {
  return `${host} - bgp 65157 router-id ${underlay.host(host).v4}`;
}

function others(host: Host): readonly Host[] {
  return HOSTS.filter((one) => one !== host);
}

/** The wanted facts of a host: a full mesh of neighbors. */
function meshed(host: Host): readonly string[] {
  return [process(host), ...others(host).map((other) => neighbor(host, other))];
}

/** The bridge, the device and its port, like Netweft's for `forwarding = "evpn"`. */
function joinNetwork(host: Host): void {
  ipBatch(
    [
      "link add name nw-o mtu 1450 type bridge",
      `link add name nwx mtu 1450 type vxlan id ${VNI} dstport 4789 local ${underlay.host(host).v4} nolearning`,
      "link set nwx master nw-o",
      "link set nwx type bridge_slave learning off neigh_suppress on",
      "link set nwx up",
      "link set nw-o up",
    ],
    host,
  );
}

/** An endpoint: a namespace with a link that is a port of the host's bridge. */
function connect(host: Host, name: string, n: number): void {
  ipBatch([`netns add ${name}`]);
  ipBatch(
    [
      `link add name p-${name} mtu 1450 type veth peer name eth0 address ${mac(n)} mtu 1450 netns ${name}`,
      `link set p-${name} master nw-o up`,
    ],
    host,
  );
  ipBatch([`addr add 10.42.0.${n}/24 dev eth0`, `addr add fd00:42::${n}/64 dev eth0 nodad`, "link set eth0 up"], name);
}

function mac(n: number): string {
  return `02:42:00:00:00:0${n}`;
}

/** Deletes an endpoint immediately: the kernel cleans up a deleted namespace only some time later. */
function disconnect(host: Host, name: string): void {
  ipBatch([`link del p-${name}`], host);
  ipBatch([`netns del ${name}`]);
}

function pings(name: string, n: number): boolean {
  return [`10.42.0.${n}`, `fd00:42::${n}`].every((address) => {
    try {
      return command(`ip netns exec ${name} ping -c 1 -W 1 ${address}`) !== "";
    } catch {
      return false;
    }
  });
}

const observe = (host: Host): Promise<Observation> => snapshot(driver, SCOPE, host);

function linesIn({ facts }: Observation, kind: RegExp): readonly string[] {
  return [...facts.values()]
    .filter((fact) => kind.test(fact.kind))
    .map(textOf)
    .sort();
}

const [BGP, LEARNED] = [/^(bgp|neighbor)$/, /^evpn$/];
const bgpOf = async (host: Host) => linesIn(await observe(host), BGP);
const learned = async (host: Host) => linesIn(await observe(host), LEARNED);

/** The planner's steps from the observed to the wanted facts. */
async function stepsTo(host: Host, wanted: readonly string[]): Promise<readonly Step[]> {
  const actual = new Map([[host as string, (await observe(host)).facts]]);
  const { desired } = desiredBy([{ address: "netweft_overlay_network.it", facts: wanted.map(factOf) }]);
  const goal = { closedWorld: true, desired, owned: new Map(desired) };
  const { changes, diagnostics } = diff(goal, {
    ...POLICY,
    actual,
    refused: new Set(),
    waiting: new Set(),
    forced: new Set(),
    isMeant: () => true,
    importId: () => undefined,
    stacks: new Set(),
  });
  expect(diagnostics).toEqual([]);
  return makePhases(changes, goal, actual).phases.flatMap((phase) => phase[host] ?? []);
}

/** Executes the planned steps; returns them as lines. */
async function heal(host: Host, wanted: readonly string[] = meshed(host)): Promise<readonly string[]> {
  const steps = await stepsTo(host, wanted);
  const { failed } = steps.length === 0 ? { failed: undefined } : await perform(driver, steps, SCOPE, host);
  expect(failed?.diagnostic.detail).toBeUndefined();
  return steps.map(({ verb, fact }) => `${verb} ${textOf(fact)}`);
}

/** Observes until the condition holds, for at most thirty seconds; the test then compares the last observation. */
async function eventually<T>(see: () => Promise<T>, wanted: T): Promise<void> {
  let seen = await see();
  // An observation starts forty programs, and BGP takes seconds.
  let pause = 200;
  for (const end = Date.now() + 30_000; JSON.stringify(seen) !== JSON.stringify(wanted) && Date.now() < end; seen = await see()) {
    await sleep(pause);
    pause = Math.min(1000, pause * 1.5);
  }
  expect(seen).toEqual(wanted);
}

/** Waits until all sessions are up, and all members have learned each other. */
async function expectMeshed(): Promise<void> {
  for (const host of HOSTS) {
    const foreign = host === "edge1" ? FOREIGN : [];
    const floods = others(host).map((other) => `${host} - evpn ${VNI} flood via ${underlay.host(other).v4}`);
    const see = async () => {
      const observation = await observe(host);
      const flooded = linesIn(observation, LEARNED).filter((line) => line.includes(" flood "));
      return { bgp: linesIn(observation, BGP), flooded };
    };
    await eventually(see, { bgp: [...meshed(host), ...foreign].sort(), flooded: floods.sort() });
  }
}

function macLine(host: Host, n: number, behind: Host): string {
  return `${host} - evpn ${VNI} mac ${mac(n)} via ${underlay.host(behind).v4}`;
}

const macsOf = async (host: Host, n: number) => (await learned(host)).filter((line) => line.includes(mac(n)));

beforeAll(async () => {
  emptyLab();
  underlay = makeUnderlay(HOSTS);
  driver = await openLab(labConfig(underlay.config));
  frr = { edge1: await startFrr("edge1"), edge2: await startFrr("edge2"), edge3: await startFrr("edge3") };
  for (const host of HOSTS) joinNetwork(host);
  frr.edge1.configure("router bgp 65157", "bgp router-id 192.0.2.1", "neighbor 192.0.2.200 remote-as 65001");
  for (const host of HOSTS) await heal(host);
  await expectMeshed();
});

afterAll(async () => {
  await driver.close();
  for (const host of HOSTS) await frr[host].stop();
  emptyLab();
});

/** Whatever a test does, all are connected in the end. */
afterEach(expectMeshed);

describe("hosts with an overlay network over BGP", () => {
  test("learn each other, and the plan is empty", async () => {
    for (const host of HOSTS) expect(await stepsTo(host, meshed(host))).toEqual([]);
    expect([...(await observe("edge2")).unsettled]).toEqual([]);
  });

  test("learn the locations of endpoints, which then reach each other over both families", async () => {
    connect("edge1", "one", 1);
    connect("edge2", "two", 2);
    await eventually(() => macsOf("edge3", 1), [macLine("edge3", 1, "edge1")]);
    await eventually(() => macsOf("edge1", 2), [macLine("edge1", 2, "edge2")]);
    await until(() => pings("one", 2) && pings("two", 1), "The endpoints do not reach each other.");
  });

  test("follow an endpoint to another host", async () => {
    disconnect("edge2", "two");
    connect("edge3", "two", 2);
    await until(() => pings("one", 2), "The endpoint is not reachable in its new place.");
    await eventually(() => macsOf("edge1", 2), [macLine("edge1", 2, "edge3")]);
    await eventually(() => macsOf("edge2", 2), [macLine("edge2", 2, "edge3")]);
  });

  test("withdraw a deleted endpoint, and a host that leaves the network", async () => {
    disconnect("edge3", "two");
    await eventually(() => macsOf("edge1", 2), []);
    ipBatch(["link del nwx"], "edge3");
    await eventually(() => learned("edge2"), [`edge2 - evpn ${VNI} flood via 192.0.2.1`, macLine("edge2", 1, "edge1")].sort());
    ipBatch(["link del nw-o"], "edge3");
    joinNetwork("edge3");
  });
});

describe("a manual change of BGP", () => {
  test("is detected and repaired: a neighbor deleted", async () => {
    frr.edge2.configure("router bgp 65157", "no neighbor 192.0.2.1");
    expect(await bgpOf("edge2")).not.toContain(neighbor("edge2", "edge1"));
    expect(await heal("edge2")).toEqual([`add ${neighbor("edge2", "edge1")}`]);
  });

  test("is detected and repaired: a neighbor shut down", async () => {
    frr.edge1.configure("router bgp 65157", "neighbor 192.0.2.2 shutdown");
    await eventually(
      () => bgpOf("edge1"),
      [process("edge1"), neighbor("edge1", "edge2", " down altered"), neighbor("edge1", "edge3"), ...FOREIGN].sort(),
    );
    expect(await heal("edge1")).toEqual([`del ${neighbor("edge1", "edge2", " down altered")}`, `add ${neighbor("edge1", "edge2")}`]);
  });

  test("is detected and repaired: announcements disabled", async () => {
    frr.edge2.configure("router bgp 65157", "address-family l2vpn evpn", "no advertise-all-vni");
    expect(await bgpOf("edge2")).toContain(`${process("edge2")} altered`);
    expect(await heal("edge2")).toEqual([`del ${process("edge2")} altered`, ...meshed("edge2").map((line) => `add ${line}`)]);
  });

  test("is detected and repaired: our peer group deleted, beside a foreign neighbor", async () => {
    frr.edge1.configure("router bgp 65157", "no neighbor netweft peer-group");
    expect(await bgpOf("edge1")).toEqual(FOREIGN);
    expect(await heal("edge1")).toEqual(meshed("edge1").map((line) => `add ${line}`));
  });

  test("is detected and repaired: FRR restarted, which loses its running configuration", async () => {
    await frr.edge3.stop();
    expect(await bgpOf("edge3")).toEqual([]);
    expect((await observe("edge3")).programs).toContain("frr");
    expect((await observe("edge3")).programs).not.toContain("bgpd");
    await frr.edge3.start();
    expect(await bgpOf("edge3")).toEqual([]);
    expect(await heal("edge3")).toEqual(meshed("edge3").map((line) => `add ${line}`));
  });
});

describe("a disconnected host", () => {
  test("is down for the others, which no step can repair, and recovers by itself", async () => {
    underlay.cut("edge3");
    await eventually(() => bgpOf("edge2"), [process("edge2"), neighbor("edge2", "edge1"), neighbor("edge2", "edge3", " down")].sort());
    expect([...(await observe("edge2")).unsettled]).toEqual([[`edge2 - neighbor ${underlay.host("edge3").v6}`, "connecting"]]);
    expect(await stepsTo("edge2", meshed("edge2"))).toEqual([]);
    await eventually(async () => (await learned("edge2")).filter((line) => line.includes("192.0.2.3")), []);
    underlay.restore("edge3");
  });
});

describe("a reflector", () => {
  const reflected: Readonly<Record<Host, () => readonly string[]>> = {
    edge1: () => [process("edge1"), neighbor("edge1", "edge2", " client"), neighbor("edge1", "edge3", " client")],
    edge2: () => [process("edge2"), neighbor("edge2", "edge1")],
    edge3: () => [process("edge3"), neighbor("edge3", "edge1")],
  };

  test("reflects routes between its clients, which need no sessions with each other", async () => {
    await perform(driver, [{ verb: "del", fact: factOf(neighbor("edge2", "edge3")) }], SCOPE, "edge2");
    await perform(driver, [{ verb: "del", fact: factOf(neighbor("edge3", "edge2")) }], SCOPE, "edge3");
    expect(await heal("edge1", reflected.edge1())).toEqual(
      reflected
        .edge1()
        .slice(1)
        .map((line) => `set ${line}`),
    );
    await eventually(() => bgpOf("edge1"), [...reflected.edge1(), ...FOREIGN].sort());
    await eventually(() => bgpOf("edge3"), [...reflected.edge3()].sort());
    await eventually(() => macsOf("edge3", 1), [macLine("edge3", 1, "edge1")]);
    await eventually(
      async () => (await learned("edge3")).filter((line) => line.includes("192.0.2.2")),
      [`edge3 - evpn ${VNI} flood via 192.0.2.2`],
    );
    for (const host of HOSTS) await heal(host);
  });
});

describe("a refusal by FRR", () => {
  const itself = (): Step => ({ verb: "add", fact: factOf("edge2 - neighbor 192.0.2.2 as 65157 source 192.0.2.2") });
  const good = (): Step => ({ verb: "add", fact: factOf(neighbor("edge2", "edge1")) });

  test("is reported with its message and the failing step", async () => {
    const outcome: Outcome = await perform(driver, [good(), itself(), good()], SCOPE, "edge2");
    expect(outcome).toMatchObject({ done: 1, failed: { step: 1, diagnostic: { code: "kernel-refused", at: { host: "edge2" } } } });
    expect(outcome.failed!.diagnostic.detail).toContain("Can not configure the local system as neighbor");
  });

  test("concerns every step while FRR does not run", async () => {
    await frr.edge2.stop();
    const outcome = await perform(driver, [good()], SCOPE, "edge2");
    await frr.edge2.start();
    await heal("edge2");
    expect(outcome).toMatchObject({ done: 0, failed: { step: 0, diagnostic: { code: "kernel-refused" } } });
    expect(outcome.failed!.diagnostic.detail).toContain("BGP is not running");
  });
});

test("our configuration is deleted completely, and leaves the foreign one", async () => {
  for (const host of HOSTS) await perform(driver, [{ verb: "del", fact: factOf(process(host)) }], SCOPE, host);
  expect(await bgpOf("edge1")).toEqual(FOREIGN);
  expect(frr.edge1.vtysh("show running-config bgpd no-header")).not.toMatch(/netweft|advertise-all-vni/);
  expect(frr.edge2.vtysh("show running-config bgpd no-header")).not.toContain("router bgp");
  for (const host of HOSTS) await eventually(() => learned(host), []);
  for (const host of HOSTS) await heal(host);
});

/** What cuts the connection over which a run reaches a host. */
import type { Diagnostic } from "../../../lib/diagnostic";
import { pathsStay } from "../../../lib/engine/checks/own-path";
import { factsOf } from "../../../lib/kernel/facts";
import { parseWritten } from "../../../lib/kernel/line";
import type { Verb } from "../../../lib/kernel/step";
import type { OwnPath } from "../../../lib/ports/backend";
import type { PlannedStep } from "../../../lib/reconcile/plan";
import { inLab, value, type Lab } from "../../support/world";

const UPLINK = [
  "link eth0 type device mtu 1500 mac 02:77:00:00:00:01 up",
  "link eth1 type device mtu 1500 mac 02:77:00:00:00:02 up",
  "addr 192.0.2.10/24 dev eth0",
  "addr 198.51.100.10/24 dev eth1",
  "route default via 192.0.2.1 dev eth0 proto static",
];
const ON_BRIDGE = [
  "link eth0 type device mtu 1500 mac 02:77:00:00:00:01 up",
  "link br0 type bridge mtu 1500 mac 02:77:00:00:00:03 stp off up",
  "port eth0 bridge br0",
  "addr 192.0.2.10/24 dev br0",
];
const PATH: OwnPath = { client: "203.0.113.5", server: "192.0.2.10", port: 22 };

const factOf = (text: string) => value(parseWritten(`local - ${text}`));

function step(text: string, n: number): PlannedStep {
  const [verb, ...rest] = text.split(" ");
  return { n, verb: verb as Verb, fact: factOf(rest.join(" ")), owners: ["netweft_route.one"] };
}

function said(before: readonly string[], phases: readonly (readonly string[])[], path: OwnPath, isConfirmed = false) {
  const facts = factsOf(before.map(factOf));

  const planned = phases.map((steps) => ({ local: steps.map(step) }));
  return pathsStay({ phases: planned, actual: new Map([["local", facts]]), observed: new Map([["local", { path }]]), isConfirmed });
}

const near: OwnPath = { ...PATH, client: "192.0.2.77" };
const v6: OwnPath = { client: "2001:db8:9::5", server: "2001:db8::10", port: 22 };
const UPLINK6 = [UPLINK[0]!, UPLINK[1]!, "addr 2001:db8::10/64 dev eth0", "route default via fe80::1 dev eth0 proto static"];
const DROP = 'chain input type filter hook input priority 0 { iifname "eth0" tcp dport 22 drop }';

test.each<[string, readonly string[], readonly string[], OwnPath, string]>([
  ["the address goes", UPLINK, ["del addr 192.0.2.10/24 dev eth0"], PATH, 'the address 192.0.2.10 on "eth0" is removed'],
  ["the link goes", UPLINK, ["del link eth0 type device mtu 1500 mac 02:77:00:00:00:01 up"], PATH, "removed"],
  ["the link goes down", UPLINK, ["set link eth0 type device mtu 1500 mac 02:77:00:00:00:01 down"], PATH, '"eth0" is set down'],
  ["the link becomes a port of a bridge", [...UPLINK, ON_BRIDGE[1]!], ["add port eth0 bridge br0"], PATH, 'becomes a port of "br0"'],
  ["the port behind the link's bridge goes", ON_BRIDGE, ["del port eth0 bridge br0"], near, 'no longer a port of "br0"'],
  ["the default route goes", UPLINK, ["del route default via 192.0.2.1 dev eth0"], PATH, "no route to 203.0.113.5"],
  ["a more specific route comes first", UPLINK, ["add route 203.0.113.0/24 via 198.51.100.1 dev eth1"], PATH, "198.51.100.1 dev eth1"],
  ["a route drops the answers", UPLINK, ["add route blackhole 203.0.113.5/32"], PATH, "blackhole"],
  ["a new subnet covers the client", UPLINK, ["add addr 203.0.113.1/24 dev eth1"], PATH, 'go "dev eth1"'],
  ["the client's address becomes the host's own", UPLINK, ["add addr 203.0.113.5/32 dev eth1"], PATH, 'go "dev lo"'],
  [
    "a policy rule sends the answers elsewhere",
    [...UPLINK, "route default via 198.51.100.1 dev eth1 table 20"],
    ["add rule ip 100 from 192.0.2.10/32 lookup 20"],
    PATH,
    'go "via 198.51.100.1 dev eth1"',
  ],
  ["a policy rule drops the answers", UPLINK, ["add rule ip 100 to 203.0.113.0/24 prohibit"], PATH, "prohibit"],
  [
    "the router gets another hardware address",
    UPLINK,
    ["add neigh 192.0.2.1 dev eth0 lladdr 02:00:00:00:00:99"],
    PATH,
    "02:00:00:00:00:99",
  ],
  ["Netweft's table drops ssh", UPLINK, ["add table inet netweft", `add ${DROP}`], PATH, 'the chain "input"'],
  [
    "the port is published",
    [...UPLINK, "table inet netweft", "set publish4-any type inet_proto . inet_service : ipv4_addr . inet_service"],
    ["add element publish4-any tcp . 22 : 10.8.0.2 . 22"],
    PATH,
    "port 22 is published",
  ],
  ["IPv6 is switched off", UPLINK6, ["set sysctl net.ipv6.conf.all.disable_ipv6 = 1"], v6, "the address 2001:db8::10"],
  [
    "answers leave by another link, and a strict filter comes",
    [...UPLINK, "route 203.0.113.0/24 via 198.51.100.1 dev eth1 proto static"],
    ["set sysctl net.ipv4.conf.all.rp_filter = 1"],
    PATH,
    "rp_filter",
  ],
])("a plan is refused where %s", (_, before, steps, path, why) => {
  const [one, ...more] = said(before, [steps], path);
  expect(more).toEqual([]);
  expect(one).toMatchObject({ severity: "error", code: "own-path-cut", at: { host: "local", resource: "netweft_route.one" } });
  expect(one!.detail).toContain(why);
  expect(said(before, [steps], path, true)).toMatchObject([{ severity: "warning", code: "own-path-at-risk" }]);
});

test.each<[string, readonly string[], readonly (readonly string[])[], OwnPath]>([
  ["other routes change", UPLINK, [["add route 10.0.0.0/8 via 198.51.100.1 dev eth1", "add addr 10.8.0.1/24 dev eth1"]], PATH],
  ["a less specific route comes", UPLINK, [["add route 203.0.0.0/8 via 192.0.2.1 dev eth0"]], PATH],
  ["a new subnet covers the host's own address only", UPLINK, [["add addr 192.0.2.9/28 dev eth1"]], PATH],
  ["a route with a larger metric stands behind", UPLINK, [["add route default via 198.51.100.1 dev eth1 metric 100"]], PATH],
  ["a policy rule is for others", UPLINK, [["add rule ip 100 from 198.51.100.10/32 lookup 20"]], PATH],
  ["another port is dropped", UPLINK, [["add table inet netweft", `add ${DROP.replace("22", "23")}`]], PATH],
  [
    "one step gives back what another one of the same phase took",
    UPLINK,
    [["del addr 192.0.2.10/24 dev eth0", "add addr 192.0.2.10/24 dev eth0", "add route default via 192.0.2.1 dev eth0"]],
    PATH,
  ],
  ["both directions use one link, and a strict filter comes", UPLINK, [["set sysctl net.ipv4.conf.all.rp_filter = 1"]], PATH],
  [
    "the kernel answers by a way that the facts do not show",
    UPLINK,
    [["add route 203.0.113.0/24 via 198.51.100.1 dev eth1"]],
    { ...PATH, dev: "wg0" },
  ],
])("a plan is fine where %s", (_, before, phases, path) => {
  expect(said(before, phases, path)).toEqual([]);
});

test("what a later phase gives back is lost: the run could not send it", () => {
  const phases = [["del addr 192.0.2.10/24 dev eth0"], ["add addr 192.0.2.10/24 dev eth0"]];
  expect(said(UPLINK, phases, near).map(({ code, at }) => [code, at.fact])).toEqual([
    ["own-path-cut", "local - addr 192.0.2.10/24 dev eth0"],
  ]);
});

/** A stack on simulated hosts that are reached by a connection. */
function stackOf(lab: Lab, resources: object, path: OwnPath = PATH): string {
  const simulated = { ...lab.provider.simulated, connections: { local: path } };
  return JSON.stringify({ provider: { netweft: { ...lab.provider, simulated } }, resource: resources });
}

const codesOf = (result: { readonly diagnostics: readonly Diagnostic[] }) =>
  result.diagnostics.filter(({ code }) => code.startsWith("own-path")).map(({ severity, code, at }) => [severity, code, at.resource]);
const network = (subnet: string) => ({ netweft_bridge_network: { front: { name: "front", subnets: [subnet] } } });
const ground = UPLINK.map((line) => `local - ${line}`);

test("a declared network, route and published port are refused on a host whose connection they cut, and not on others", () =>
  inLab(
    async (lab) => {
      const route = { netweft_route: { out: { destination: "203.0.113.0/24", via: "198.51.100.1", dev: "eth1" } } };
      expect(codesOf(await lab.plan(stackOf(lab, route)))).toEqual([["error", "own-path-cut", "netweft_route.out"]]);
      expect(codesOf(await lab.plan(stackOf(lab, route), { isConfirmed: true }))).toEqual([
        ["warning", "own-path-at-risk", "netweft_route.out"],
      ]);
      expect(codesOf(await lab.plan(stackOf(lab, network("203.0.113.0/24"))))).toEqual([
        ["error", "own-path-cut", "netweft_bridge_network.front"],
      ]);
      expect(codesOf(await lab.plan(stackOf(lab, network("10.8.0.0/24"))))).toEqual([]);
      // From a container on the network itself, its destruction is such a step.
      const inside = { client: "10.8.0.2", server: "10.8.0.1", port: 22 };
      await lab.apply(stackOf(lab, network("10.8.0.0/24")));
      expect(codesOf(await lab.plan(stackOf(lab, {}, inside)))).toEqual([["error", "own-path-cut", "netweft_bridge_network.front"]]);
      expect(codesOf(await lab.plan(stackOf(lab, network("10.8.0.0/24"), inside), { mode: "destroy" }))).toHaveLength(1);
    },
    { ground },
  ));

test("a plan is judged once more where it is applied: its run may reach the host by another way", () =>
  inLab(
    async (lab) => {
      const route = { netweft_route: { out: { destination: "203.0.113.0/24", via: "198.51.100.1", dev: "eth1" } } };
      const { plan } = value(await lab.plan(stackOf(lab, route, near)));
      const elsewhere = plan.providers.map((one) => ({ ...one, simulated: { ...one.simulated, connections: { local: PATH } } }));
      const before = await lab.lines();
      expect(codesOf(await lab.run({ plan: { ...plan, providers: elsewhere } }, stackOf(lab, route)))).toEqual([
        ["error", "own-path-cut", "netweft_route.out"],
      ]);
      expect(await lab.lines()).toEqual(before);
    },
    { ground },
  ));

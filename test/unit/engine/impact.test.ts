import { POLICY } from "../../../lib/engine/policy";
import { impactOf } from "../../../lib/reconcile/impact";
import { makePhases } from "../../../lib/reconcile/phases";
import { diff } from "../../../lib/reconcile/diff";
import type { Owned } from "../../../lib/reconcile/goal";
import type { ResourceChange } from "../../../lib/engine/plan";
import { factsOf } from "../../../lib/kernel/facts";
import { keyOf } from "../../../lib/kernel/kinds";
import { factOf } from "../../support/test-driver";

type Lines = Readonly<Record<string, readonly string[]>>;

const BRIDGE = "local - link nw-a type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up # netweft:default:netweft_bridge_network:a";
const network = [BRIDGE, "local - addr 10.8.0.1/24 dev nw-a", "local - addr fd00:8::1/64 dev nw-a"];
const space = (name: string) => [`local - netns ${name} # netweft:default:netweft_namespace:${name}`];
const endpoint = (n: number, name: string) => [
  `local - veth nwe${n} <> ${name} eth0 mtu 1500 mac 02:00:00:00:01:0${n} up addresses 10.8.0.1${n}/24 # netweft:default:netweft_endpoint:${name}/eth0`,
  `local - port nwe${n} bridge nw-a`,
  `local ${name} addr 10.8.0.1${n}/24 dev eth0`,
  `local ${name} addr fd00:8::1${n}/64 dev eth0`,
  `local ${name} route default via 10.8.0.1 dev eth0`,
];
const before: Lines = {
  "network.a": network,
  "namespace.web": space("web"),
  "namespace.db": space("db"),
  "endpoint.web": endpoint(0, "web"),
  "endpoint.db": endpoint(1, "db"),
};

const ownedBy = (stack: Lines): Map<string, Owned> =>
  new Map(
    Object.entries(stack).flatMap(([owner, lines]) => lines.map((line) => [keyOf(factOf(line)), { fact: factOf(line), owners: [owner] }])),
  );

interface More {
  readonly foreign?: readonly string[];
  /** Instances that are replaced, and because of which attribute. */
  readonly replaced?: Readonly<Record<string, string>>;
}

/** The impact of a change from one stack to another, a line for each entry. */
function between(was: Lines, is: Lines, { foreign = [], replaced = {} }: More = {}): readonly string[] {
  const goal = { closedWorld: true, desired: ownedBy(is), owned: ownedBy(was) };
  const actual = new Map([["local", factsOf([...Object.values(was).flat(), ...foreign].map(factOf))]]);
  const forced = new Set(Object.keys(replaced));
  const found = diff(goal, {
    ...POLICY,
    actual,
    forced,
    refused: new Set(),
    waiting: new Set(),
    isMeant: () => true,
    importId: () => undefined,
    stacks: new Set(),
  });
  const resources = Object.entries(replaced).map(([address, name]): ResourceChange => ({
    address,
    action: "replace",
    before: {},
    after: {},
    replaceBy: [name],
    sensitive: [],
  }));
  const impact = impactOf({ ...makePhases(found.changes, goal, actual), resources, goal, actual });
  return impact.map(({ endpoint, kind, why, only }) => `${endpoint} ${kind}${only ? ` (${only.join(", ")})` : ""}: ${why.join("; ")}`);
}

const swap = (stack: Lines, owner: string, from: string | RegExp, to: string): Lines => ({
  ...stack,
  [owner]: stack[owner]!.map((line) => line.replace(from, to)),
});
const without = (stack: Lines, owner: string, part: string): Lines => ({
  ...stack,
  [owner]: stack[owner]!.filter((line) => !line.includes(part)),
});

test("a plan that changes nothing, only creates or only destroys has no impact", () => {
  expect([between(before, before), between({}, before), between(before, {})]).toEqual([[], [], []]);
  const { "endpoint.db": _, ...rest } = before;
  expect([between(rest, before), between(before, rest)]).toEqual([[], []]);
});

test("replacing a network interrupts all of its endpoints briefly, with the reason for the replacement", () => {
  const after = { ...swap(swap(before, "endpoint.web", "nw-a", "br-a"), "endpoint.db", "nw-a", "br-a") };
  const renamed = swap(after, "network.a", "nw-a", "br-a");
  expect(between(before, renamed, { replaced: { "network.a": "bridge_name" } })).toEqual(
    ["web", "db"].map((name) => `endpoint.${name} brief: network.a is replaced because of bridge_name`),
  );
});

test("a namespace that is replaced ends the connections of its own endpoint only", () => {
  expect(between(before, before, { replaced: { "namespace.web": "path" } })).toEqual([
    "endpoint.web replaced: namespace.web is replaced because of path",
  ]);
});

test("a replaced endpoint is listed with the attribute that forces it", () => {
  expect(between(before, before, { replaced: { "endpoint.db": "mac" } })).toEqual(["endpoint.db replaced: it is replaced because of mac"]);
});

test("a removed address ends its own connections and no others", () => {
  expect(between(before, without(before, "endpoint.web", "addr fd00"))).toEqual([
    'endpoint.web replaced (fd00:8::10): "addr fd00:8::10/64 dev eth0" is removed',
  ]);
});

test("a removed route is listed, unless all addresses that could use it are removed as well", () => {
  const way = "route default via 10.8.0.1 dev eth0";
  expect(between(before, without(before, "endpoint.web", "route"))).toEqual([`endpoint.web replaced (${way}): "${way}" is removed`]);
  const all = without(without(before, "endpoint.web", "route"), "endpoint.web", "addr 10.8");
  expect(between(before, all)[0]).toMatch(/^endpoint.web replaced \(10.8.0.10\): "addr 10.8.0.10\/24 dev eth0" is removed$/);
});

test("an address with a new prefix length is absent for a moment, and with it the route", () => {
  const wider = swap(before, "endpoint.web", "addr 10.8.0.10/24", "addr 10.8.0.10/16");
  expect(between(before, wider)).toEqual(['endpoint.web brief: "addr 10.8.0.10/24 dev eth0" becomes "addr 10.8.0.10/16 dev eth0"']);
});

test.each([
  ["an mtu", "veth", "mtu 1500", "mtu 1400"],
  ["isolation", "port", "nw-a", "nw-a isolated"],
])("%s changes while packets flow", (_, kind, from, to) => {
  const after = {
    ...before,
    "endpoint.web": before["endpoint.web"]!.map((line) => (line.includes(` ${kind} `) ? line.replace(from, to) : line)),
  };
  expect(between(before, after)).toEqual([expect.stringMatching(/^endpoint.web live: /)]);
});

test("an impact on all endpoints of a network is listed once for each", () => {
  const after = swap(before, "network.a", "mtu 1500", "mtu 1400");
  expect(between(before, after).map((line) => line.split(":")[0])).toEqual(["endpoint.web live", "endpoint.db live"]);
});

test("another gateway has no impact in IPv6, and a brief one in IPv4 if it is in the same subnet", () => {
  const six = swap(before, "network.a", "fd00:8::1/64", "fd00:8::fe/64");
  expect(between(before, six)).toEqual([]);
  const four = ["endpoint.web", "endpoint.db"].reduce(
    (stack, owner) => swap(stack, owner, "via 10.8.0.1 ", "via 10.8.0.254 "),
    swap(before, "network.a", "10.8.0.1/24", "10.8.0.254/24"),
  );
  expect(between(before, four).map((line) => line.slice(0, 60))).toEqual(
    ["web", "db"].map((name) => `endpoint.${name} brief: its gateway goes before the next one comes: `.slice(0, 60)),
  );
});

test("marks and notes on a link do not affect its traffic, and neither do objects that are already missing", () => {
  const noted = swap(before, "endpoint.web", "addresses 10.8.0.10/24", "addresses 10.8.0.10/24,10.8.0.99/24");
  expect(between(before, noted)).toEqual([]);
});

test("foreign ports on a removed bridge are listed by their mark or by their link", () => {
  const foreign = [
    "local - veth nwe7 <> theirs eth0 mtu 1500 mac 02:00:00:00:07:07 up # netweft:blog:netweft_endpoint:theirs/eth0",
    "local - port nwe7 bridge nw-a",
    "local - link tap0 type tun mtu 1500 down",
    "local - port tap0 bridge nw-a",
  ];
  const after = { ...before, "network.a": [] };
  expect(between(before, after, { foreign }).filter((line) => !line.startsWith("endpoint."))).toEqual([
    'netweft_endpoint "theirs/eth0" of the stack "blog" replaced: network.a deletes the object that it is on, and this plan does not restore it',
    "link tap0 replaced: network.a deletes the object that it is on, and this plan does not restore it",
  ]);
});

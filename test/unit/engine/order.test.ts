import { order } from "../../../lib/reconcile/order";
import { makePhases } from "../../../lib/reconcile/phases";
import type { Change } from "../../../lib/reconcile/plan";
import { factsOf } from "../../../lib/kernel/facts";
import { keyOf } from "../../../lib/kernel/kinds";
import { textOf } from "../../../lib/kernel/line";
import { factOf } from "../../support/test-driver";

const netns = "local - netns web";
const bridge = "local - link nw-a type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up";
const veth = "local - veth nwe1 <> web eth0 mtu 1500 mac 02:00:00:00:00:02 up addresses 10.8.0.2/24";
const port = "local - port nwe1 bridge nw-a";
const addr = "local web addr 10.8.0.2/24 dev eth0";
const other = "local web addr 10.9.0.2/24 dev eth0";
const route = "local web route default via 10.8.0.1 dev eth0";
const everything = [route, addr, port, veth, bridge, netns];

const add = (line: string): Change => ({
  action: "add",
  key: keyOf(factOf(line)),
  after: factOf(line),
  owners: ["it"],
  because: "declared",
});
const remove = (line: string): Change => ({
  action: "remove",
  key: keyOf(factOf(line)),
  before: factOf(line),
  owners: ["it"],
  because: "declared",
});
const change = (from: string, to: string): Change => ({
  action: "change",
  key: keyOf(factOf(to)),
  before: factOf(from),
  after: factOf(to),
  owners: ["it"],
  because: "declared",
});
const say = (steps: ReturnType<typeof order>) => steps.map(({ verb, fact }) => `${verb} ${textOf(fact)}`);

test("dependencies are created first", () => {
  expect(say(order(everything.map(add)))).toEqual([netns, bridge, veth, port, addr, route].map((line) => `add ${line}`));
});

test("an object that is removed with another needs no step of its own, except a pair, which a program in the namespace would keep", () => {
  expect(say(order(everything.map(remove)))).toEqual([`del ${veth}`, `del ${bridge}`, `del ${netns}`]);
});

test("an adopted namespace stays, so everything in it is removed first", () => {
  const adopted = [route, addr, veth, "local - netns web from /proc/7/ns/net inode 7"];
  expect(say(order(adopted.map(remove)))).toEqual([`del ${veth}`, "del local - netns web from /proc/7/ns/net inode 7"]);
});

test("a VLAN is made, with its settings, before what is to stand on it is removed from another link, unless its own link is new", () => {
  const vlan = "local - link eth0.10 type vlan parent - eth0 vlan 10 mtu 1500 up";
  const setting = "local - sysctl net.ipv6.conf.eth0/10.disable_ipv6 = 1";
  const on = (parent: string) => `local web link eth0 type macvlan parent - ${parent} mode bridge mtu 1500 up addresses 10.8.0.2/24`;
  const marked = { ...add(vlan), after: { ...factOf(vlan), mark: "netweft:-:vlan:eth0.10" } };
  const moved: Change = { ...change(on("eth0"), on("eth0.10")), action: "replace" };
  const steps = [`add ${vlan}`, `add ${setting}`, `del ${on("eth0")}`, `add ${on("eth0.10")}`];
  expect(say(order([moved, add(setting), marked]))).toEqual(steps);
  const below = "local - link eth0 type dummy mtu 1500 up";
  const [del, ...rest] = say(order([moved, add(setting), marked, add(below)]));
  expect([del, rest[0]]).toEqual([`del ${on("eth0")}`, `add ${below}`]);
});

test("a new address is added before an old one is removed, which waits until routes are changed", () => {
  expect(say(order([remove(addr), add(other), add(route)]))).toEqual([`add ${other}`, `add ${route}`, `del ${addr}`]);
});

test("the last address of a family is removed before a route through its link is added, which would be removed with it", () => {
  expect(say(order([remove(addr), add(route)]))).toEqual([`del ${addr}`, `add ${route}`]);
});

test("a gateway is removed when no route leads to it any more", () => {
  const [old, next] = ["local - addr fd00:8::1/64 dev nw-a", "local - addr fd00:8::fe/64 dev nw-a"];
  const turn = change("local web route default via fd00:8::1 dev eth0", "local web route default via fd00:8::fe dev eth0");
  expect(say(order([remove(old), add(next), turn]))).toEqual([`add ${next}`, `set ${textOf(turn.after!)}`, `del ${old}`]);
});

test("a larger mtu is set on the pairs first and then on the bridge, a smaller one the other way round", () => {
  const grow = (line: string) => change(line, line.replace("mtu 1500", "mtu 9000"));
  const shrink = (line: string) => change(line, line.replace("mtu 1500", "mtu 1400"));
  expect(order([grow(bridge), grow(veth)]).map(({ fact }) => fact.kind)).toEqual(["veth", "link"]);
  expect(order([shrink(bridge), shrink(veth)]).map(({ fact }) => fact.kind)).toEqual(["link", "veth"]);
});

test("an old address does not wait for a new one of its own network, which the kernel would remove with it", () => {
  const neighbour = "local web addr 10.8.0.3/24 dev eth0";
  expect(say(order([remove(addr), add(neighbour)]))).toEqual([`del ${addr}`, `add ${neighbour}`]);
});

test("an IPv6 address that moves is removed before its new owner gets it and detects a duplicate", () => {
  const [theirs, mine] = ["local web addr fd00:8::2/64 dev eth0", "local db addr fd00:8::2/64 dev eth0"];
  const next = "local web addr fd00:8::3/64 dev eth0";
  const steps = say(order([remove(theirs), add(next), add(mine)]));
  expect(steps[0]).toMatch(/^del .*fd00:8::2/);
});

test("there is no step between an old address and the new one of its own network", () => {
  const neighbour = "local web addr 10.8.0.3/24 dev eth0";
  expect(say(order([remove(addr), add(port), add(neighbour)]))).toEqual([`add ${port}`, `del ${addr}`, `add ${neighbour}`]);
});

describe("what the kernel removes as a side effect", () => {
  const actual = new Map([["local", factsOf([netns, bridge, veth, port, addr, route].map(factOf))]]);
  const desired = (lines: readonly string[]) => new Map(lines.map((line) => [keyOf(factOf(line)), { fact: factOf(line), owners: ["it"] }]));

  test("is added again when its link is replaced, and called collateral", () => {
    const again = veth.replace("mtu 1500", "mtu 1400");
    const goal = { closedWorld: true, desired: desired([netns, bridge, again, port, addr, route]), owned: new Map() };
    const change: Change = {
      action: "replace",
      key: keyOf(factOf(veth)),
      before: factOf(veth),
      after: factOf(again),
      owners: ["it"],
      because: "declared",
    };
    const { changes, phases } = makePhases([change], goal, actual);
    expect(changes.map(({ because, after }) => `${because} ${textOf(after!)}`)).toEqual([
      `declared ${again}`,
      `collateral ${port}`,
      `collateral ${addr}`,
      `collateral ${route}`,
    ]);
    expect(say(phases[0]!["local"]!)).toEqual([`del ${veth}`, `add ${again}`, `add ${port}`, `add ${addr}`, `add ${route}`]);
  });

  test("includes the routes that are removed with the last address of a link", () => {
    const goal = { closedWorld: true, desired: desired([netns, bridge, veth, port, other, route]), owned: new Map() };
    const { phases } = makePhases([remove(addr), add(other)], goal, actual);
    expect(say(phases[0]!["local"]!)).toEqual([`add ${other}`, `del ${addr}`]);
  });

  test("includes the links of a recreated namespace, because a process in it would keep them and their names", () => {
    const goal = { closedWorld: true, desired: desired([netns, bridge, veth, port, addr, route]), owned: new Map() };
    const { phases } = makePhases([{ ...add(netns), action: "replace", before: factOf(netns) }], goal, actual);
    const made = [netns, veth, port, addr, route].map((line) => `add ${line}`);
    expect(say(phases[0]!["local"]!)).toEqual([`del ${veth}`, `del ${netns}`, ...made]);
  });

  test("does not include unrelated objects", () => {
    const goal = { closedWorld: true, desired: desired([netns, bridge, veth, port, addr, route]), owned: new Map() };
    expect(makePhases([], goal, actual)).toMatchObject({ changes: [], phases: [] });
  });
});

test("a route changes to a new IPv6 gateway in a separate phase, after duplicate address detection", () => {
  const [old, next] = ["local - addr fd00:8::1/64 dev nw-a", "local - addr fd00:8::fe/64 dev nw-a"];
  const turn = change("local web route default via fd00:8::1 dev eth0", "local web route default via fd00:8::fe dev eth0");
  const turn4 = change("local web route default via 10.8.0.1 dev eth0", "local web route default via 10.8.0.254 dev eth0");
  const lines = [netns, bridge, veth, port, addr, old, textOf(turn.before!), textOf(turn4.before!)];
  const { phases } = makePhases(
    [add(next), turn, turn4, remove(old)],
    { closedWorld: true, desired: new Map(), owned: new Map() },
    new Map([["local", factsOf(lines.map(factOf))]]),
  );
  expect(phases.map((phase) => say(phase["local"]!))).toEqual([
    [`add ${next}`, `set ${textOf(turn4.after!)}`],
    [`set ${textOf(turn.after!)}`, `del ${old}`],
  ]);
  expect(phases.flatMap((phase) => phase["local"]!.map(({ n }) => n))).toEqual([1, 2, 3, 4]);
});

describe("an IPv6 address that moves to a namespace of another host", () => {
  const on = (host: string, lines: readonly string[]) => lines.map((line) => line.replace("local", host));
  const held = (n: number) =>
    ["local web addr 10.8.0.N/24 dev eth0", "local web addr fd00:8::N/64 dev eth0"].map((line) => line.replace("N", `${n}`));
  const stays = [netns, bridge, veth, port, "local web route default via 10.8.0.1 dev eth0"];
  const phasesOf = (changes: readonly Change[], actual: Readonly<Record<string, readonly string[]>>) => {
    const facts = Object.entries(actual).map(([host, lines]) => [host, factsOf(lines.map(factOf))] as const);
    const desired = new Map(changes.flatMap(({ key, after, owners }) => (after ? [[key, { fact: after, owners }] as const] : [])));
    const kept = facts.flatMap(([, all]) => [...all].filter(([key]) => !changes.some((one) => one.key === key)));
    for (const [key, fact] of kept) desired.set(key, { fact, owners: ["it"] });
    const { phases } = makePhases(changes, { closedWorld: true, desired, owned: new Map() }, new Map(facts));
    return phases.map((phase) => Object.values(phase).flatMap(say));
  };

  test("is deleted on the earlier host before it is added, and what comes after it in the namespace follows it", () => {
    const changes = [...on("a", held(2)).map(remove), ...on("b", held(2)).map(add), add(on("b", [route])[0]!)];
    const [first, second, ...others] = phasesOf(changes, { a: on("a", [...stays, ...held(2)]), b: on("b", [netns, bridge, veth, port]) });
    expect(first).toContain("del a web addr fd00:8::2/64 dev eth0");
    expect(first).toContain("add b web addr 10.8.0.2/24 dev eth0");
    expect(second).toEqual(["add b web addr fd00:8::2/64 dev eth0", "add b web route default via 10.8.0.1 dev eth0"]);
    expect(others).toEqual([]);
  });

  test("is deleted on both hosts before either gets the other's", () => {
    const swap = (host: string, from: number, to: number) => [...on(host, held(from)).map(remove), ...on(host, held(to)).map(add)];
    const changes = [...swap("a", 2, 3), ...swap("b", 3, 2)];
    const phases = phasesOf(changes, { a: on("a", [...stays, ...held(2)]), b: on("b", [...stays, ...held(3)]) });
    expect(phases.map((steps) => steps.filter((step) => step.includes("fd00")).sort())).toEqual([
      ["del a web addr fd00:8::2/64 dev eth0", "del b web addr fd00:8::3/64 dev eth0"],
      ["add a web addr fd00:8::3/64 dev eth0", "add b web addr fd00:8::2/64 dev eth0"],
    ]);
  });

  test("a gateway address, which all members of a network have, is not held back", () => {
    const gateway = "local - addr fd00:8::1/64 dev nw-a";
    const changes = [...on("a", [gateway]).map(remove), ...on("b", [gateway]).map(add)];
    expect(phasesOf(changes, { a: on("a", [bridge, gateway]), b: on("b", [bridge]) })).toHaveLength(1);
  });
});

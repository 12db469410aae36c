/** Judgements and removal commands of drift, for single facts. */
import { keyOf, sameFact, typeOf } from "../../lib/kernel/kinds";
import { rulesAmong } from "../../lib/kernel/kinds/wanted-rules";
import type { Fact } from "../../lib/kernel/fact";
import { parseLine, textOf } from "../../lib/kernel/line";
import { besideOn, farEnds } from "../../lib/reconcile/drift/beside";
import { swallowedOn } from "../../lib/reconcile/drift/swallowed";
import { observationOf } from "../support/observation";

function factIn(line: string): Fact {
  const read = parseLine(line);
  if (!read.ok) throw new Error(line);
  return read.value;
}

/** The judgement of one line beside the wanted ones; `actual` in its place, if any. */
function judged(expected: string | undefined, actual: string | undefined, wanted: readonly string[] = []) {
  const facts = new Map(wanted.map((line) => [keyOf(factIn(line)), factIn(line)]));
  const [one, other] = [expected, actual].map((line) => (line === undefined ? undefined : factIn(line)));
  return typeOf((one ?? other)!).judge!(one as never, other as never, rulesAmong(facts));
}

const removal = (line: string) => typeOf(factIn(line)).removal!(factIn(line) as never)?.join(" ");

const ISOLATED = ["local - chain to-x { ct status dnat accept; drop }", "local - element to nw-x : jump to-x"];

test("a lost jump, and a lost look-up in a map, are exposures where a chain behind them stops packets", () => {
  const forward = "local - chain forward type filter hook forward priority 0 { oifname vmap @to }";
  const open = "local - chain forward type filter hook forward priority 0 { }";
  expect(judged(forward, open, ISOLATED).severity).toBe("exposure");
  expect(judged(forward, open, ["local - chain to-x { accept }", ISOLATED[1]!]).severity).toBe("outage");
  expect(judged("local - chain a { jump to-x }", "local - chain a { }", ISOLATED).severity).toBe("exposure");
  expect(judged("local - chain a { jump a }", "local - chain a { }", ["local - chain a { jump a }"]).severity).toBe("outage");
  expect(judged(ISOLATED[1], undefined, ISOLATED).severity).toBe("exposure");
});

test("a reason names the lost stop and the lost way", () => {
  const { severity, reason } = judged(ISOLATED[0], "local - chain to-x { }");
  expect(severity).toBe("exposure");
  expect(reason).toContain('Packets pass that the rule "drop" is to drop.');
  expect(reason).toContain('Packets no longer take the way of the rule "ct status dnat accept".');
});

test("a chain that lacks an accept and has a further one is an exposure, and an outage, too", () => {
  const both = judged(ISOLATED[0], 'local - chain to-x { iifname "eth9" accept; drop }');
  expect(both).toMatchObject({ severity: "exposure", also: "outage" });
  expect(both.reason).toMatch(/accepts or redirects packets\. Packets no longer take the way/);
});

test("routes, addresses and rules of a host that lead a part of a network elsewhere are outages; those that stay on its link are not", () => {
  const gateway = "local - addr 10.8.0.1/24 dev nw-front";
  const owned = new Map([[keyOf(factIn(gateway)), { fact: factIn(gateway), owners: ["net"] }]]);
  const found = (...lines: readonly string[]) => {
    const facts = new Map([gateway, ...lines].map((line) => [keyOf(factIn(line)), factIn(line)]));
    return swallowedOn(facts, owned).map(({ difference, judgement }) => `${judgement.severity} ${textOf(difference.fact)}`);
  };
  const taking = [
    "local - route 10.8.0.128/25 via 192.0.2.254 dev eth0",
    "local - route 10.8.0.0/24 dev eth0",
    "local - route 10.8.0.7/32 dev wg0 proto bird",
    "local - addr 10.8.0.129/25 dev eth0",
    "local - rule ip 90 to 10.8.0.64/26 prohibit",
  ];
  for (const line of taking) expect(found(line)).toEqual([`outage ${line}`]);
  const away = "local - route default via 192.0.2.254 dev eth0 table 20";
  expect(found("local - rule ip 90 to 10.8.0.64/26 lookup 20", away)).toHaveLength(1);
  const harmless = [
    "local - route 10.8.0.128/25 dev nw-front",
    "local - route 10.8.0.128/25 via 10.8.0.2",
    "local - route 10.0.0.0/8 via 192.0.2.254 dev eth0",
    "local - route 10.8.0.0/24 dev eth0 metric 100",
    "local - route 10.8.0.128/25 dev eth0 table 20",
    "local - addr 10.8.0.9/32 dev eth0",
    "local - addr 10.8.0.9/24 dev eth0",
    "local - rule ip 90 to 10.8.0.64/26 lookup 21",
    "local - rule ip 90 to 10.8.0.64/26 fwmark 0x1 prohibit",
    "local - rule ip 90 to 192.0.2.0/24 prohibit",
    "local web route 10.8.0.128/25 via 10.9.0.1 dev eth1",
  ];
  expect(found(...harmless)).toEqual([]);
  const shim = "local - link nw-front type macvlan parent - eth0 mode bridge mtu 1500 mac 02:00:00:00:00:01 up";
  expect(found(shim, "local - route 10.8.0.1/32 dev eth0 proto dhcp")).toEqual([]);
});

test("an element of a set that a rule excludes is judged the other way round", () => {
  const excluding = ["local - chain a { ip saddr != @inside drop }"];
  expect(judged("local - element inside 10.8.0.0/24", undefined, excluding)).toMatchObject({
    severity: "outage",
    reason: expect.stringContaining("applies to its packets, too, which are then lost") as string,
  });
  expect(judged(undefined, "local - element inside 10.8.0.0/24", excluding)).toMatchObject({
    severity: "exposure",
    reason: expect.stringContaining("does not apply to its packets, which then pass") as string,
  });
});

test.each([
  ["local - route blackhole 10.0.0.0/8", "local - route 10.0.0.0/8 via 10.8.0.1 dev eth0"],
  ["local web rule ip 100 from 10.8.0.2/32 prohibit", "local web rule ip 100 from 10.8.0.2/32 lookup 20"],
])("what holds packets back is judged by what is expected and what is: %s", (holding, leading) => {
  expect(judged(holding, undefined).severity).toBe("exposure");
  expect(judged(holding, leading).severity).toBe("exposure");
  expect(judged(leading, holding).severity).toBe("outage");
  expect(judged(undefined, holding).severity).toBe("outage");
  expect(judged(undefined, leading).severity).toBe("exposure");
});

test("the command that removes a policy rule names all of it, and there is none for what it cannot name", () => {
  expect(removal("local web rule ip 100 from 10.8.0.2/32 fwmark 0x10/0xff lookup 20 proto 4")).toBe(
    "ip rule del from 10.8.0.2/32 fwmark 0x10/0xff priority 100 lookup 20 protocol 4",
  );
  expect(removal("local web rule ip6 100 to fd00:9::/64 prohibit")).toBe(
    "ip -6 rule del from all to fd00:9::/64 priority 100 prohibit protocol 157",
  );
  expect(removal("local web rule ip 100 lookup 20 also tos")).toBeUndefined();
});

test("no command removes a default route", () => {
  expect(removal("local - route default via 192.168.7.254 dev nw-x proto static")).toBeUndefined();
  expect(removal("local - route 10.9.0.0/16 via 10.8.0.2 dev nw-x")).toBe("ip route del 10.9.0.0/16 via 10.8.0.2 dev nw-x");
});

test("how the kernel learned a declared address is no difference", () => {
  const line = "local web addr fd00:8::2/64 dev eth0";
  expect(sameFact(factIn(line), factIn(`${line} proto ra`))).toBe(true);
});

test("a pair is in the namespaces of both ends, and a route of another daemon in none of the host's objects", () => {
  const within = (line: string) => typeOf(factIn(line)).within!(factIn(line) as never);
  expect(within("local web veth a0 <> db b0 mtu 1500 mac 02:11:22:33:44:55 up")).toEqual(["local - netns web", "local - netns db"]);
  expect(within("local - route 10.9.0.0/16 via 10.8.0.2 dev nw-x proto dhcp")).toEqual([]);
});

/** The lines that are unexpected on a host where these are owned. */
function beside(owned: readonly string[], others: readonly string[]): readonly string[] {
  const own = new Map(owned.map((line) => [keyOf(factIn(line)), { fact: factIn(line), owners: ["netweft_x.y"] }]));
  const seen = observationOf([...owned, ...others].map(factIn));
  const ground = { owned: own, claims: [], stacks: new Set<string>(), isCommon: () => false };
  return besideOn(seen, ground, farEnds(own)).map(({ fact }) => textOf(fact));
}

const BRIDGE = "type bridge mtu 1500 mac 02:00:00:00:00:05 stp off up";
const PAIR = "mtu 1500 mac 02:11:22:33:44:55 up";

test("on an imported bridge the host's addresses, routes and ports stay what they are, on ours they are unexpected", () => {
  const others = (bridge: string) => [
    `local - addr 192.168.7.1/24 dev ${bridge}`,
    `local - route 10.99.0.0/16 via 192.168.7.254 dev ${bridge} proto static`,
    `local - port tap0 bridge ${bridge}`,
  ];
  expect(beside([`local - link br0 ${BRIDGE}`], others("br0"))).toEqual([]);
  expect(beside([`local - link nw-x ${BRIDGE}`], others("nw-x"))).toHaveLength(3);
});

test("the routes of an adopted container's program are expected, those with Netweft's protocol and pairs from our namespaces are not", () => {
  const owned = ["local - netns db from /proc/4711/ns/net inode 4026532205", "local - netns web", `local - veth nwe1 <> db eth0 ${PAIR}`];
  expect(
    beside(owned, [
      "local db route 10.9.0.0/16 via 10.8.0.1 dev eth0 proto static",
      "local db route 10.7.0.0/16 via 10.8.0.1 dev eth0",
      `local web veth a0 <> db b0 ${PAIR}`,
      `local - veth theirs <> db b1 ${PAIR}`,
    ]),
  ).toEqual(["local db route 10.7.0.0/16 via 10.8.0.1 dev eth0", `local web veth a0 <> db b0 ${PAIR}`]);
});

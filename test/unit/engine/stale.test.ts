import { POLICY } from "../../../lib/engine/policy";
import { staleEntries } from "../../../lib/reconcile/stale";
import { makePhases } from "../../../lib/reconcile/phases";
import { diff } from "../../../lib/reconcile/diff";
import type { Owned } from "../../../lib/reconcile/goal";
import { factsOf } from "../../../lib/kernel/facts";
import { keyOf } from "../../../lib/kernel/kinds";
import { textOf } from "../../../lib/kernel/line";
import { factOf } from "../../support/test-driver";

type Lines = Readonly<Record<string, readonly string[]>>;

/** An overlay network's bridge on a host, with the gateway that all members have. */
const member = (host: string, bridge = "nwo-m", mac = "02:00:00:00:00:01") => [
  `${host} - link ${bridge} type bridge mtu 1450 mac ${mac} stp off up # netweft:s:netweft_overlay_network:m`,
  `${host} - addr 10.8.0.1/24 dev ${bridge}`,
];
const tunnel = (host: string, bridge = "nwo-m") => [
  `${host} - link nwx42 type vxlan vni 42 port 4789 learning on mtu 1450 mac 02:00:00:00:0f:01 up # netweft:s:netweft_overlay_network:m`,
  `${host} - port nwx42 bridge ${bridge}`,
];
const endpoint = (host: string, name: string, address: string, mac: string, bridge = "nwo-m") => [
  `${host} - netns ${name} # netweft:s:netweft_namespace:${name}`,
  `${host} - veth nwe${name} <> ${name} eth0 mtu 1450 mac 02:00:00:00:01:${mac} up # netweft:s:netweft_endpoint:${name}`,
  `${host} - port nwe${name} bridge ${bridge}`,
  `${host} ${name} addr ${address}/24 dev eth0`,
];

function ownedBy(stack: Lines, also: Lines = {}): Map<string, Owned> {
  const owned = Object.entries(stack).flatMap(([owner, lines]) =>
    lines.map((line): [string, Owned] => [keyOf(factOf(line)), { fact: factOf(line), owners: [owner] }]),
  );
  const all = new Map(owned);
  for (const [owner, lines] of Object.entries(also))
    for (const line of lines) if (!all.has(keyOf(factOf(line)))) all.set(keyOf(factOf(line)), { fact: factOf(line), owners: [owner] });
  return all;
}

/** The entries that are deleted last, with their owners, when one stack becomes another; `found`: facts on the hosts, `claimed`: further facts of the state. */
function deleted(
  was: Lines,
  is: Lines,
  { found = was, claimed = {} }: { readonly found?: Lines; readonly claimed?: Lines } = {},
): readonly string[] {
  const goal = { closedWorld: true, desired: ownedBy(is), owned: ownedBy(was, claimed) };
  const facts = Object.values(found).flat().map(factOf);
  const actual = new Map(["one", "two"].map((host) => [host, factsOf(facts.filter((fact) => fact.host === host))]));
  const { changes } = diff(goal, {
    ...POLICY,
    actual,
    forced: new Set(),
    refused: new Set(),
    waiting: new Set(),
    isMeant: () => true,
    importId: () => undefined,
    stacks: new Set(["s"]),
  });
  const { phases, departures } = makePhases(changes, goal, actual);
  const last = [...staleEntries(departures, actual).values()].flat().map(({ fact, owners }) => `${textOf(fact)} of ${owners.join()}`);
  const shown = Object.values(phases.at(-1) ?? {})
    .flat()
    .filter(({ fact }) => fact.kind === "stale");
  expect(shown.map(({ fact, owners }) => `${textOf(fact)} of ${owners.join()}`).sort()).toEqual([...last].sort());
  return last.map((line) => line.replace(" - ", " ")).sort();
}

const network = { m: [...member("one"), ...tunnel("one"), ...member("two"), ...tunnel("two")] };
const a = endpoint("one", "a", "10.8.0.2", "0a");
const before: Lines = { ...network, a, b: endpoint("one", "b", "10.8.0.3", "0b"), c: endpoint("two", "c", "10.8.0.4", "0c") };
const onBoth = (address: string, owner: string) => ["one", "two"].map((host) => `${host} stale ${address} on nwo-m of ${owner}`);

test("nothing is deleted where no address leaves its owner", () => {
  expect(deleted(before, before)).toEqual([]);
  expect(deleted({}, before)).toEqual([]);
  expect(deleted(network, before)).toEqual([]);
  expect(deleted({ ...network, a }, before)).toEqual([]);
});

test("the entries of a removed or moved address are deleted on all members of the network, including those without another step", () => {
  const { a: _, ...rest } = before;
  expect(deleted(before, rest)).toEqual(onBoth("10.8.0.2", "a"));
  expect(deleted(before, { ...rest, d: endpoint("two", "d", "10.8.0.2", "0d") })).toEqual(onBoth("10.8.0.2", "a"));
  expect(deleted(before, { ...before, a: endpoint("one", "a", "10.8.0.2", "1a") })).toEqual(onBoth("10.8.0.2", "a"));
});

test("the entries of two that swap are both deleted, and a moved hardware address has another port", () => {
  const swapped = { ...before, a: endpoint("one", "a", "10.8.0.3", "0a"), b: endpoint("one", "b", "10.8.0.2", "0b") };
  expect(deleted(before, swapped)).toEqual([...onBoth("10.8.0.2", "a"), ...onBoth("10.8.0.3", "b")].sort());
  const macs = { ...before, a: endpoint("one", "a", "10.8.0.2", "0b"), b: endpoint("one", "b", "10.8.0.3", "0a") };
  const ports = [...onBoth("02:00:00:00:01:0a", "a"), ...onBoth("02:00:00:00:01:0b", "b")];
  expect(deleted(before, macs)).toEqual([...onBoth("10.8.0.2", "a"), ...onBoth("10.8.0.3", "b"), ...ports].sort());
});

test("an interrupted deletion is done by the next plan, although the hosts have no drift", () => {
  const moved = { ...before, a: endpoint("one", "a", "10.8.0.9", "0a") };
  expect(deleted(moved, moved, { claimed: { a: [a[3]!] } })).toEqual(onBoth("10.8.0.2", "a"));
  const { a: _, ...rest } = before;
  expect(deleted(before, rest, { found: rest })).toEqual(onBoth("10.8.0.2", "a"));
});

test("a removed network needs no deletion; one with a new bridge has a gateway that endpoints must resolve again", () => {
  expect(deleted(before, {})).toEqual([]);
  const plain = (bridge: string, mac: string) => ({ n: member("one", bridge, mac), a: endpoint("one", "a", "10.8.0.2", "0a", bridge) });
  expect(deleted(plain("nw-a", "02:00:00:00:00:01"), plain("nw-b", "02:00:00:00:00:02"))).toEqual(["one stale 10.8.0.1 on nw-b of n"]);
  expect(deleted(plain("nw-a", "02:00:00:00:00:01"), plain("nw-a", "02:00:00:00:00:02"))).toEqual(["one stale 10.8.0.1 on nw-a of n"]);
});

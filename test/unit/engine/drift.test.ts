/** One comparison of owned and actual facts, of which every report of drift is a view. */
import { POLICY } from "../../../lib/engine/policy";
import { keyOf } from "../../../lib/kernel/kinds";
import type { Observation, Unsettled } from "../../../lib/ports/backend";
import { compare, differenceAt, driftLine } from "../../../lib/reconcile/drift/compare";
import type { Owned } from "../../../lib/reconcile/goal";
import { driftOf } from "../../../lib/session/drift";
import { openSimulated } from "../../../providers/backends/simulated";
import { openHosts } from "../../../lib/reconcile/hosts";
import { scopesOf } from "../../../lib/reconcile/scope";
import { factOf } from "../../support/test-driver";
import { observationOf } from "../../support/observation";
import { done, inLab, value, type Lab } from "../../support/world";

const BRIDGE = "local - link nw-a type bridge mtu 1500 mac 02:00:00:00:00:01 stp off up # netweft:s:netweft_bridge_network:a";
const ADDRESS = "local - addr fd00:8::1/64 dev nw-a";
const DEVICE = "local - link nwx1 type vxlan vni 1 local 192.0.2.1 port 4789 learning off mtu 1450 mac 02:00:00:00:00:02 up";
const ENTRY = "local - fdb 00:00:00:00:00:00 dev nwx1 dst 198.51.100.9";
const OWNER = "netweft_bridge_network.a";

const owns = (line: string, more: Partial<Owned> = {}) => [keyOf(factOf(line)), { fact: factOf(line), owners: [OWNER], ...more }] as const;

function seen(lines: readonly string[], unsettled: Readonly<Record<string, Unsettled>> = {}): ReadonlyMap<string, Observation> {
  const states = new Map(Object.entries(unsettled).map(([line, state]) => [keyOf(factOf(line)), state]));
  return new Map([["local", observationOf(lines.map(factOf), { unsettled: states })]]);
}

test.each<[kind: string, line: string, owned: readonly (readonly [string, Owned])[], observed: ReadonlyMap<string, Observation>]>([
  ["missing", `- ${ADDRESS}`, [owns(ADDRESS)], seen([])],
  ["changed", `~ ${BRIDGE.replace("1500", "1400").replace(/ #.*/, "")}`, [owns(BRIDGE)], seen([BRIDGE.replace("1500", "1400")])],
  ["unmarked", `~ ${BRIDGE.replace(/ #.*/, "")}`, [owns(BRIDGE)], seen([BRIDGE.replace(/ #.*/, "")])],
  ["conflict", `~ ${ADDRESS}`, [owns(ADDRESS)], seen([ADDRESS], { [ADDRESS]: "dadfailed" })],
  ["unexpected", `+ ${ENTRY}`, [owns(DEVICE)], seen([DEVICE, ENTRY])],
  ["unexpected", `+ ${ADDRESS}`, [owns(ADDRESS, { leaving: true })], seen([ADDRESS])],
])("a difference is %s: %s", (kind, line, owned, observed) => {
  const found = compare(new Map(owned), observed, { ...POLICY, closedWorld: true });
  expect(found.map((one) => [one.kind, driftLine(one), one.owners])).toEqual([[kind, line, [OWNER]]]);
});

test("a host that was not observed has no differences, and an address that is still tentative is none", () => {
  expect(compare(new Map([owns(ADDRESS)]), new Map(), { ...POLICY, closedWorld: true })).toEqual([]);
  expect(compare(new Map([owns(ADDRESS)]), seen([ADDRESS], { [ADDRESS]: "tentative" }), { ...POLICY, closedWorld: true })).toEqual([]);
});

const mesh = (lab: Lab) =>
  JSON.stringify({
    provider: { netweft: lab.provider },
    resource: {
      netweft_overlay_network: {
        mesh: { name: "mesh", vni: 42, subnets: ["10.20.0.0/24"], members: ["local", "far"], forwarding: "evpn" },
      },
    },
  });

test("a neighbor without a session is drift for the report, the plan and the attribute, and no plan changes it", () =>
  inLab(async (lab) => {
    done(await lab.apply(mesh(lab)));
    const up = (await lab.lines()).find((one) => one.startsWith("local - neighbor"))!;
    await lab.set(`${up} down`);
    expect((await lab.drift(mesh(lab))).lines).toMatchObject([{ what: "changed", line: up, actual: `${up} down` }]);

    const { plan } = value(await lab.plan(mesh(lab)));
    expect(plan.diagnostics).toMatchObject([{ code: "session-down", at: { resource: "netweft_overlay_network.mesh", fact: up } }]);
    expect(plan.resources).toMatchObject([{ action: "no-op", before: { drift: [`~ ${up} down`] } }]);
    expect(plan.phases).toEqual([]);

    const facts = [...lab.state.instances.values()].flatMap(({ private: own }) => own!.facts).map(factOf);
    const hosts = value(await openHosts(plan.providers, { simulated: openSimulated }));
    const answers = await hosts.observe(scopesOf(facts));
    await hosts.close();
    const observed = new Map([...answers].map(([host, answer]) => [host, value(answer)]));
    expect([...driftOf({ wanted: facts, owned: [], pending: false, seen: observed }).values()]).toEqual([`~ ${up} down`]);
  }));

test("that a fact is absent is known only of what was asked for", () => {
  const bare = observationOf([], { scope: { netns: [], adopt: {}, sysctls: [] } });
  expect(differenceAt(...owns(ADDRESS), bare)).toMatchObject({ kind: "missing" });
  for (const line of [
    ENTRY,
    "local web addr 10.8.0.2/24 dev eth0",
    "local - sysctl net.ipv4.ip_forward = 1",
    "local - chain from-nw-a { accept }",
  ])
    expect(() => differenceAt(...owns(line), bare)).toThrow("does not cover");
});

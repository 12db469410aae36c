import * as fc from "fast-check";
import { hasErrors } from "../../lib/diagnostic";
import type { Fact } from "../../lib/kernel/fact";
import { parseLine, textOf } from "../../lib/kernel/line";
import { contains, parseBlock } from "../../lib/net/cidr";
import { parseIp } from "../../lib/net/ip";
import { GROUND } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks, type StackModel } from "../support/stacks";
import { done, inLab, say, value, withoutForwarding, withoutKeys, type Lab } from "../support/world";
import { runs } from "../support/runs";

const RUNS = runs(10);

/** The host's links, a foreign bridge with a port and addresses, and a foreign namespace, which must stay untouched. */
const foreign = [
  ...GROUND,
  "local - link br-theirs type bridge mtu 1500 mac 02:77:00:00:00:01 stp off up",
  "local - addr 172.30.0.1/24 dev br-theirs",
  "local - addr 10.128.0.1/24 dev br-theirs",
  "local - netns theirs",
  "local - veth theirs0 <> theirs eth0 mtu 1500 mac 02:77:00:00:00:02 up",
  "local - port theirs0 bridge br-theirs",
  "local theirs addr 172.30.0.2/24 dev eth0",
  "local theirs route default via 172.30.0.1 dev eth0",
];

const property = (check: (lab: Lab, stack: StackModel, other: StackModel, seed: number) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, fc.nat(), (one, other, seed) => inLab((lab) => check(lab, one, other, seed), { ground: foreign })),
    RUNS,
  );

const json = (stack: StackModel, lab: Lab) => toJson(stack, lab.provider);
const nothing = (lab: Lab) => JSON.stringify({ provider: { netweft: lab.provider } });

/** Rules and elements refer to it, so the kernel refuses to remove it alone. */
const isHeld = (fact: Fact) => fact.kind === "set" || (fact.kind === "chain" && fact.base === undefined);

async function expectEmptyPlan(lab: Lab, text: string): Promise<void> {
  const { plan } = value(await lab.plan(text));
  expect(plan.changes.map(({ action, key }) => `${action} ${key}`)).toEqual([]);
  expect(plan.resources.filter(({ action }) => action !== "no-op").map(({ action, address }) => `${action} ${address}`)).toEqual([]);
  expect(plan.outputs).toEqual([]);
}

const theirsIn = async (lab: Lab) => withoutForwarding(await lab.lines()).filter((line) => foreign.includes(line));

/** Applies a plan that is the same when it is planned twice, and whose lines parse back to their facts; then the plan is empty. */
async function become(lab: Lab, text: string): Promise<void> {
  const theirs = await theirsIn(lab);
  const [planned, again] = [value(await lab.plan(text)), value(await lab.plan(text))];
  expect(planned.plan.phases).toEqual(again.plan.phases);
  for (const { after } of planned.plan.changes) {
    if (after === undefined) continue;
    const { mark: _mark, shared: _shared, ...unmarked } = value(parseLine(textOf(after)));
    expect(after).toMatchObject(unmarked);
  }
  done(await lab.run(again, text));
  expect(await theirsIn(lab)).toEqual(theirs);
  await expectEmptyPlan(lab, text);
}

/** Removes a fact by hand: drift reports it with its owner, and the next apply adds it again. */
async function expectRepair(lab: Lab, text: string, seed: number): Promise<void> {
  const before = (await lab.lines()).map(withoutKeys);
  const ours = [...lab.state.instances.values()].flatMap(({ address, private: own }) =>
    (own?.facts ?? []).map((line) => ({ address, line })),
  );
  const one = ours[seed % Math.max(ours.length, 1)];
  if (one === undefined) return;
  const fact = value(parseLine(one.line));
  if (fact.kind === "sysctl" || isHeld(fact)) return;
  await lab.unset(textOf(fact));
  const report = await lab.drift(text);
  expect(report.lines).toContainEqual(
    expect.objectContaining({ what: "missing", line: textOf(fact), owners: expect.arrayContaining([one.address]) }),
  );
  done(await lab.apply(text));
  expect((await lab.lines()).map(withoutKeys)).toEqual(before);
  expect((await lab.drift(text)).lines).toEqual([]);
}

test("any stack can become any other by plans that are exact: what is foreign stays, what is removed by hand is repaired, and a destroy leaves the host as it was", () =>
  property(async (lab, stack, other, seed) => {
    const before = await lab.lines();
    await become(lab, json(stack, lab));
    await expectRepair(lab, json(stack, lab), seed);
    await become(lab, json(other, lab));
    done(await lab.apply(json(other, lab), { mode: "destroy" }));
    expect(withoutForwarding(await lab.lines())).toEqual(before);
    expect([...lab.state.instances.keys()]).toEqual([]);
  }));

test("an apply that fails at any step is completed by the next one, with nothing left behind", () =>
  property(async (lab, stack, other, seed) => {
    const start = json(stack, lab);
    const target = json(other, lab);
    const clean = await inLab(
      async (ideal) => {
        done(await ideal.apply(json(stack, ideal)));
        done(await ideal.apply(json(other, ideal)));
        return ideal.lines();
      },
      { ground: foreign },
    );
    done(await lab.apply(start));
    const { plan } = value(await lab.plan(target));
    const steps = plan.phases.flatMap((phase) => Object.values(phase).flat());
    const step = steps[seed % Math.max(steps.length, 1)];
    if (step === undefined) return;
    // The value of a placeholder is not known before the apply.
    const line = textOf(step.fact).replace(/\?.*$/, "");
    const faults = [{ step: `${step.verb} ${line}` }];
    const broken = toJson(other, { ...lab.provider, simulated: { ...lab.provider.simulated, faults } });
    const applied = await lab.apply(broken);
    expect(hasErrors(applied.diagnostics)).toBe(true);
    expect(applied.diagnostics.map(say).join("\n")).toContain(line);
    done(await lab.apply(target));
    expect((await lab.lines()).map(withoutKeys)).toEqual(clean.map(withoutKeys));
    await expectEmptyPlan(lab, target);
    done(await lab.apply(target, { mode: "destroy" }));
    expect(withoutForwarding(await lab.lines()).filter((line) => !foreign.includes(line))).toEqual([]);
  }));

test("goals are sets: two halves applied one after the other give the same as the whole at once, and nothing of it is left once it is not wanted", () =>
  property(async (lab, stack) => {
    const before = await lab.lines();
    const fixed = { ...stack, networks: stack.networks.map((one, n) => ({ ...one, subnets: one.subnets ?? [`10.${n + 20}.0.0/24`] })) };
    const whole = { ...fixed, endpoints: fixed.endpoints.map((one, n) => ({ ...one, host: one.host ?? 201 + n })) };
    const half = { ...whole, endpoints: whole.endpoints.filter((_, n) => n % 2 === 0), binds: [] };
    done(await lab.apply(json(half, lab)));
    done(await lab.apply(json(whole, lab)));
    const piecemeal = (await lab.lines()).map(withoutKeys);
    await inLab(
      async (other) => {
        done(await other.apply(json(whole, other)));
        expect(piecemeal).toEqual((await other.lines()).map(withoutKeys));
      },
      { ground: foreign },
    );
    done(await lab.apply(nothing(lab)));
    expect(withoutForwarding(await lab.lines())).toEqual(before);
  }));

test("allocated addresses and subnets stay when others are added and removed, and are never allocated twice", () =>
  property(async (lab, stack, other) => {
    const open = (one: StackModel): StackModel => ({
      ...one,
      networks: one.networks.map((network) => ({ ...network, subnets: undefined })),
      endpoints: one.endpoints.map((endpoint) => ({ ...endpoint, host: undefined })),
    });
    const addresses = () => {
      const endpoints = [...lab.state.instances.values()].filter(({ type }) => type === "netweft_endpoint");
      return new Map(endpoints.map(({ address, attributes }) => [address, attributes] as const));
    };
    done(await lab.apply(json(open(stack), lab)));
    const before = addresses();
    done(await lab.apply(json(open(other), lab)));
    const after = addresses();
    for (const [address, { addresses: now, network }] of after) {
      const earlier = before.get(address);
      const same =
        JSON.stringify((earlier?.["network"] as { subnets?: unknown })?.subnets) ===
        JSON.stringify((network as { subnets?: unknown }).subnets);
      if (earlier !== undefined && same) expect(now).toEqual(earlier["addresses"]);
    }
    const all = [...after.values()].flatMap((one) => one["addresses"] as readonly string[]);
    expect(new Set(all).size).toBe(all.length);
    expect(all.some((address) => address.startsWith("10.128.0."))).toBe(false);
  }));

test("allocated addresses are in the ranges, reserved ones are replaced, and all others stay when ranges or reservations change", () =>
  property(async (lab, stack, other) => {
    const open = (one: StackModel): StackModel => ({
      ...one,
      networks: one.networks.map((network, n) => ({ ...network, subnets: network.subnets ?? [`10.${n}.0.0/24`] })),
      endpoints: one.endpoints.map((endpoint) => ({ ...endpoint, host: undefined })),
    });
    const endpoints = () => [...lab.state.instances.values()].filter(({ type }) => type === "netweft_endpoint");
    done(await lab.apply(json(open(stack), lab)));
    const before = new Map(endpoints().map(({ address, attributes }) => [address, attributes["addresses"] as readonly string[]]));
    done(await lab.apply(json(open(other), lab)));
    for (const { address, attributes } of endpoints()) {
      const { subnets, ranges, reserved } = attributes["network"] as Readonly<Record<string, readonly string[] | null>>;
      const isIn = (ip: string, blocks: readonly string[] | null | undefined) =>
        (blocks ?? []).some((block) => contains(parseBlock(block)!, parseIp(ip)!));
      const now = attributes["addresses"] as readonly string[];
      const stays = (before.get(address) ?? []).filter((ip) => isIn(ip, subnets) && !isIn(ip, reserved));
      expect(now.filter((ip) => isIn(ip, reserved))).toEqual([]);
      expect(now.filter((ip) => ranges && !isIn(ip, ranges) && !stays.includes(ip))).toEqual([]);
      expect(now).toEqual(expect.arrayContaining([...stays]));
    }
  }));

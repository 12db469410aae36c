/** Foreign objects with the name of a claimed object stay foreign, at whatever moment the claiming run died. */
import * as fc from "fast-check";
import { ok } from "../../lib/diagnostic";
import { registry } from "../../lib/resources";
import { applyPlan, openPlanned, whileOpen, type Plan } from "../../lib/engine";
import type { State } from "../../lib/engine/state";
import { ROOT, type Fact, type FactOf, type Key, type Kind } from "../../lib/kernel/fact";
import { keyOf, needsOf, providesOf, rankOf } from "../../lib/kernel/kinds";
import { lineOf, textOf } from "../../lib/kernel/line";
import { isSkeleton } from "../../lib/resources/firewall/skeleton";
import { machineClock } from "../../providers/system/clock";
import { openSimulated } from "../../providers/backends/simulated";
import { GROUND } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks, type StackModel } from "../support/stacks";
import { done, inLab, value, withoutForwarding, type Lab } from "../support/world";
import { runs } from "../support/runs";

const RUNS = runs(20);

/** Objects that another program can make and that are identifiable, by themselves or their parents, as not Netweft's. */
const KINDS: ReadonlySet<Kind> = new Set(["netns", "link", "veth", "port", "addr", "route", "fdb", "neigh", "resolv", "element", "chain"]);

/** Objects with the mark of another stack, where people would not create any: in Netweft's table. */
const OTHER = "netweft:other:netweft_endpoint:theirs/eth0";

function theirs(fact: Fact): Fact {
  const { mark: _mark, ...plain } = fact;
  if (fact.kind === "element") return { ...fact, mark: OTHER };
  if (fact.kind === "route" && fact.netns === ROOT) return { ...fact, proto: "static" };
  return (fact.kind === "veth" ? { ...plain, addresses: [] } : plain) as Fact;
}

/** A run that dies at one of the plan's steps, and its state, in which everything is claimed. */
async function killedAt(step: number, plan: Plan, lab: Lab): Promise<State> {
  const saved: State[] = [];
  const steps = plan.phases.flatMap((phase) => Object.values(phase).flat());
  const faults =
    step === 0
      ? []
      : [{ action: "fail", message: "Killed", step: `${steps[step]!.verb} ${textOf(steps[step]!.fact).replace(/\?.*$/, "")}` }];
  const broken = plan.providers.map((one) => ({ ...one, simulated: { ...one.simulated, faults } })) as unknown as Plan["providers"];
  const until = step === 0 ? { ...plan, phases: [], providers: broken } : { ...plan, providers: broken };
  const save = async (state: State) => {
    saved.push(state);
    return [];
  };
  await whileOpen(await openPlanned(until, lab.state, { simulated: openSimulated }), async (hosts) =>
    ok(await applyPlan({ plan: until, state: lab.state, save, world: { types: registry, hosts, clock: machineClock }, onEvent: () => {} })),
  );
  return saved[0] ?? lab.state;
}

/** An object that is still to be created, with its parents; undefined if one of them is ours already. */
function withNeeds(fact: Fact, coming: ReadonlyMap<Key, Fact>, there: ReadonlySet<Key>): readonly Fact[] | undefined {
  const found = new Map<Key, Fact>();
  const add = (one: Fact): boolean => {
    if (found.has(keyOf(one))) return true;
    found.set(keyOf(one), one);
    return needsOf(one).every(({ key }) => {
      const needed = coming.get(key);
      // The table with its common chains is shared.
      if (there.has(key)) return / - (table|set|chain) /.test(key);
      return needed === undefined || add(needed);
    });
  };
  if (!add(fact)) return undefined;
  // A gateway must be in the network of an address of its link, whichever that is.
  if (fact.kind === "route" && fact.via !== undefined)
    for (const one of coming.values()) if (one.kind === "addr" && isAtSameLink(one, fact)) if (!add(one)) return undefined;
  for (const one of coming.values()) if (one.kind === "element" && found.has(chainOf(one))) if (!add(one)) return undefined;
  return [...found.values()];
}

const isAtSameLink = (addr: FactOf<"addr">, route: FactOf<"route">) =>
  addr.host === route.host && addr.netns === route.netns && addr.dev === route.dev;

const chainOf = (fact: Fact) => needsOf(fact).find(({ diesWith }) => !diesWith)?.key ?? "";

async function makeByHand(facts: readonly Fact[], lab: Lab): Promise<readonly string[]> {
  const made = facts.map((fact) => (isSkeleton(fact) || fact.kind === "set" ? fact : theirs(fact))).sort((a, b) => rankOf(a) - rankOf(b));
  const before = new Set(await lab.lines());
  for (const fact of made) await lab.set(lineOf(fact));
  return (await lab.lines()).filter((line) => !before.has(line) && !/ - (table|set) | sysctl /.test(line) && !isCommonChain(line));
}

const isCommonChain = (line: string) => / chain \S+ type /.test(line);

async function check(lab: Lab, stack: StackModel, [moment, which]: readonly [number, number]): Promise<void> {
  const text = toJson(stack, lab.provider);
  const { plan } = value(await lab.plan(text));
  const steps = plan.phases.flatMap((phase) => Object.values(phase).flat());
  const step = steps.length === 0 ? 0 : moment % steps.length;
  lab.state = await killedAt(step, plan, lab);
  const present = value(await lab.plan(text)).plan;
  const coming = new Map<Key, Fact>();
  for (const { after, action } of present.changes)
    if (after !== undefined && action === "add") for (const key of [keyOf(after), ...providesOf(after)]) coming.set(key, after);
  const planned = plan.changes.flatMap(({ key, after }) => [key, ...(after === undefined ? [] : providesOf(after))]);
  const there = new Set(planned.filter((key) => !coming.has(key)));
  const candidates = [...new Set(coming.values())].filter((fact) => KINDS.has(fact.kind) && fact.host === "local" && !isSkeleton(fact));
  const fact = candidates[which % Math.max(candidates.length, 1)];
  const facts = fact && withNeeds(fact, coming, there);
  if (facts === undefined) return;
  const foreign = await makeByHand(facts, lab);
  const theirsNow = async () => (await lab.lines()).filter((line) => foreign.includes(line));
  await lab.plan(text);
  expect(await theirsNow()).toEqual(foreign);
  if ((await lab.plan(text)).ok) await lab.apply(text);
  expect(await theirsNow()).toEqual(foreign);
  done(await lab.apply(text, { mode: "destroy" }));
  expect(await theirsNow()).toEqual(foreign);
  expect([...lab.state.instances.keys()]).toEqual([]);
  for (const line of [...(await lab.lines())].filter((one) => !/ - (table|set) /.test(one)).reverse())
    if (foreign.includes(line)) await lab.unset(line.replace(/ # .*$/, "")).catch(() => undefined);
  expect(withoutForwarding(await lab.lines()).filter((line) => / # netweft:(?!other)/.test(line))).toEqual([]);
}

test("foreign objects made between a claim and the next run survive its plan, its apply and its destroy", () =>
  fc.assert(
    fc.asyncProperty(stacks, fc.tuple(fc.nat(), fc.nat()), (stack, moment) =>
      inLab((lab) => check(lab, stack, moment), { ground: GROUND }),
    ),
    RUNS,
  ));

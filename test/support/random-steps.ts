/**
 * Random work for a small host: two namespaces, two bridges, three veth pairs. The meaning of a list of numbers depends on the
 * current facts, so that most steps can be done and many have side effects; the same numbers always yield the same work.
 */
import fc from "fast-check";
import { applyStep } from "../../lib/kernel/cascade";
import type { Fact, FactOf, Kind } from "../../lib/kernel/fact";
import { canChange, keyOf, sameFact } from "../../lib/kernel/kinds";
import type { Step } from "../../lib/kernel/step";
import { worldOf, type World } from "../../lib/kernel/world";
import { randomFact, type Choose } from "./random-facts";
import { stepOf } from "./simulated";

/** One step to generate: the kind of work, and numbers for every other choice. */
export interface Intent {
  readonly act: number;
  readonly picks: readonly number[];
}

/** The work of one run of a driver. Only its last step may be refused by the kernel. */
export interface Task {
  readonly intents: readonly Intent[];
  readonly last?: Intent;
}

const intent = fc.record({ act: fc.nat(99), picks: fc.array(fc.nat(999), { minLength: 10, maxLength: 10 }) });

export const tasks = fc.array(
  fc.record(
    { intents: fc.array(intent, { minLength: 1, maxLength: 14 }), last: fc.option(intent, { nil: undefined, freq: 3 }) },
    { requiredKeys: ["intents"] },
  ),
  { minLength: 4, maxLength: 4 },
);

/** Makes choices with one number after the other; `shift` makes other choices from the same numbers. */
function chooser(picks: readonly number[], shift: number): Choose {
  let at = 0;
  return (from) => from[(picks[at++ % picks.length]! + shift * 7) % from.length]!;
}

/** What is there is never added again: which flags of an attachment or entry stay as they were is not defined. */
const OVERWRITING: ReadonlySet<Kind> = new Set(["port", "fdb", "neigh"]);

/** A deletion or change of an existing object, or an addition. */
function stepFor({ act, picks }: Intent, shift: number, world: World): Step {
  const choose = chooser(picks, shift);
  const present = [...world.facts.values()].filter((each) => each.kind !== "sysctl");
  if (act < 20 && present.length > 0) return { verb: "del", fact: choose(present) };
  if (act < 25) return { verb: "del", fact: randomFact(choose) };
  const made = randomFact(choose);
  const before = world.facts.get(keyOf(made));
  const changes = before !== undefined && canChange(before, made) && (act < 80 || OVERWRITING.has(made.kind));
  return changes ? { verb: "set", fact: made, from: before } : { verb: "add", fact: made };
}

/** The route that a learned one would be if it had been made. */
function made(route: FactOf<"route">): FactOf<"route"> {
  const { learned: _, ...rest } = route;
  return rest;
}

/** A driver deletes the actual object, not just its key. */
function fits({ verb, fact: wanted }: Step, world: World): boolean {
  const actual = world.facts.get(keyOf(wanted));
  // Only the kernel puts a learned route beside another one of its destination and metric: no command can.
  if (verb === "add" && wanted.kind === "route" && wanted.learned && world.facts.has(keyOf(made(wanted)))) return false;
  return verb !== "del" || actual === undefined || sameFact(actual, wanted);
}

/** The steps of a task on a host with these facts, which are not modified. */
export function stepsOf(task: Task, facts: ReadonlyMap<string, Fact>): readonly Step[] {
  const world = worldOf(new Map(facts));
  const steps: Step[] = [];
  for (const each of task.intents) {
    const step = shifts
      .map((shift) => stepFor(each, shift, world))
      .find((candidate) => fits(candidate, world) && applyStep(worldOf(new Map(world.facts)), candidate) === undefined);
    if (step === undefined) continue;
    applyStep(world, step);
    steps.push(step);
  }
  const last = task.last && stepFor(task.last, 0, world);
  return last && fits(last, world) ? [...steps, last] : steps;
}

/** The steps that these texts say, as `stepText` writes them. */
export function stepsIn(texts: readonly string[], facts: ReadonlyMap<string, Fact>): readonly Step[] {
  const world = worldOf(new Map(facts));
  return texts.map((text) => {
    const step = stepOf(text);
    const before = world.facts.get(keyOf(step.fact));
    const whole = step.verb === "set" && before !== undefined ? { ...step, from: before } : step;
    applyStep(world, whole);
    return whole;
  });
}

const shifts = [0, 1, 2, 3, 4, 5];

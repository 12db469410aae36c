import * as fc from "fast-check";
import { hasErrors } from "../../lib/diagnostic";
import type { Planned } from "../../lib/engine";
import { unitsOf, type Unit } from "../../lib/engine/apply/units";
import type { State } from "../../lib/engine/state";
import { lineOf } from "../../lib/kernel/line";
import { breaking, ENDS, KILLED, type Break } from "../support/broken-runs";
import { runs, TIMES } from "../support/runs";
import { GROUND } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks } from "../support/stacks";
import { done, inLab, value, withoutKeys, type Lab, type SavedLab } from "../support/world";

/** So many breaks of each apply; in the soak, each kind at every step. */
const BREAKS = TIMES === 1 ? 50 : Infinity;

/** Applies, together with 1,000 breaks. */
const RUNS = 21;

const KEYS = /([A-Za-z0-9+/]{43}=|[0-9a-f]{16})/g;
/** What a state has, without keys, which are made again. */
const instancesOf = ({ instances }: State, { addresses }: Unit) =>
  JSON.parse(
    JSON.stringify([...instances.values()].filter(({ address }) => addresses.has(address)))
      .replace(KEYS, "…")
      .replaceAll(/"simulated [^"]*"/g, JSON.stringify("simulated")),
  ) as unknown;

/** A host lists a setting once it was set, with the kernel's default, too: they are compared as they are read. */
const settingsIn = (observed: Planned["observed"], { hosts }: Unit) =>
  [...hosts].flatMap((host) => [...(observed.get(host)?.facts.values() ?? [])].filter(({ kind }) => kind === "sysctl").map(lineOf)).sort();

/** Without what depends on an earlier apply: settings, which are listed once they were set, and the chain of who switched forwarding on. */
const opened = (lines: readonly string[]) => lines.map(withoutKeys).filter((line) => !/ - (chain closed|sysctl) /.test(line));

const stepsOf = ({ plan }: Planned) => plan.phases.flatMap((phase) => Object.values(phase).flat()).length;

/** The breaks of a plan: steps over all of it, each with the ways in turn. */
function breaksOf(steps: number, seed: number): readonly Break[] {
  const count = Math.min(steps * ENDS.length, BREAKS);
  const at = (n: number) => Math.floor((n * steps + (seed % steps)) / count) % steps;
  return Array.from({ length: count }, (_, n) => ({ at: at(n), end: ENDS[(n + seed) % ENDS.length]! }));
}

/** One apply, and the hosts before it and after it. */
interface Broken {
  readonly lab: Lab;
  readonly base: SavedLab;
  readonly before: readonly string[];
  readonly planned: Planned;
  readonly target: string;
  readonly goal: readonly string[];
  readonly faults: ReturnType<typeof breaking>;
}

/** The controller is killed: the next apply leads to the goal. */
async function isCompleted({ lab, base, planned, target, goal, faults }: Broken, next: Break): Promise<void> {
  lab.restore(base);
  faults.set(next);
  await expect(lab.run(planned, target)).rejects.toThrow(KILLED);
  done(await lab.apply(target));
  expect({ ...next, lines: opened(await lab.lines()) }).toEqual({ ...next, lines: goal });
}

/** The step fails: the hosts joined by its resources, and the state, are as before. */
async function isBack({ lab, base, before, planned, target, faults }: Broken, next: Break): Promise<void> {
  lab.restore(base);
  faults.set(next);
  const applied = await lab.run(planned, target, { onFailure: "rollback" });
  expect(hasErrors(applied.diagnostics)).toBe(true);
  const unit = unitsOf(planned.plan, base.state, "rollback").find(({ hosts }) => hosts.has(faults.brokenOn()))!;
  const shown = (all: State, some: readonly string[], seen: Planned["observed"]) => ({
    lines: some.filter((line) => unit.hosts.has(line.split(" ")[0]!) && !/^\S+ \S+ sysctl /.test(line)).map(withoutKeys),
    instances: instancesOf(all, unit),
    settings: settingsIn(seen, unit),
  });
  const now = shown(lab.state, await lab.lines(), await lab.observe(target, planned.observed));
  expect({ ...next, ...now }).toEqual({ ...next, ...shown(base.state, before, planned.observed) });
}

test("an apply that breaks at any step, in any way, leaves the hosts joined by its resources and the state as before; one whose controller is killed is completed by the next one", () =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, fc.nat(), async (one, other, seed) => {
      const faults = breaking();
      await inLab(
        async (lab) => {
          const [start, target] = [toJson(one, lab.provider), toJson(other, lab.provider)];
          done(await lab.apply(start));
          const [base, before, planned] = [lab.saved(), await lab.lines(), value(await lab.plan(target))];
          done(await lab.run(planned, target));
          const broken = { lab, base, before, planned, target, goal: opened(await lab.lines()), faults };
          for (const next of breaksOf(stepsOf(planned), seed)) await (next.end === "kill" ? isCompleted : isBack)(broken, next);
          // What went back, or was completed, can be applied as always.
          done(await lab.apply(target));
          expect(value(await lab.plan(target)).plan.phases).toEqual([]);
        },
        { ground: GROUND, drivers: faults.drivers },
      );
    }),
    { ...runs(RUNS), endOnFailure: true },
  ));

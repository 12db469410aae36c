import * as fc from "fast-check";
import { hasErrors } from "../../lib/diagnostic";
import type { Planned } from "../../lib/engine";
import { unitsOf, type Unit } from "../../lib/engine/apply/units";
import type { State } from "../../lib/engine/state";
import { lineOf } from "../../lib/kernel/line";
import { breaking, ENDS, KILLED } from "../support/broken-runs";
import { runs, TIMES } from "../support/runs";
import { GROUND } from "../support/stack-hosts";
import { toJson } from "../support/stack-json";
import { stacks, type StackModel } from "../support/stacks";
import { done, inLab, value, withoutKeys } from "../support/world";

/** So many breaks of each apply; in the soak, one at every step. */
const BREAKS = TIMES === 1 ? 10 : Infinity;

const KEYS = /([A-Za-z0-9+/]{43}=|[0-9a-f]{16})/g;
/** What a state has, without keys, which are made again. */
const instancesOf = ({ instances }: State, { addresses }: Unit) =>
  JSON.parse(
    JSON.stringify([...instances.values()].filter(({ address }) => addresses.has(address)))
      .replace(KEYS, "…")
      .replaceAll(/"simulated [^"]*"/g, JSON.stringify("simulated")),
  ) as unknown;

/** A host lists a setting once it was set, with the kernel's default, too: they are compared as they are read. */
const settingsIn = ({ observed }: Planned, { hosts }: Unit) =>
  [...hosts].flatMap((host) => [...(observed.get(host)?.facts.values() ?? [])].filter(({ kind }) => kind === "sysctl").map(lineOf)).sort();

/** Without what depends on an earlier apply: settings, which are listed once they were set, and the chain of who switched forwarding on. */
const opened = (lines: readonly string[]) => lines.map(withoutKeys).filter((line) => !/ - (chain closed|sysctl) /.test(line));

/** The lines after both stacks were applied; the second one for the first time by a controller that is killed at a step. */
const linesAfter = (one: StackModel, other: StackModel, at?: number) => {
  const { drivers, set } = breaking();
  return inLab(
    async (lab) => {
      const target = toJson(other, lab.provider);
      done(await lab.apply(toJson(one, lab.provider)));
      if (at !== undefined) {
        const planned = value(await lab.plan(target));
        set({ at, end: "kill" });
        await expect(lab.run(planned, target)).rejects.toThrow(KILLED);
      }
      done(await lab.apply(target));
      expect(value(await lab.plan(target)).plan.phases).toEqual([]);
      return opened(await lab.lines());
    },
    { ground: GROUND, drivers },
  );
};

const completed = async (one: StackModel, other: StackModel, at: number) =>
  expect({ at, lines: await linesAfter(one, other, at) }).toEqual({ at, lines: await linesAfter(one, other) });

test("an apply that breaks at any step, in any way, leaves the hosts joined by its resources and the state as before; one whose controller is killed is completed by the next one", () =>
  fc.assert(
    fc.asyncProperty(stacks, stacks, fc.nat(), async (one, other, seed) => {
      const { drivers, set, brokenOn } = breaking();
      await inLab(
        async (lab) => {
          const [start, target] = [toJson(one, lab.provider), toJson(other, lab.provider)];
          done(await lab.apply(start));
          const stepsOf = ({ plan }: Planned) => plan.phases.flatMap((phase) => Object.values(phase).flat()).length;
          const count = Math.min(stepsOf(value(await lab.plan(target))), BREAKS);
          for (let n = 0; n < count; n++) {
            const planned = value(await lab.plan(target));
            const steps = stepsOf(planned);
            const at = Math.floor((n * steps + (seed % steps)) / count) % steps;
            const end = ENDS[(n + seed) % ENDS.length]!;
            if (end === "kill") {
              await completed(one, other, at);
              continue;
            }
            const [state, lines] = [lab.state, await lab.lines()];
            set({ at, end });
            const applied = await lab.run(planned, target, { onFailure: "rollback" });
            expect(hasErrors(applied.diagnostics)).toBe(true);
            const units = unitsOf(planned.plan, state, "rollback");
            const unit = units.find(({ hosts }) => hosts.has(brokenOn()))!;
            const shown = (all: State, some: readonly string[]) => ({
              lines: some.filter((line) => unit.hosts.has(line.split(" ")[0]!) && !/^\S+ \S+ sysctl /.test(line)).map(withoutKeys),
              instances: instancesOf(all, unit),
            });
            expect({ at, end, ...shown(lab.state, await lab.lines()) }).toEqual({ at, end, ...shown(state, lines) });
            expect(settingsIn(value(await lab.plan(target)), unit)).toEqual(settingsIn(planned, unit));
            // Hosts that share nothing with it went on.
            if (units.length > 1) done(await lab.apply(start));
          }
        },
        { ground: GROUND, drivers },
      );
    }),
    { ...runs(20), endOnFailure: true },
  ));

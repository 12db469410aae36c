import fc from "fast-check";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Backend, Observation, Outcome } from "../../lib/ports/backend";
import type { Facts } from "../../lib/kernel/facts";
import { lineOf } from "../../lib/kernel/line";
import { stepText } from "../../lib/kernel/refused";
import type { Step } from "../../lib/kernel/step";
import { emptyLab, insideLab, openLab } from "../support/lab";
import { scope } from "../support/random-facts";
import { stepsIn, stepsOf, tasks } from "../support/random-steps";
import { runs, TIMES } from "../support/runs";
import { simulatedLab } from "../support/simulated";

insideLab();

/** Each run is four lists of steps on one host. */
const RUNS = runs(10);
/** Far more than needed, because everything takes longer beside other lanes. The search for a smaller counterexample ends then, too. */
const LIMIT_MS = 600_000 * TIMES;
/** Cases in which model and kernel once differed, in words that stay what they are when other work is drawn. */
const KEPT = join(__dirname, "twin-cases.json");

async function run(driver: Backend, steps: readonly Step[], generation: string): Promise<Outcome> {
  return (await driver.run(new Map([["local", { steps, scope, generation }]]), () => undefined)).get("local")!;
}

async function observe(driver: Backend): Promise<Observation> {
  const seen = (await driver.observe(new Map([["local", scope]]))).get("local")!;
  if (!seen.ok) throw new Error(seen.diagnostics[0]!.detail);
  return seen.value;
}

/** The compared results: how many steps were done, why the next was refused, and the complete observation afterwards. */
function shown({ done, failed, after }: Outcome) {
  const { errno, reason } = failed?.refusal ?? {};
  return {
    done,
    failed: failed && (failed.step ?? failed.diagnostic.detail),
    errno,
    reason,
    seen: after && [...after.facts.values()].map(lineOf).sort(),
  };
}

/** Says which steps come next on a host with these facts. */
type Chooser = (facts: Facts) => readonly Step[];

/** Does the lists of steps on both. `history` gets what they were, for those who want to try it again. */
async function bothDo(lists: readonly Chooser[], history: string[][] = []): Promise<void> {
  const lab = simulatedLab();
  emptyLab();
  const [model, kernel] = [await lab.open(), await openLab()];
  try {
    let [there, here] = [await observe(model), await observe(kernel)];
    for (const choose of lists) {
      const steps = choose(there.facts);
      history.push(steps.map(stepText));
      const [modelled, real] = [await run(model, steps, there.generation), await run(kernel, steps, here.generation)];
      const context = `${history.flatMap((texts) => [...texts, ""]).join("\n")}${real.failed?.diagnostic.detail ?? ""}`;
      expect({ context, ...shown(real) }).toEqual({ context, ...shown(modelled) });
      [there, here] = [modelled.after!, real.after!];
    }
  } finally {
    lab.remove();
    emptyLab();
  }
}

const kept = JSON.parse(readFileSync(KEPT, "utf8")) as string[][][];

test(
  "the model and the kernel agree in every earlier counterexample",
  async () => {
    for (const lists of kept) await bothDo(lists.map((texts) => (facts) => stepsIn(texts, facts)));
  },
  LIMIT_MS,
);

test(
  `the model and the kernel agree on ${RUNS.numRuns * 4} random lists of steps`,
  async () => {
    let smallest: readonly string[][] = [];
    const property = fc.asyncProperty(tasks, async (lists) => {
      const history: string[][] = [];
      const chosen = lists.map((task) => (facts: Facts) => stepsOf(task, facts));
      await bothDo(chosen, history).catch((error: unknown) => {
        smallest = history;
        throw error;
      });
    });
    const result = await fc.check(property, { ...RUNS, interruptAfterTimeLimit: LIMIT_MS });
    if (!result.failed) return expect(result.numRuns).toBe(RUNS.numRuns);
    if (result.counterexample) writeFileSync(KEPT, `${JSON.stringify([...kept, smallest], null, 2)}\n`);
    throw result.errorInstance instanceof Error
      ? result.errorInstance
      : new Error(`Only ${result.numRuns} of ${RUNS.numRuns} runs were done in time.`);
  },
  LIMIT_MS + 60_000,
);

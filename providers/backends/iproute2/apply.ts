/** Executes the work of one host: one script, and a second one only if an object to be created already exists. */
import { diagnose, type Diagnostic } from "../../../lib/diagnostic";
import { isSettled, keyOf } from "../../../lib/kernel/kinds";
import { ROOT } from "../../../lib/kernel/fact";
import { stepRefused, trialRefused } from "../../../lib/kernel/refused";
import { trialsOf } from "../../../lib/kernel/trials";
import { lackingSecret } from "../../../lib/kernel/secrets";
import type { Step } from "../../../lib/kernel/step";
import type { Observation, Outcome, Work } from "../../../lib/ports/backend";
import { ask, observe, observed, type Host } from "./host";
import { refusalOf } from "./refusals";
import { progress, type ScriptProgress } from "./progress";
import { trialLines } from "./links/link";
import { schedule } from "./schedule";
import { applyScript } from "./script";
import type { Placed, StagedWork } from "./stage";

/** More rounds than this mean that another program is changing the host at the same time. */
const MAX_ROUNDS = 8;

/** Executes the work and returns its outcome. Never throws for anything a kernel can do. */
export async function apply(host: Host, work: Work, onStep: (done: number) => void): Promise<Outcome> {
  const lacking = lackingSecret(work);
  if (lacking) return { done: 0, failed: lacking };
  const done = progress(work.steps.length, onStep);
  let open = work.steps.map((_, n) => n);
  let generation = work.generation;
  for (let rounds = 1; ; rounds++) {
    const { failed, after, isTrial } = await round(host, { ...work, generation }, open, done);
    if (failed === undefined) return { done: done.prefix(), ...(after && { after }) };
    if (isTrial || rounds === MAX_ROUNDS || after === undefined || !isThereAlready(work.steps, failed, after)) {
      return { done: done.prefix(), failed, ...(after && { after }) };
    }
    open = stillToDo(work.steps, open, failed.step!, done, after);
    generation = after.generation;
  }
}

interface ScriptRound {
  readonly failed?: Outcome["failed"];
  readonly after?: Observation;
  /** No step of this round was executed: what failed was a trial. */
  readonly isTrial?: true;
}

/**
 * Executes the open steps. Lines run in another order than the steps (`schedule.ts`), so when one step fails, missing lines of
 * earlier steps are executed by another script: callers may rely on every step in front of the failed one being done.
 */
async function round(host: Host, work: Work, open: readonly number[], done: ScriptProgress): Promise<ScriptRound> {
  if (open.length === 0) return observeOnly(host, work);
  const { stages, empty } = schedule(
    open.map((n) => work.steps[n]!),
    host.names,
  );
  const here = withTrials(renumbered(stages, open), host, work, open);
  done.expect([...here.flatMap((stage) => [...stage.values()].flat())].map(({ steps }) => steps));
  done.finished(empty.map((n) => open[n]!));
  let result = await attempt(host, work, here, done);
  for (let rest = lacking(here, result, done); rest.length > 0; rest = lacking(rest, result, done)) {
    const again = await attempt(host, { ...work, generation: result.after!.generation }, rest, done);
    result = again.failed ? again : { failed: result.failed!, ...(again.after && { after: again.after }) };
    if (!again.failed) break;
  }
  return result;
}

/** The same lines, with the step numbers of the whole work. */
function renumbered(stages: readonly StagedWork[], open: readonly number[]): readonly StagedWork[] {
  return mapLines(stages, ({ line, steps }) => [{ line, steps: steps.map((n) => open[n]!) }]);
}

/** The lines, with trials of what is not done yet in front of all others. */
function withTrials(stages: readonly StagedWork[], host: Host, work: Work, open: readonly number[]): readonly StagedWork[] {
  const [, count] = work.generation.split(".");
  const trials = trialsOf(
    open.map((n) => work.steps[n]!),
    (n) => `nwt${count}.${n}`,
  );
  if (trials.length === 0) return stages;
  const lines = trials.flatMap(({ step, link }) =>
    trialLines(link, host.names).map((line): Placed => ({ line, steps: [open[step]!], isTrial: true })),
  );
  const [first = new Map<string, readonly Placed[]>(), ...rest] = stages;
  return [new Map(first).set(ROOT, [...lines, ...(first.get(ROOT) ?? [])]), ...rest];
}

/** The lines that are not done yet of steps in front of the failed one. */
function lacking(stages: readonly StagedWork[], { failed, after, isTrial }: ScriptRound, done: ScriptProgress): readonly StagedWork[] {
  const step = failed?.step;
  if (isTrial || step === undefined || after === undefined) return [];
  const rest = mapLines(stages, (placed) => (placed.steps[0]! < step && !done.hasLine(placed) ? [placed] : []));
  return rest.some((stage) => stage.size > 0) ? rest : [];
}

function mapLines(stages: readonly StagedWork[], map: (placed: Placed) => readonly Placed[]): readonly StagedWork[] {
  return stages.map((stage) => {
    const spaces = [...stage].map(([netns, lines]) => [netns, lines.flatMap(map)] as const);
    return new Map(spaces.filter(([, lines]) => lines.length > 0));
  });
}

/** One script, up to its first failure. */
async function attempt(host: Host, work: Work, stages: readonly StagedWork[], done: ScriptProgress): Promise<ScriptRound> {
  const script = applyScript(stages, work, host.names);
  const finish = (file: string, lines = Infinity) =>
    script.files
      .get(file)
      ?.slice(0, lines)
      .forEach((placed) => done.line(placed));
  const asked = await ask(host, "apply", script.text, finish);
  if (!asked.ok) return { failed: { diagnostic: asked.diagnostics[0]! } };
  const { failed } = asked.value;
  const snapshot = observed(host, asked.value, work.scope);
  const after = snapshot.ok ? snapshot.value : undefined;
  if (!failed) return after ? { after } : { failed: { diagnostic: unreadAfterwards(host, snapshot.diagnostics) } };
  const blamed = script.files.get(failed.file)?.[failed.line - 1];
  if (!blamed) return { failed: { diagnostic: unknownPoint(host, failed.words) }, ...(after && { after }) };
  // A transaction that failed changed nothing.
  if (blamed.line.command.do !== "nft") finish(failed.file, failed.line - 1);
  const step = blamed.steps[0]!;
  const refusal = refusalOf(wordsOf(failed.words));
  if (blamed.isTrial)
    return {
      failed: { step, diagnostic: trialRefused(work.steps[step]!, step, refusal), refusal },
      ...(after && { after }),
      isTrial: true,
    };
  return { failed: { step, diagnostic: stepRefused(work.steps[step]!, step, refusal), refusal }, ...(after && { after }) };
}

async function observeOnly(host: Host, work: Work): Promise<ScriptRound> {
  const snapshot = await observe(host, work.scope);
  return snapshot.ok ? { after: snapshot.value } : { failed: { diagnostic: snapshot.diagnostics[0]! } };
}

/** ip prefixes some kernel messages with `Error:`, others with `RTNETLINK answers:`. */
function wordsOf(words: readonly string[]): string {
  return (
    words
      .filter((line) => line !== "")
      .join(" ")
      .replace(/^(Error|RTNETLINK answers): /, "") || "no reason was given"
  );
}

/** Every step was reported as done, but the resulting state could not be read. */
function unreadAfterwards({ name }: Host, unread: readonly Diagnostic[]): Diagnostic {
  const details = unread.map(({ detail }) => detail).join(" ");
  return diagnose(
    "host-unread",
    `The work on host "${name}" was done, but the resulting state could not be read. ${details} Apply again.`,
    {
      host: name,
    },
  );
}

function unknownPoint({ name }: Host, words: readonly string[]): Diagnostic {
  const detail = `The script on host "${name}" stopped at an unknown step: ${wordsOf(words)} Apply again: it continues from the actual state of the host.`;
  return diagnose("kernel-unknown-failure", detail, { host: name });
}

/** Whether the step's goal is already reached. */
function holds({ verb, fact }: Step, { facts }: Observation): boolean {
  const actual = facts.get(keyOf(fact));
  return verb === "del" ? actual === undefined : actual !== undefined && isSettled(actual, fact);
}

/** Adding an object that already exists as wanted counts as success; the kernel answers with an error, so it is checked here. */
function isThereAlready(steps: readonly Step[], { step }: NonNullable<ScriptRound["failed"]>, after: Observation): boolean {
  return step !== undefined && steps[step]!.verb === "add" && holds(steps[step]!, after);
}

/** Steps whose object already exists are done, unless a deletion still to come could remove it. */
function stillToDo(steps: readonly Step[], open: readonly number[], failed: number, done: ScriptProgress, after: Observation): number[] {
  const rest = open.filter((n) => !done.has(n));
  const growing = rest.every((n) => steps[n]!.verb !== "del");
  const there = rest.filter((n) => n === failed || (growing && holds(steps[n]!, after)));
  done.finished(there);
  return rest.filter((n) => !there.includes(n));
}

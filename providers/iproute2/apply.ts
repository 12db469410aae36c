/** Does the work of one host: one script, and a second one only when an object that is to be made turns out to be there. */
import { diagnose, type Diagnostic } from "../../lib/diagnostic";
import { isSettled, keyOf } from "../../lib/kernel/kinds";
import { stepRefused } from "../../lib/kernel/refused";
import { lackingSecret } from "../../lib/kernel/secrets";
import type { Step } from "../../lib/kernel/step";
import type { Observation, Outcome, Work } from "../../lib/io";
import { ask, observe, observed, type Host } from "./host";
import { progress, type Progress } from "./progress";
import { schedule } from "./schedule";
import { applyScript } from "./script";
import type { Placed, Stage } from "./stage";

/** More rounds than this mean that something else is at work on the host. */
const MAX_ROUNDS = 8;

/** Does the work, and says how it ended. Never throws for what a kernel can do. */
export async function apply(host: Host, work: Work, onStep: (done: number) => void): Promise<Outcome> {
  const lacking = lackingSecret(work);
  if (lacking) return { done: 0, failed: lacking };
  const done = progress(work.steps.length, onStep);
  let open = work.steps.map((_, n) => n);
  let generation = work.generation;
  for (let rounds = 1; ; rounds++) {
    const { failed, after } = await round(host, { ...work, generation }, open, done);
    if (failed === undefined) return { done: done.prefix(), ...(after && { after }) };
    if (rounds === MAX_ROUNDS || after === undefined || !isThereAlready(work.steps, failed, after)) {
      return { done: done.prefix(), failed, ...(after && { after }) };
    }
    open = stillToDo(work.steps, open, failed.step!, done, after);
    generation = after.generation;
  }
}

interface Round {
  readonly failed?: { readonly step?: number; readonly diagnostic: Diagnostic };
  readonly after?: Observation;
}

/**
 * Does the open steps. Lines run in another order than the steps (`schedule.ts`), so when one step fails, what earlier
 * steps still lack is done in another script: whoever reads the outcome may rely on all steps in front of the failed one.
 */
async function round(host: Host, work: Work, open: readonly number[], done: Progress): Promise<Round> {
  if (open.length === 0) return look(host, work);
  const { stages, empty } = schedule(
    open.map((n) => work.steps[n]!),
    host.names,
  );
  const here = renumbered(stages, open);
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

/** The same lines with step numbers of the whole work. */
function renumbered(stages: readonly Stage[], open: readonly number[]): readonly Stage[] {
  return mapLines(stages, ({ line, steps }) => [{ line, steps: steps.map((n) => open[n]!) }]);
}

/** The lines of steps in front of the failed one that are not done. */
function lacking(stages: readonly Stage[], { failed, after }: Round, done: Progress): readonly Stage[] {
  const step = failed?.step;
  if (step === undefined || after === undefined) return [];
  const rest = mapLines(stages, (placed) => (placed.steps[0]! < step && !done.hasLine(placed) ? [placed] : []));
  return rest.some((stage) => stage.size > 0) ? rest : [];
}

function mapLines(stages: readonly Stage[], map: (placed: Placed) => readonly Placed[]): readonly Stage[] {
  return stages.map((stage) => {
    const spaces = [...stage].map(([netns, lines]) => [netns, lines.flatMap(map)] as const);
    return new Map(spaces.filter(([, lines]) => lines.length > 0));
  });
}

/** One script, up to its first failure. */
async function attempt(host: Host, work: Work, stages: readonly Stage[], done: Progress): Promise<Round> {
  const script = applyScript(stages, work, host.names);
  const finish = (file: string, lines = Infinity) =>
    script.files
      .get(file)
      ?.slice(0, lines)
      .forEach((placed) => done.line(placed));
  const asked = await ask(host, "apply", script.text, finish);
  if (!asked.ok) return { failed: { diagnostic: asked.diagnostics[0]! } };
  const { failed } = asked.value;
  const seen = observed(host, asked.value, work.scope);
  const after = seen.ok ? seen.value : undefined;
  if (!failed) return after ? { after } : { failed: { diagnostic: unreadAfterwards(host, seen.diagnostics[0]!) } };
  const blamed = script.files.get(failed.file)?.[failed.line - 1];
  if (!blamed) return { failed: { diagnostic: unknownPoint(host, failed.words) }, ...(after && { after }) };
  // Of a transaction that failed nothing was done.
  if (blamed.line.tool !== "nft") finish(failed.file, failed.line - 1);
  const step = blamed.steps[0]!;
  return { failed: { step, diagnostic: stepRefused(work.steps[step]!, step, wordsOf(failed.words)) }, ...(after && { after }) };
}

async function look(host: Host, work: Work): Promise<Round> {
  const seen = await observe(host, work.scope);
  return seen.ok ? { after: seen.value } : { failed: { diagnostic: seen.diagnostics[0]! } };
}

/** ip begins some of the kernel's words with `Error:`, others with `RTNETLINK answers:`. */
function wordsOf(words: readonly string[]): string {
  return (
    words
      .filter((line) => line !== "")
      .join(" ")
      .replace(/^(Error|RTNETLINK answers): /, "") || "no reason was given"
  );
}

/** All was done, as far as the host said; what came of it is not known. */
function unreadAfterwards({ name }: Host, { detail }: Diagnostic): Diagnostic {
  return diagnose("host-unread", `The work on host "${name}" was done, but not what came of it could be seen. ${detail} Apply again.`, {
    host: name,
  });
}

function unknownPoint({ name }: Host, words: readonly string[]): Diagnostic {
  const detail = `The script on host "${name}" stopped, and it is not known at which step: ${wordsOf(words)} Apply again: it goes on from what is really there.`;
  return diagnose("kernel-unknown-failure", detail, { host: name });
}

/** Whether what the step is for is so. */
function holds({ verb, fact }: Step, { facts }: Observation): boolean {
  const actual = facts.get(keyOf(fact));
  return verb === "del" ? actual === undefined : actual !== undefined && isSettled(actual, fact);
}

/** Adding what is there as it should be succeeds: the kernel refuses it, so it is looked at here. */
function isThereAlready(steps: readonly Step[], { step }: NonNullable<Round["failed"]>, after: Observation): boolean {
  return step !== undefined && steps[step]!.verb === "add" && holds(steps[step]!, after);
}

/** What is there already is done, as long as no deletion is still to come that might take it away. */
function stillToDo(steps: readonly Step[], open: readonly number[], failed: number, done: Progress, after: Observation): number[] {
  const rest = open.filter((n) => !done.has(n));
  const growing = rest.every((n) => steps[n]!.verb !== "del");
  const there = rest.filter((n) => n === failed || (growing && holds(steps[n]!, after)));
  done.finished(there);
  return rest.filter((n) => !there.includes(n));
}

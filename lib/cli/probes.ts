/** What must succeed for a change to be confirmed. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import type { CliEnvironment, ReachQuestion } from "./doors";
import { reachAsked, reachesOf, type ReachAsked, type ReachGround } from "./reach";

/** Tries once, within milliseconds; empty where it succeeds. */
export type Probe = (doors: Pick<CliEnvironment, "processes" | "cwd" | "reach">, within: number) => Promise<readonly Diagnostic[]>;

/** A probe of a stack that is planned. It fails where the stack has not what it names. */
export type StackProbe = (ground: ReachGround) => Result<Probe>;

const COMMAND = "run:";
const REACH = "reach:";

/** The last lines of a failed command that are shown. */
const SHOWN = 3;

/** `path`: nothing beside the new connection to each host, which every round has. */
const path: Probe = () => Promise.resolve([]);

function command(text: string): Probe {
  return async ({ processes, cwd }, within) => {
    const { code, stdout, stderr, isLate } = await processes.run(text, { cwd: cwd(), env: {}, within });
    if (isLate) return [diagnose("confirmation-missed", `The probe \`${text}\` did not end in time, so it was stopped.`)];
    if (code === 0) return [];
    return [diagnose("confirmation-missed", `The probe \`${text}\` ended with exit code ${code}${lastOf(stdout, stderr)}`)];
  };
}

function lastOf(stdout: string, stderr: string): string {
  const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-SHOWN).join(" ");
  return last === "" ? "." : `: ${last}`;
}

function reaching(asked: ReachAsked): StackProbe {
  return (ground) => {
    const questions = reachesOf(asked, ground);
    if (!questions.ok) return questions;
    return ok(async (doors, within) => (await Promise.all(questions.value.map((one) => reached(asked, one, doors, within)))).flat());
  };
}

async function reached(
  asked: ReachAsked,
  question: ReachQuestion,
  doors: Parameters<Probe>[0],
  within: number,
): Promise<readonly Diagnostic[]> {
  const answer = await doors.reach(question, within);
  if (!answer.ok) return answer.diagnostics;
  const { code, stdout, stderr } = answer.value;
  if (code === 0) return [];
  const at = question.port === undefined ? "" : ` at TCP port ${question.port}`;
  const whose = asked.to === question.address ? "" : ` of ${asked.to}`;
  const detail = `From ${asked.from} on host "${question.host}", ${question.address}${whose} does not answer${at}${lastOf(stdout, stderr)}`;
  return [diagnose("confirmation-missed", detail, { host: question.host })];
}

function probeOf(text: string): Result<StackProbe> {
  if (text === "path") return ok(() => ok(path));
  const words = text.startsWith(COMMAND) ? text.slice(COMMAND.length).trim() : "";
  if (words !== "") return ok(() => ok(command(words)));
  const asked = text.startsWith(REACH) ? reachAsked(text.slice(REACH.length)) : undefined;
  if (asked !== undefined) return ok(reaching(asked));
  const detail = `--probe ${JSON.stringify(text)} is none of "path", a new connection to each host; "reach:FROM,TO" or "reach:FROM,TO,PORT/tcp" with a container and another one or an address, such as "reach:web,db,5432/tcp"; and "run:" with a command of this machine that succeeds, such as "run:curl -sf http://192.0.2.10:8080".`;
  return fail(diagnose("invalid-option-value", detail));
}

/** The probes of these texts. */
export function probesOf(texts: readonly string[]): Result<readonly StackProbe[]> {
  return all(texts.map(probeOf));
}

/** The probes of a stack that is planned: with the errors of all that name what it has not. */
export function probesIn(probes: readonly StackProbe[], ground: ReachGround): Result<readonly Probe[]> {
  return all(probes.map((probe) => probe(ground)));
}

/** Tries all of them once, at the same time. */
export async function tried(probes: readonly Probe[], doors: Parameters<Probe>[0], within: number): Promise<readonly Diagnostic[]> {
  return (await Promise.all(probes.map((probe) => probe(doors, within)))).flat();
}

function all<T>(found: readonly Result<T>[]): Result<readonly T[]> {
  const problems = found.flatMap(({ diagnostics }) => diagnostics);
  return hasErrors(problems) ? fail(...problems) : ok(found.flatMap((one) => (one.ok ? [one.value] : [])));
}

/** What must succeed for a change to be confirmed. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { CliEnvironment } from "./doors";

/** Tries once, within milliseconds; empty where it succeeds. */
export type Probe = (doors: Pick<CliEnvironment, "processes" | "cwd">, within: number) => Promise<readonly Diagnostic[]>;

const COMMAND = "run:";

/** The last lines of a failed command that are shown. */
const SHOWN = 3;

/** `path`: nothing beside the new connection to each host, which every round has. */
const path: Probe = () => Promise.resolve([]);

function command(text: string): Probe {
  return async ({ processes, cwd }, within) => {
    const { code, stdout, stderr, isLate } = await processes.run(text, { cwd: cwd(), env: {}, within });
    if (isLate) return [diagnose("confirmation-missed", `The probe \`${text}\` did not end in time, so it was stopped.`)];
    if (code === 0) return [];
    const last = `${stdout}\n${stderr}`.trim().split("\n").slice(-SHOWN).join(" ");
    return [diagnose("confirmation-missed", `The probe \`${text}\` ended with exit code ${code}${last === "" ? "." : `: ${last}`}`)];
  };
}

function probeOf(text: string): Result<Probe> {
  if (text === "path") return ok(path);
  const words = text.startsWith(COMMAND) ? text.slice(COMMAND.length).trim() : "";
  if (words !== "") return ok(command(words));
  const detail = `--probe ${JSON.stringify(text)} is neither "path", a new connection to each host, nor "run:" and a command of this machine that succeeds, such as "run:curl -sf http://192.0.2.10:8080".`;
  return fail(diagnose("invalid-option-value", detail));
}

/** The probes of these texts. */
export function probesOf(texts: readonly string[]): Result<readonly Probe[]> {
  const found = texts.map(probeOf);
  const problems = found.flatMap(({ diagnostics }) => diagnostics);
  return problems.length > 0 ? fail(...problems) : ok(found.flatMap((one) => (one.ok ? [one.value] : [])));
}

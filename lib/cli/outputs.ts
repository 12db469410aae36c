/** The formats in which a command writes one report, each to its file: `--format sarif --out d.sarif --format html --out d.html`. */
import { resolve } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import { plainLook, type TerminalStyle } from "../report/look";
import { unwritable } from "./out";
import type { ParsedFlags } from "./parse";
import { print, type CliSession } from "./session";

/** A format, and the file for it; standard output without one. */
export interface ReportOutput {
  readonly format: string;
  readonly out?: string;
}

/** What is to be written, and all errors in it, before the work for it is done. `formats`: those that there are, the default one first. */
export async function readOutputs(session: CliSession, formats: readonly string[]): Promise<Result<readonly ReportOutput[]>> {
  const { outputs, problems } = pairsOf(session.given, formats);
  const unknown = outputs.filter(({ format }) => !formats.includes(format)).map(({ format }) => unknownFormat(format, formats));
  const obstacles = await Promise.all(outputs.flatMap(({ out }) => (out === undefined ? [] : [unwritable(session, out, "The report")])));
  const all = [...problems, ...unknown, ...shared(outputs, session.doors.cwd()), ...obstacles.filter((one) => one !== undefined)];
  return all.length > 0 ? fail(...all) : ok(outputs);
}

/** An `--out` is for the format before it; one that stands before all formats is for the first. */
function pairsOf(
  given: ParsedFlags,
  [usual = ""]: readonly string[],
): { readonly outputs: readonly ReportOutput[]; readonly problems: readonly Diagnostic[] } {
  const outputs: { format: string; out?: string }[] = [];
  const problems: Diagnostic[] = [];
  let early: string | undefined;
  for (const { name, value } of given.inOrder("format", "out")) {
    const last = outputs.at(-1);
    if (name === "format") outputs.push({ format: value, ...(outputs.length === 0 && early !== undefined && { out: early }) });
    else if (last === undefined && early === undefined) early = value;
    else if (last === undefined || last.out !== undefined) problems.push(surplus(value, last?.format));
    else last.out = value;
  }
  if (outputs.length > 0) return { outputs, problems };
  const format = given.isOn("json") ? "json" : usual;
  return { outputs: [{ format, ...(early !== undefined && { out: early }) }], problems };
}

function surplus(out: string, format: string | undefined): Diagnostic {
  const before = format === undefined ? "no --format stands before it" : `--format ${format} before it has a file already`;
  return diagnose(
    "invalid-option-value",
    `--out ${JSON.stringify(out)} has no format: ${before}. Write --format FORMAT before each --out, or leave it out.`,
  );
}

function unknownFormat(format: string, formats: readonly string[]): Diagnostic {
  const list = `${formats.slice(0, -1).join(", ")} and ${formats.at(-1)!}`;
  return diagnose("invalid-option-value", `--format ${JSON.stringify(format)} is no format of this command. The formats are ${list}.`);
}

/** Formats that would be mixed in one place. */
function shared(outputs: readonly ReportOutput[], folder: string): readonly Diagnostic[] {
  const places = new Map<string | undefined, ReportOutput[]>();
  for (const output of outputs) {
    const place = output.out === undefined ? undefined : resolve(folder, output.out);
    places.set(place, [...(places.get(place) ?? []), output]);
  }
  return [...places.values()].flatMap((there) => {
    if (there.length < 2) return [];
    const [out, formats] = [there[0]?.out, there.map(({ format }) => format)];
    const where = out === undefined ? "to standard output" : `to ${JSON.stringify(out)}`;
    return [
      diagnose(
        "invalid-option-value",
        `The formats ${formats.join(" and ")} would all be written ${where}. Give each an --out of its own.`,
      ),
    ];
  });
}

/** Another user's program collects it: it is readable by all, whatever the umask is. Other files follow the umask, or keep their mode. */
const COLLECTED = "prometheus";

/** Writes each output. `written` makes the pieces of a format; text for people depends on where it is shown. */
export async function writeOutputs(
  session: CliSession,
  outputs: readonly ReportOutput[],
  written: (format: string, look: TerminalStyle) => Iterable<string>,
): Promise<Result<void>> {
  const failures: Diagnostic[] = [];
  for (const { format, out } of outputs) {
    if (out === undefined) print(session, written(format, session.look));
    else failures.push(...(await session.doors.files.write(out, written(format, plainLook), { shared: format === COLLECTED })).diagnostics);
  }
  return failures.length > 0 ? fail(...failures) : ok(undefined);
}

/** The formats in which a command writes one report, each to its file: `--format sarif --out d.sarif --format html --out d.html`. */
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
  const all = [...problems, ...unknown, ...shared(outputs), ...obstacles.filter((one) => one !== undefined)];
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
function shared(outputs: readonly ReportOutput[]): readonly Diagnostic[] {
  const places = new Map<string | undefined, string[]>();
  for (const { format, out } of outputs) places.set(out, [...(places.get(out) ?? []), format]);
  return [...places].flatMap(([out, formats]) => {
    if (formats.length < 2) return [];
    const where = out === undefined ? "to standard output" : `to ${JSON.stringify(out)}`;
    return [
      diagnose(
        "invalid-option-value",
        `The formats ${formats.join(" and ")} would all be written ${where}. Give each an --out of its own.`,
      ),
    ];
  });
}

/** Writes each output. `written` makes the pieces of a format; text for people depends on where it is shown. */
export async function writeOutputs(
  session: CliSession,
  outputs: readonly ReportOutput[],
  written: (format: string, look: TerminalStyle) => Iterable<string>,
): Promise<Result<void>> {
  const failures: Diagnostic[] = [];
  for (const { format, out } of outputs) {
    if (out === undefined) print(session, written(format, session.look));
    else failures.push(...(await session.doors.files.write(out, written(format, plainLook), { shared: true })).diagnostics);
  }
  return failures.length > 0 ? fail(...failures) : ok(undefined);
}

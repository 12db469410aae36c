import type { Diagnostic } from "../diagnostic";
import { arranged, diagnosticJson, diagnosticsText } from "../report/diagnostics";
import { colouredLook, plainLook, terminalLook, type TerminalStyle } from "../report/look";
import { isColoured } from "./colour";
import type { CliEnvironment, Env } from "./doors";
import type { ParsedFlags } from "./parse";

/** One run of a command: its arguments and its environment. */
export interface CliSession {
  readonly given: ParsedFlags;
  readonly doors: CliEnvironment;
  readonly env: Env;
  readonly look: TerminalStyle;
  /** Whether to print only JSON. */
  readonly json: boolean;
  readonly version: string;
}

export function session(given: ParsedFlags, doors: CliEnvironment, env: Env, version: string): CliSession {
  const { interactive, columns } = doors.terminal;
  const colour = !given.isOn("no-color") && isColoured(env, interactive);
  const formats = given.list("format");
  const json = given.isOn("json") || (formats.length > 0 && formats.every((format) => format === "json"));
  return { given, doors, env, json, version, look: interactive ? terminalLook(columns, colour) : colour ? colouredLook : plainLook };
}

/** Buffer size for output, in characters. */
const PIECE = 1 << 16;

/** Writes a report in pieces of a sensible size. */
export function print({ doors }: CliSession, pieces: Iterable<string>): void {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < PIECE) continue;
    doors.terminal.out(waiting.join(""));
    waiting = [];
    length = 0;
  }
  if (waiting.length > 0) doors.terminal.out(waiting.join(""));
}

export function printJson(session: CliSession, value: unknown): void {
  print(session, [`${JSON.stringify(value)}\n`]);
}

/** Prints diagnostics to stderr; with `--json` the program prints only data. */
export function complain(session: CliSession, diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length === 0 || session.json) return;
  session.doors.terminal.err([...diagnosticsText(diagnostics, session.look)].join(""));
}

/** Ends a failed command. */
export function failed(session: CliSession, diagnostics: readonly Diagnostic[]): 1 {
  complain(session, diagnostics);
  if (session.json) printJson(session, failure(diagnostics));
  return 1;
}

/** What a failed command prints in JSON. */
export function failure(diagnostics: readonly Diagnostic[]) {
  return { format_version: "1.0", errored: true, diagnostics: arranged(diagnostics).map(diagnosticJson) };
}

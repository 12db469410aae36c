import { concealing } from "../engine/conceal";
import type { DriftLine, DriftReport } from "../engine";
import { backendLine } from "./backends";
import { diagnosticJson } from "./diagnostics";
import type { Fact } from "../kernel/fact";
import { headOf, parseLine, partsOf } from "../kernel/line";
import { betweenLines, partLines } from "./fact-lines";
import { byHost } from "./host-order";
import { harmless, shown, type TerminalStyle } from "./look";

const words: Readonly<Record<DriftLine["what"], string>> = {
  missing: "is gone",
  changed: "has changed",
  unmarked: "has lost its mark",
  conflict: "is in use elsewhere on the link",
  unexpected: "is unexpected",
};

/** The drift report, line by line with the owners. The first line names the backend, the last line counts. */
export function* driftText(report: DriftReport, seen: TerminalStyle): Generator<string> {
  const look = { ...seen, conceal: concealing(report.secrets) };
  yield backendLine(report.backends);
  for (const line of byHost(report.lines, ({ line }) => line)) {
    const { text, parts } = linesOf(line, look);
    const sign = signOf(line, look);
    yield `${sign} ${shown(text, look)}\n${parts.join("")}    ${words[line.what]}${line.what === "unexpected" ? " at" : "; belongs to"} ${harmless(named(line.owners))}\n`;
  }
  yield `${report.lines.length > 0 ? "\n" : ""}${look.paint("bold", driftLine(report))}\n`;
}

function signOf({ what }: DriftLine, { paint }: TerminalStyle): string {
  if (what === "missing") return paint("red", "-");
  return what === "unexpected" ? paint("green", "+") : paint("yellow", "~");
}

/** The line of a missing or changed fact; for a chain its rules below it: `-` for a missing one, `+` for one that others added. */
function linesOf({ what, line, actual }: DriftLine, look: TerminalStyle): { readonly text: string; readonly parts: readonly string[] } {
  const [wanted, found] = [factOf(line), what === "changed" && actual !== undefined ? factOf(actual) : undefined];
  if (wanted !== undefined && partsOf(wanted) !== undefined) return { text: headOf(wanted), parts: partLines(wanted, found, look, INDENT) };
  return { text: what === "changed" && actual !== undefined ? betweenLines(line, actual) : line, parts: [] };
}

function factOf(line: string): Fact | undefined {
  const parsed = parseLine(line);
  return parsed.ok ? parsed.value : undefined;
}

const INDENT = " ".repeat(4);

/** The largest number of owners shown for one line. */
const MOST_OWNERS = 3;

function named(owners: readonly string[]): string {
  const more = owners.length - MOST_OWNERS;
  return more > 1 ? `${owners.slice(0, MOST_OWNERS).join(", ")} and ${more} more` : owners.join(", ");
}

function driftLine({ lines, unread, instances, facts, unapplied }: DriftReport): string {
  const compared = `${count(facts, "kernel object")} of ${count(instances, "resource")} compared`;
  const blind = unread.length === 0 ? "" : ` Not read: ${unread.map((host) => `host ${harmless(JSON.stringify(host))}`).join(", ")}.`;
  if (facts === 0 && blind !== "") return `Nothing was compared.${blind}`;
  if (unapplied) return `Nothing was compared: the state has no resources, and the configuration declares some. ${compared}.`;
  if (lines.length === 0) return `${blind === "" ? "No drift." : "No drift where it was read."} ${compared}.${blind}`;
  const owners = new Set(lines.flatMap((line) => line.owners)).size;
  return `Drift: ${count(lines.length, "line")} in ${count(owners, "resource")}; ${compared}. ${remedy(lines)}${blind}`;
}

/** An object that has lost its mark is foreign to an apply. */
function remedy(lines: DriftReport["lines"]): string {
  if (!lines.some(({ what }) => what === "unmarked")) return '"netweft apply" repairs it.';
  return '"netweft apply" repairs it, except objects that have lost their mark: they are foreign now, and an apply refuses to touch them. Its error lists the commands that take them over again.';
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}

/** The report as data. */
export function driftJson({
  backends,
  lines,
  secrets,
  unread,
  instances,
  facts,
  unapplied,
  diagnostics,
}: DriftReport): Readonly<Record<string, unknown>> {
  const conceal = concealing(secrets);
  const drift = lines.map((line) => ({
    ...line,
    line: conceal(line.line),
    ...(line.actual !== undefined && { actual: conceal(line.actual) }),
  }));
  return {
    format_version: "1.0",
    backends,
    drift,
    unread,
    resources: instances,
    facts,
    unapplied,
    diagnostics: diagnostics.map(diagnosticJson),
  };
}

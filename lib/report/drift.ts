import type { DriftLine, DriftReport } from "../engine";
import { diagnosticJson } from "./diagnostics";
import { betweenLines } from "./fact-lines";
import { harmless, type Look } from "./look";

const words: Readonly<Record<DriftLine["what"], string>> = {
  missing: "is gone",
  changed: "has changed",
  unmarked: "has lost its mark",
  refused: "is used by somebody else on the link",
};

/** What differs from what was made, line by line with its owners. The last line counts. */
export function* driftText(report: DriftReport, look: Look): Generator<string> {
  for (const line of report.lines) {
    const text = line.what === "changed" && line.actual !== undefined ? betweenLines(line.line, line.actual) : line.line;
    const sign = line.what === "missing" ? look.paint("red", "-") : look.paint("yellow", "~");
    yield `${sign} ${text}\n    ${words[line.what]}; belongs to ${harmless(line.owners.join(", "))}\n`;
  }
  yield `${report.lines.length > 0 ? "\n" : ""}${look.paint("bold", driftLine(report))}\n`;
}

function driftLine({ lines, instances, facts }: DriftReport): string {
  const compared = `${count(facts, "kernel object")} of ${count(instances, "resource")} compared`;
  if (lines.length === 0) return `No drift. ${compared}.`;
  const owners = new Set(lines.flatMap((line) => line.owners)).size;
  return `Drift: ${count(lines.length, "line")} in ${count(owners, "resource")}; ${compared}. "netweft apply" puts them right.`;
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}

/** The same as data. */
export function driftJson({ lines, instances, facts, diagnostics }: DriftReport): Readonly<Record<string, unknown>> {
  return { format_version: "1.0", drift: lines, resources: instances, facts, diagnostics: diagnostics.map(diagnosticJson) };
}

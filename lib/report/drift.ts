import { concealing } from "../engine/conceal";
import type { DriftReport } from "../engine";
import { diagnosticJson } from "./diagnostics";

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

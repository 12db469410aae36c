import { hasErrors } from "../../diagnostic";
import { exitCodeOf } from "../../drift/exit-code";
import type { StackFindings } from "../../drift/finding";
import { driftFormats, type DriftFormat } from "../../report/drift/formats";
import { driftText } from "../../report/drift/text";
import { plainLook, type TerminalStyle } from "../../report/look";
import { readDriftInputs } from "../drift/inputs";
import { driftReports } from "../drift/reports";
import { unwritableOut } from "../out";
import { complain, failed, print, type CliSession } from "../session";

/** `netweft drift`: what differs from the applied state. Neither the state nor any host is written. */
export async function drift(session: CliSession): Promise<number> {
  const { given, doors } = session;
  const unusable = await unwritableOut(session, "The report");
  if (unusable) return failed(session, [unusable]);
  const inputs = await readDriftInputs(session);
  if (!inputs.ok) return failed(session, inputs.diagnostics);
  const reports = await driftReports(session, inputs.value);
  if (!reports.ok) return failed(session, reports.diagnostics);
  const [out, format] = [given.value("out"), session.json ? "json" : (given.value("format") ?? "text")];
  const pieces =
    format === "text"
      ? texts(reports.value, out === undefined ? session.look : plainLook)
      : driftFormats[format as DriftFormat](reports.value, { version: session.version });
  const written = out === undefined ? print(session, pieces) : await doors.files.write(out, pieces);
  if (written && !written.ok) return failed(session, written.diagnostics);
  complain(
    session,
    reports.value.flatMap(({ diagnostics }) => diagnostics).filter((one) => format === "text" || hasErrors([one])),
  );
  return exitCodeOf(reports.value, given.isOn("detailed-exitcode"), inputs.value.failOn);
}

/** The reports one below the other; with several, each below the name of its stack. */
function* texts(reports: readonly StackFindings[], look: TerminalStyle): Generator<string> {
  for (const [n, report] of reports.entries()) {
    if (reports.length > 1) yield `${n === 0 ? "" : "\n"}${look.paint("bold", `Stack ${report.stack}`)}\n`;
    yield* driftText(report, look);
  }
}

import { diagnose, hasErrors } from "../../diagnostic";
import { findDrift, whileOpen } from "../../engine";
import { stackFindings } from "../../drift/report";
import { driftJson } from "../../report/drift";
import { driftText } from "../../report/drift/text";
import { plainLook } from "../../report/look";
import { complain, failed, print, type CliSession } from "../session";
import { openHostsFor } from "../hosts";
import { unwritableOut } from "../out";
import { openStack } from "../stack";
import { loadStackState } from "../left-behind";
import { registry } from "../../resources";

/** `netweft drift`: what differs from the applied state. Neither the state nor any host is written. */
export async function drift(session: CliSession): Promise<number> {
  const { given, doors } = session;
  const format = session.json ? "json" : (given.value("format") ?? "text");
  if (format !== "text" && format !== "json")
    return failed(session, [diagnose("invalid-option-value", `--format ${JSON.stringify(format)} is neither text nor json.`)]);
  const unusable = await unwritableOut(session, "The report");
  if (unusable) return failed(session, [unusable]);
  const stack = await openStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const state = await loadStackState(stack.value, session);
  if (!state.ok) return failed(session, state.diagnostics);
  const { configuration, backend } = stack.value;
  const request = { configuration, state: state.value, backend };
  const [observedAt, began] = [doors.clock.now(), doors.clock.monotonic()];
  const opened = await openHostsFor(session, request);
  const found = await whileOpen(opened, (hosts) => findDrift({ ...request, world: { types: registry, hosts, clock: doors.clock } }));
  if (!found.ok) return failed(session, found.diagnostics);
  const seconds = (doors.clock.monotonic() - began) / 1000;
  const file = configuration.files[0] ?? "terraform.tfstate";
  const report = stackFindings({ found: found.value, ...request, types: registry, file, observedAt, seconds, ignores: [] });
  const out = given.value("out");
  const look = out === undefined ? session.look : plainLook;
  const pieces = format === "json" ? [`${JSON.stringify(driftJson(found.value))}\n`] : driftText(report, look);
  const written = out === undefined ? print(session, pieces) : await doors.files.write(out, pieces);
  if (written && !written.ok) return failed(session, written.diagnostics);
  if (format === "text") complain(session, [...stack.diagnostics, ...report.diagnostics]);
  if (hasErrors(report.diagnostics)) return 1;
  if (!given.isOn("detailed-exitcode")) return 0;
  return report.unapplied ? 3 : report.findings.length + report.expired.length > 0 ? 2 : 0;
}

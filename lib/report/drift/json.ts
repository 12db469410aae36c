import type { EarlierFinding, Finding, Ignore, ResolvedFinding, StackFindings, UnreadStack } from "../../drift/finding";
import { findingClasses } from "../../drift/finding";
import type { Topology } from "../../drift/topology";
import type { Impact } from "../../reconcile/plan";
import { diagnosticJson } from "../diagnostics";
import { jsonList, jsonObject } from "../json-text";
import { withoutSecrets } from "../../drift/concealed";
import { countsBySeverity } from "./words";

/** The version of the report's JSON. Its members are in `docs/reference/drift.schema.json`; new ones may be added to a version. */
export const DRIFT_FORMAT = "2.0";

/** The reports on all stacks as one JSON object, in pieces. */
export function* driftJson(stacks: readonly StackFindings[], version: string, unread: readonly UnreadStack[] = []): Generator<string> {
  const problems = unread.flatMap(({ diagnostics }) => diagnostics);
  const before = unread.flatMap(({ stack, before: known }) =>
    known === undefined ? [] : [{ stack, findings: [...known.values()].map(earlierJson) }],
  );
  yield* jsonObject([
    ["format_version", DRIFT_FORMAT],
    ["netweft_version", version],
    ["stacks", jsonList(stacks.map((stack) => stackJson(withoutSecrets(stack)))), "pieces"],
    ...(unread.length === 0 ? [] : [["unread_stacks", unread.map(({ stack }) => stack)] as const]),
    ...(before.length === 0 ? [] : [["unread_stack_findings", before] as const]),
    ...(problems.length === 0 ? [] : [["diagnostics", problems.map(diagnosticJson)] as const]),
  ]);
  yield "\n";
}

function stackJson(report: StackFindings): Readonly<Record<string, unknown>> {
  const { stack, file, backends, observedAt, seconds, findings, ignored, expired, resolved, unread, facts, unapplied } = report;
  return {
    stack,
    file,
    backends,
    observed_at: observedAt,
    seconds,
    summary: summaryJson(report),
    findings: findings.map(findingJson),
    ignored: ignored.map(({ finding, ignore }) => ({ finding: findingJson(finding), ignore: ignoreJson(ignore) })),
    expired: expired.map(ignoreJson),
    resolved: resolved.map(resolvedJson),
    coverage: report.coverage,
    unread,
    unread_findings: report.unreadFindings.map((one) => ({ ...earlierJson(one), ignored: one.ignored })),
    uncompared: report.uncompared,
    compared: { resources: report.instances, facts },
    resources: report.resources,
    unapplied,
    topology: topologyJson(report.topology),
    diagnostics: report.diagnostics.map(diagnosticJson),
  };
}

function summaryJson({ findings, ignored, expired, resolved }: StackFindings): Readonly<Record<string, unknown>> {
  const count = (kind: Finding["class"]) => findings.filter((finding) => finding.class === kind).length;
  return {
    findings: findings.length,
    new: findings.filter(({ status }) => status === "new").length,
    persisting: findings.filter(({ status }) => status === "persisting").length,
    resolved: resolved.length,
    ignored: ignored.length,
    expired: expired.length,
    by_severity: countsBySeverity(findings),
    by_class: Object.fromEntries(findingClasses.map((kind) => [kind, count(kind)])),
  };
}

/** One finding as data. It has no sensitive values any more. */
export function findingJson({ firstSeen, repair, ...rest }: Finding): Readonly<Record<string, unknown>> {
  return { ...rest, first_seen: firstSeen, repair: { ...repair, interrupts: repair.interrupts.map(impactJson) } };
}

function resolvedJson(finding: ResolvedFinding): Readonly<Record<string, unknown>> {
  const { fingerprint, class: kind, layer, severity, host, resources, expected, actual, firstSeen } = finding;
  return { fingerprint, class: kind, layer, severity, host, resources, expected, actual, first_seen: firstSeen };
}

function earlierJson(finding: EarlierFinding): Readonly<Record<string, unknown>> {
  return { ...resolvedJson(finding), ...(finding.covered && { covered: true }) };
}

function impactJson({ endpoint, host, kind, why, only }: Impact): Readonly<Record<string, unknown>> {
  return { endpoint, host, kind, why, ...(only && { only }) };
}

function ignoreJson({ class: kind, layer, resource, line, reason, by, until }: Ignore): Readonly<Record<string, unknown>> {
  return { class: kind, layer, resource, line, reason, by, until };
}

function topologyJson({ hosts, networks, endpoints }: Topology): Readonly<Record<string, unknown>> {
  return { hosts, networks, endpoints };
}

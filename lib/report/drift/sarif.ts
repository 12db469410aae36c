import type { Diagnostic } from "../../diagnostic";
import type { Finding, Ignore, Severity, SourceLine, StackFindings, UnreadFinding, UnreadStack } from "../../drift/finding";
import { findingClasses, layers } from "../../drift/finding";
import { isComplete } from "../../drift/complete";
import { harmless } from "../look";
import { withoutSecrets } from "../../drift/concealed";
import { classMeaning, counted, expiryText, ignoreText, layerMeaning, severityMeaning, titleOf } from "./words";

/** Whether ignored findings are in the log, as suppressed results. GitHub shows suppressed results as open alerts. */
export type SarifSuppressed = "include" | "omit";

type SarifObject = Readonly<Record<string, unknown>>;

interface SarifRun extends SarifObject {
  readonly invocations: readonly [SarifObject & { readonly toolExecutionNotifications: readonly SarifObject[] }];
}

/** What a log has besides the findings. */
export interface SarifOptions {
  readonly suppressed: SarifSuppressed;
  readonly unreadStacks?: readonly UnreadStack[] | undefined;
}

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  outage: "error",
  exposure: "error",
  degraded: "warning",
  cosmetic: "note",
};

const EXPIRED = "drift/ignore/expired";

/**
 * A log of SARIF 2.1.0 with one run for each stack. Every rule is declared whether it has results or not, and a run without results is a run:
 * that is what closes the alerts of an earlier upload.
 */
export function driftSarif(reports: readonly StackFindings[], version: string, options: SarifOptions): readonly string[] {
  const { suppressed, unreadStacks = [] } = options;
  const [first, ...rest] = reports.map(withoutSecrets).map((report) => runOf(report, version, suppressed));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: first === undefined ? [] : [notifying(first, unreadStacks), ...rest],
  };
  return [`${JSON.stringify(log, null, 1)}\n`];
}

/** A run with the errors of stacks without one: an empty run of their own would close their alerts. */
function notifying(run: SarifRun, unread: readonly UnreadStack[]): SarifRun {
  const about = unread.flatMap(({ stack, diagnostics }) => notificationsOf(diagnostics, `Stack ${JSON.stringify(stack)} was not read. `));
  const [invocation] = run.invocations;
  const { toolExecutionNotifications: own } = invocation;
  return about.length === 0 ? run : { ...run, invocations: [{ ...invocation, toolExecutionNotifications: [...own, ...about] }] };
}

function notificationsOf(diagnostics: readonly Diagnostic[], head: string): readonly SarifObject[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.map(({ summary, detail }) => ({ level: "error", message: { text: harmless(`${head}${summary}: ${detail}`) } }));
}

function runOf(report: StackFindings, version: string, suppressed: SarifSuppressed): SarifRun {
  const { stack, observedAt, findings, ignored, expired, unreadFindings, diagnostics } = report;
  const results = [
    ...findings.map((finding) => resultOf(report, finding)),
    ...(suppressed === "omit" ? [] : ignored.map(({ finding, ignore }) => suppressedResult(report, finding, ignore))),
    ...unreadFindings.filter((one) => !one.ignored).map((one) => unreadResult(report, one)),
    ...expired.map((ignore) => expiredResult(report, ignore)),
  ];
  return {
    tool: { driver: { name: "Netweft", semanticVersion: version, rules } },
    automationDetails: { id: `netweft-drift/${encodeURIComponent(harmless(stack))}/` },
    invocations: [
      {
        executionSuccessful: isComplete(report) && !report.unapplied,
        startTimeUtc: observedAt,
        toolExecutionNotifications: notificationsOf(diagnostics, ""),
      },
    ],
    columnKind: "utf16CodeUnits",
    results,
  };
}

/** All rules; a result names its rule by its place in this list as well. */
const rules: readonly (SarifObject & { readonly id: string })[] = [
  ...layers.flatMap((layer) =>
    findingClasses.map((kind) => ({
      id: `drift/${layer}/${kind}`,
      name: `Drift${capital(layer)}${capital(kind)}`,
      shortDescription: { text: `${layerMeaning[layer]}: ${kind}.` },
      fullDescription: { text: `${layerMeaning[layer]}. ${classMeaning[kind]}` },
      help: {
        text: `${classMeaning[kind]} "netweft drift" names the object, the line that was declared and the one that is there, and what a repair interrupts.`,
      },
      defaultConfiguration: { level: "warning" },
      properties: { tags: ["drift", layer, kind] },
    })),
  ),
  {
    id: EXPIRED,
    name: "DriftIgnoreExpired",
    shortDescription: { text: "An entry of netweft.drift.json has expired." },
    fullDescription: { text: "The last day of an entry of netweft.drift.json has passed: what it matches is reported again." },
    help: { text: "Repair what it matches and remove the entry, or review the entry and give it a new last day." },
    defaultConfiguration: { level: "warning" },
    properties: { tags: ["drift", "ignore"] },
  },
];

const places = new Map(rules.map(({ id }, n) => [id, n]));

function resultOf(report: StackFindings, finding: Finding): SarifObject {
  const { fingerprint, layer, class: kind, severity, firstSeen, status, host, endpoints, repair, resources, expected, actual } = finding;
  const ruleId = `drift/${layer}/${kind}`;
  return {
    ruleId,
    ruleIndex: places.get(ruleId),
    level: levels[severity],
    message: { text: harmless(messageOf(finding)) },
    locations: [locationOf(report, finding.source, resources, host)],
    partialFingerprints: { "netweftFinding/v1": fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    baselineState: status === "new" ? "new" : "unchanged",
    provenance: { firstDetectionTimeUtc: firstSeen },
    properties: {
      severity,
      host: harmless(host),
      resources: resources.map(harmless),
      endpoints: endpoints.map(harmless),
      ...(expected !== undefined && { expected: harmless(expected) }),
      ...(actual !== undefined && { actual: harmless(actual) }),
      repair: repair.by,
      interrupts: repair.interrupts.map(({ endpoint }) => harmless(endpoint)),
    },
  };
}

/** What an earlier report has and this one could not read: a log without it would close its alert. */
function unreadResult(report: StackFindings, finding: UnreadFinding): SarifObject {
  const { fingerprint, layer, class: kind, severity, firstSeen, host, resources, expected, actual } = finding;
  const ruleId = `drift/${layer}/${kind}`;
  const lines = [...(expected === undefined ? [] : [`Expected: ${expected}`]), ...(actual === undefined ? [] : [`Actual: ${actual}`])];
  const text = `${capital(titleOf(finding))}. ${lines.join("; ")}. As an earlier report found it: it could not be read again.`;
  return {
    ruleId,
    ruleIndex: places.get(ruleId),
    level: levels[severity],
    message: { text: harmless(text) },
    locations: [locationOf(report, undefined, resources, host)],
    partialFingerprints: { "netweftFinding/v1": fingerprint, primaryLocationLineHash: `${fingerprint}:1` },
    baselineState: "unchanged",
    provenance: { firstDetectionTimeUtc: firstSeen },
    properties: { severity, host: harmless(host), resources: resources.map(harmless) },
  };
}

function suppressedResult(report: StackFindings, finding: Finding, { reason, by, until }: Ignore): SarifObject {
  const suppression = {
    kind: "external",
    status: "accepted",
    justification: harmless(`${reason} (${by})`),
    ...(until !== undefined && { properties: { until } }),
  };
  return { ...resultOf(report, finding), suppressions: [suppression] };
}

function expiredResult({ file }: StackFindings, ignore: Ignore): SarifObject {
  return {
    ruleId: EXPIRED,
    ruleIndex: places.get(EXPIRED),
    level: "warning",
    message: { text: harmless(expiryText(ignore)) },
    locations: [{ physicalLocation: physical({ file, line: 1 }) }],
    partialFingerprints: { "netweftFinding/v1": harmless(ignoreText(ignore)) },
  };
}

function messageOf(finding: Finding): string {
  const { expected, actual, reason, severity, repair } = finding;
  const lines = [...(expected === undefined ? [] : [`Expected: ${expected}`]), ...(actual === undefined ? [] : [`Actual: ${actual}`])];
  const cost = repair.interrupts.length === 0 ? "" : ` The repair interrupts ${counted(repair.interrupts.length, "endpoint")}.`;
  const title = titleOf(finding);
  return `${capital(title)}. ${lines.join("; ")}. ${capital(severity)}: ${reason} ${severityMeaning[severity]} ${repair.advice}${cost}`;
}

/** GitHub refuses a whole upload for one result without a file. */
function locationOf({ file }: StackFindings, source: SourceLine | undefined, resources: readonly string[], host: string): SarifObject {
  const names = resources.length > 0 ? resources : [host];
  return {
    physicalLocation: physical(source ?? { file, line: 1 }),
    logicalLocations: names.map((name) => ({ fullyQualifiedName: harmless(name), kind: "resource" })),
  };
}

function physical({ file, line }: SourceLine): SarifObject {
  return { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } };
}

/** A path as a relative URI. An absolute one stays absolute. */
function uriOf(path: string): string {
  const parts = path
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/^(?:\.\/)+/, "")
    .split("/")
    .map(encodeURIComponent);
  return path.startsWith("/") ? `file://${parts.join("/")}` : parts.join("/");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

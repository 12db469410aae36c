import { isComplete } from "../../drift/complete";
import { harmless } from "../look";
import { withoutSecrets } from "../../drift/concealed";
import type { FindingClass, Layer, Severity, StackFindings, UnreadStack } from "../../drift/finding";
import { findingClasses, layers, severities } from "../../drift/finding";

/** A family of samples. The help of a name never changes: where two files of one directory differ in it, both are refused. */
interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly samples: (reports: readonly StackFindings[], beside: MetricContext) => readonly MetricSample[];
}

interface MetricContext {
  readonly version: string;
  readonly unread: readonly UnreadStack[];
}

interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const ofStacks =
  (value: (report: StackFindings) => number): MetricFamily["samples"] =>
  (reports) =>
    reports.map((report) => ({ labels: { stack: report.stack }, value: value(report) }));

const families: readonly MetricFamily[] = [
  {
    name: "netweft_drift_findings",
    help: "Differences between a host and the applied state that are not ignored.",
    samples: (reports) => reports.flatMap(findingSamples),
  },
  {
    name: "netweft_drift_ignored_findings",
    help: "Differences that an entry of the ignores covers.",
    samples: ofStacks(({ ignored }) => ignored.length),
  },
  {
    name: "netweft_drift_expired_ignores",
    help: "Entries of the ignores whose last day has passed.",
    samples: ofStacks(({ expired }) => expired.length),
  },
  {
    name: "netweft_drift_unread_hosts",
    help: "Hosts that could not be observed.",
    samples: ofStacks(({ unread }) => unread.length),
  },
  {
    name: "netweft_drift_managed_objects",
    help: "Kernel objects of the applied state that were compared.",
    samples: ofStacks(({ facts }) => facts),
  },
  {
    name: "netweft_drift_oldest_finding_seconds",
    help: "Time since the oldest difference was first found; 0 without any.",
    samples: ofStacks(oldest),
  },
  {
    name: "netweft_drift_last_run_timestamp_seconds",
    help: "When the observation of the last report began, in seconds since 1970.",
    samples: ofStacks(({ observedAt }) => secondsOf(observedAt)),
  },
  {
    name: "netweft_drift_last_run_success",
    help: "1 if every host was read and compared, else 0.",
    samples: (reports, { unread }) => [
      ...reports.map((report) => ({ labels: { stack: report.stack }, value: isComplete(report) && !report.unapplied ? 1 : 0 })),
      ...unread.map(({ stack }) => ({ labels: { stack }, value: 0 })),
    ],
  },
  {
    name: "netweft_drift_duration_seconds",
    help: "How long the last report took.",
    samples: ofStacks(({ seconds }) => seconds),
  },
  {
    name: "netweft_build_info",
    help: "The version that wrote the report.",
    samples: (_reports, { version }) => [{ labels: { version }, value: 1 }],
  },
];

/** The text format of Prometheus for a textfile collector: without timestamps, which it refuses, and with every zero. */
export function* driftPrometheus(
  reports: readonly StackFindings[],
  version: string,
  unread: readonly UnreadStack[] = [],
): Generator<string> {
  const shown = reports.map(withoutSecrets);
  for (const { name, help, samples } of families) {
    yield `# HELP ${name} ${help}\n# TYPE ${name} gauge\n`;
    for (const { labels, value } of samples(shown, { version, unread })) yield `${name}${labelsText(labels)} ${value}\n`;
  }
}

/** Every host, layer and class has a sample of each severity that it can have: a series that vanishes is no zero for an alert. */
function findingSamples({ stack, findings, topology, coverage, unread }: StackFindings): readonly MetricSample[] {
  const hosts = new Set([...topology.hosts, ...coverage.map(({ host }) => host), ...findings.map(({ host }) => host), ...unread]);
  const counts = new Map<string, number>();
  for (const { host, layer, class: kind, severity } of findings) {
    const at = keyOf(host, layer, kind, severity);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return [...hosts].flatMap((host) =>
    layers.flatMap((layer) =>
      findingClasses.flatMap((kind) =>
        severities.map((severity) => ({
          labels: { stack, host, layer, class: kind, severity },
          value: counts.get(keyOf(host, layer, kind, severity)) ?? 0,
        })),
      ),
    ),
  );
}

function keyOf(host: string, layer: Layer, kind: FindingClass, severity: Severity): string {
  return JSON.stringify([host, layer, kind, severity]);
}

function oldest({ findings, observedAt }: StackFindings): number {
  const ages = findings.map(({ firstSeen }) => secondsOf(observedAt) - secondsOf(firstSeen));
  return ages.reduce((most, age) => Math.max(most, age), 0);
}

function secondsOf(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapedLabel(value)}"`);
  return `{${parts.join(",")}}`;
}

/** Characters that the format cannot have in a label, and others that would look like the end of a line, are escaped twice. */
function escapedLabel(text: string): string {
  return harmless(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

import type { Finding, StackFindings, UnreadStack } from "../../drift/finding";
import { severities } from "../../drift/finding";
import type { Topology } from "../../drift/topology";
import { pageHtml } from "../page/html";
import { placeOf, type PageLine, type PageNote, type PageRow, type PageStack } from "../page/model";
import { withoutSecrets } from "../../drift/concealed";
import { marksOf } from "./marks";
import { countsBySeverity, ignoreText, someOf, subjectOf, titleOf, verdict } from "./words";

/** The report as a page: one HTML file that requests nothing, with the findings, and a picture of each stack. */
export function driftPage(reports: readonly StackFindings[], version: string, unread: readonly UnreadStack[] = []): Iterable<string> {
  const [first] = reports;
  const when = first === undefined ? "" : `Observed ${moment(first.observedAt)} UTC on ${first.backends.join(", ")}. `;
  return pageHtml({
    title: `Drift of ${reports.map(({ stack }) => stack).join(", ")}`,
    subtitle: `${when}Written by Netweft ${version}.`,
    rowWord: "finding",
    warnings: unread.flatMap(({ stack, diagnostics }) =>
      diagnostics.map(({ summary, detail }) => `Stack ${JSON.stringify(stack)} was not read. ${summary}: ${detail}`),
    ),
    stacks: reports.map(withoutSecrets).map(stackOf),
  });
}

function stackOf(report: StackFindings): PageStack {
  const { stack, findings, ignored, resolved, unread, topology, unapplied, diagnostics } = report;
  const counts = countsBySeverity(findings);
  const fresh = findings.filter(({ status }) => status === "new").length;
  return {
    name: stack,
    verdict: verdict(report),
    warnings: [
      ...(unapplied ? ["The state has no resources: the absence of findings means nothing."] : []),
      ...unread.map((host) => `Host ${JSON.stringify(host)} could not be read: nothing is known about it.`),
      ...diagnostics.filter(({ severity }) => severity === "error").map(({ summary, detail }) => `${summary}: ${detail}`),
    ],
    tiles: [
      ...severities.map((severity) => ({
        label: severity,
        value: String(counts[severity]),
        ...(counts[severity] > 0 && { mark: severity }),
      })),
      { label: "new", value: String(fresh) },
      { label: "persisting", value: String(findings.length - fresh) },
      { label: "resolved", value: String(resolved.length) },
      { label: "ignored", value: String(ignored.length) },
    ],
    rows: rowsOf(findings, topology),
    notes: notesOf(report),
    topology,
    marks: marksOf(report),
  };
}

function rowsOf(findings: readonly Finding[], topology: Topology): readonly PageRow[] {
  const places = new Map(topology.endpoints.map(({ address, host, network }) => [address, placeOf(host, network)]));
  const sizes = new Map<string, number>();
  for (const place of places.values()) sizes.set(place, (sizes.get(place) ?? 0) + 1);
  const shortened = (endpoints: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const one of new Set(endpoints)) counts.set(places.get(one) ?? "", (counts.get(places.get(one) ?? "") ?? 0) + 1);
    const whole = new Set([...counts].filter(([place, n]) => n > 1 && n === sizes.get(place)).map(([place]) => place));
    return [...whole, ...endpoints.filter((one) => !whole.has(places.get(one) ?? ""))];
  };
  return findings.map((finding) => rowOf(finding, shortened(finding.endpoints)));
}

/** `affected`: the endpoints, those of a whole network on a host as one. */
function rowOf(finding: Finding, affected: readonly string[]): PageRow {
  const { fingerprint, severity, class: kind, layer, host, reason, firstSeen, status, resources, endpoints, repair, source } = finding;
  return {
    id: fingerprint,
    mark: severity,
    what: kind,
    layer,
    host,
    subject: subjectOf(finding),
    reason,
    lines: linesOf(finding),
    details: [
      ...named("belongs to", resources),
      ...named("affects", endpoints),
      ["repair", repair.advice],
      ...named(
        "interrupts",
        repair.interrupts.map(({ endpoint, kind: how }) => `${endpoint} (${how})`),
      ),
      ...(source === undefined ? [] : ([["declared in", `${source.file}:${source.line}`]] as const)),
      ["first seen", `${moment(firstSeen)} UTC (${status})`],
      ["fingerprint", fingerprint],
    ],
    since: moment(firstSeen),
    at: [...new Set([...resources, ...affected, host])],
  };
}

function linesOf({ expected, actual }: Finding): readonly PageLine[] {
  return [
    ...(expected === undefined ? [] : [{ sign: "-", text: expected } as const]),
    ...(actual === undefined ? [] : [{ sign: "+", text: actual } as const]),
  ];
}

function named(label: string, names: readonly string[]): readonly (readonly [string, string])[] {
  return names.length === 0 ? [] : [[label, someOf(names)]];
}

function notesOf({ ignored, expired, resolved, coverage }: StackFindings): readonly PageNote[] {
  return [
    {
      title: `${expired.length} expired ignores`,
      lines: expired.map((ignore) => `${ignoreText(ignore)}: until ${ignore.until ?? ""}, ${ignore.by}: ${ignore.reason}`),
    },
    {
      title: `${ignored.length} ignored`,
      lines: ignored.map(
        ({ finding, ignore: { reason, by, until } }) =>
          `${titleOf(finding)}: ${reason} (${by}${until === undefined ? "" : `, until ${until}`})`,
      ),
    },
    { title: `${resolved.length} resolved`, lines: resolved.map(titleOf) },
    { title: "Coverage", lines: coverage.map(({ host, managed, all }) => `${host}: ${managed} of ${all} objects are managed`) },
  ];
}

/** `2026-11-30 12:00` */
function moment(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}

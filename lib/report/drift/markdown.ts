import type { Finding, Severity, StackFindings, UnreadStack } from "../../drift/finding";
import { severities } from "../../drift/finding";
import { mermaidPicture } from "../markdown/picture";
import { bytesOf, differenceBlock, inCode, marker, MARKDOWN_BYTES, prose } from "../markdown/text";
import { withoutSecrets } from "../../drift/concealed";
import { marksOf } from "./marks";
import { counted, countsBySeverity, ignoreText, layerNoun, MOST_NAMES, someOf, subjectOf, verdict } from "./words";

const signs: Readonly<Record<Severity, string>> = { outage: "🔴", exposure: "🟠", degraded: "🟡", cosmetic: "⚪" };

const styles: Readonly<Record<Severity, string>> = {
  outage: "fill:#ffd7d5,stroke:#b3261e,color:#000,stroke-width:3px",
  exposure: "fill:#ffe3c2,stroke:#9a4b00,color:#000,stroke-width:3px",
  degraded: "fill:#fff4c2,stroke:#7a6200,color:#000",
  cosmetic: "fill:#f0f0f0,stroke:#666,color:#000",
};

/** One stack of the report in its parts; those that are not needed to understand it can be left out. */
interface MarkdownSection {
  readonly report: StackFindings;
  readonly head: string;
  readonly picture: string;
  readonly rest: string;
}

/**
 * The report for a comment or a job's summary, of at most `bytes` bytes. What does not fit is left out by whole findings, the least severe
 * first, and counted at the end. The first line is a comment with which a bot finds it again.
 */
export function driftMarkdown(
  reports: readonly StackFindings[],
  bytes = MARKDOWN_BYTES,
  unread: readonly UnreadStack[] = [],
): readonly string[] {
  // Sorted: a stack that cannot be read today stands last, and the comment is the same one.
  const mark = marker("drift", [...reports, ...unread].map(({ stack }) => stack).sort());
  const first = [mark, ...unreadLines(unread)].join("");
  const sections = reports.map(withoutSecrets).map(sectionOf);
  let left = bytes - bytesOf(first) - bytesOf(moreLine(Infinity)) - (reports.length > 1 ? DROPPED_BYTES : 0);
  const fits = (text: string) => {
    if (bytesOf(text) > left) return false;
    left -= bytesOf(text);
    return true;
  };
  const shown = sections.filter(({ head }) => fits(head));
  const findings = bySeverity(shown).map(({ section, finding }) => ({ section, severity: finding.severity, text: findingText(finding) }));
  // A gap in the middle would look like an order: after the first that does not fit, none is shown.
  const end = findings.findIndex(({ text }) => !fits(text));
  const kept = end === -1 ? findings : findings.slice(0, end);
  const pictures = new Set(shown.filter(({ picture }) => picture !== "" && fits(picture)));
  const rests = new Set(shown.filter(({ rest }) => rest !== "" && fits(rest)));
  const hidden = sections.flatMap(({ report }) => report.findings).length - kept.length;
  const body = shown.flatMap((section) => [
    section.head,
    ...(pictures.has(section) ? [section.picture] : []),
    ...kept.filter((one) => one.section === section).map(({ text }) => text),
    ...(rests.has(section) ? [section.rest] : []),
  ]);
  const dropped = sections.filter((section) => !shown.includes(section)).map(({ report }) => report.stack);
  return [first, ...body, ...(dropped.length > 0 ? [droppedLine(dropped)] : []), ...(hidden > 0 ? [moreLine(hidden)] : [])];
}

/** Stacks without a report, before all else: each with its first error. */
function unreadLines(unread: readonly UnreadStack[]): readonly string[] {
  const shown = unread.slice(0, MOST_NAMES).map(({ stack, diagnostics }) => {
    const [why] = diagnostics;
    const text = why === undefined ? "" : `${why.summary}: ${why.detail}`;
    return `\n> **Not read:** stack ${inCode(stack)}. ${prose(text.length > LONGEST_WHY ? `${text.slice(0, LONGEST_WHY)}…` : text)}\n`;
  });
  return unread.length > shown.length ? [...shown, `\n> ${counted(unread.length - shown.length, "more stack")} not read.\n`] : shown;
}

/** Characters of an error: the whole of it is in the other formats. */
const LONGEST_WHY = 300;

/** The room for the names of stacks that do not fit. */
const DROPPED_BYTES = 400;

function droppedLine(stacks: readonly string[]): string {
  const line = (names: readonly string[]) => {
    const more = stacks.length - names.length;
    const rest = more === 0 ? "" : names.length === 0 ? "" : ` and ${more} more`;
    const list = names.length === 0 ? "" : `: ${names.map(inCode).join(", ")}${rest}`;
    return `\n**${counted(stacks.length, "more stack")}** in the complete report${list}.\n`;
  };
  const lengths = stacks.slice(0, MOST_NAMES).map((_, n, some) => some.length - n);
  return line(stacks.slice(0, lengths.find((n) => bytesOf(line(stacks.slice(0, n))) <= DROPPED_BYTES) ?? 0));
}

function moreLine(n: number): string {
  return `\n**${counted(n, "more finding")}** in the complete report: this one is limited in size.\n`;
}

function bySeverity(sections: readonly MarkdownSection[]): readonly { readonly section: MarkdownSection; readonly finding: Finding }[] {
  const all = sections.flatMap((section) => section.report.findings.map((finding) => ({ section, finding })));
  return severities.flatMap((severity) => all.filter(({ finding }) => finding.severity === severity));
}

function sectionOf(report: StackFindings): MarkdownSection {
  const picture = mermaidPicture(report.topology, { marks: marksOf(report), styles });
  return { report, head: headOf(report), picture: picture === undefined ? "" : `\n${picture}`, rest: restOf(report) };
}

function headOf(report: StackFindings): string {
  const { stack, findings, ignored, resolved, unread, observedAt } = report;
  const counts = countsBySeverity(findings);
  const cells = severities.map((severity) => `${counts[severity]}`);
  const fresh = findings.filter(({ status }) => status === "new").length;
  const more = [
    `${fresh} new, ${findings.length - fresh} persisting, ${resolved.length} resolved, ${ignored.length} ignored`,
    `observed ${prose(observedAt)} on ${report.backends.map(prose).join(", ")}`,
  ];
  const blind = unread.length === 0 ? "" : `\n> **Not read:** ${unread.map((host) => `host ${inCode(host)}`).join(", ")}.\n`;
  const errors = report.diagnostics.filter(({ severity }) => severity === "error");
  const failed = errors.slice(0, MOST_NAMES).map(({ summary, detail }) => `\n> **Error:** ${prose(`${summary}: ${detail}`)}\n`);
  const rest = errors.length > failed.length ? `\n> ${counted(errors.length - failed.length, "more error")} in the complete report.\n` : "";
  const table = `| ${severities.map((one) => `${signs[one]} ${one}`).join(" | ")} |\n|${severities.map(() => "--:|").join("")}\n| ${cells.join(" | ")} |\n`;
  return `\n## Drift of ${inCode(stack)}\n\n${prose(verdict(report))}\n${blind}${failed.join("")}${rest}\n${findings.length === 0 ? "" : `${table}\n`}${more.join("; ")}.\n`;
}

function findingText(finding: Finding): string {
  const { severity, class: kind, layer, host, expected, actual, reason, status } = finding;
  const lines = [...(expected === undefined ? [] : [`- ${expected}`]), ...(actual === undefined ? [] : [`+ ${actual}`])];
  const title = `${signs[severity]} <b>${severity}</b>: ${kind} ${layerNoun[layer]}, ${inCode(subjectOf(finding))} on host ${inCode(host)}${status === "new" ? "" : " (persisting)"}`;
  return `\n<details><summary>${title}</summary>\n\n${prose(reason)}\n\n${differenceBlock(lines)}\n${factsOf(finding).join("\n")}\n\n</details>\n`;
}

function factsOf({ endpoints, firstSeen, repair, source, fingerprint, resources }: Finding): readonly string[] {
  const interrupted = repair.interrupts.map(({ endpoint, kind }) => `${inCode(endpoint)} (${kind})`);
  return [
    ...(resources.length > 1 ? [`* belongs to ${someOf(resources.map(inCode))}`] : []),
    ...(endpoints.length === 0 ? [] : [`* affects ${someOf(endpoints.map(inCode))}`]),
    `* repair: ${prose(repair.advice)}${interrupted.length === 0 ? "" : ` Interrupts ${someOf(interrupted)}.`}`,
    ...(source === undefined ? [] : [`* declared in ${inCode(`${source.file}:${source.line}`)}`]),
    `* first seen ${prose(firstSeen)}, fingerprint ${inCode(fingerprint)}`,
  ];
}

function restOf({ ignored, expired, resolved }: StackFindings): string {
  const late = expired.map(
    (ignore) => `* ${prose(ignoreText(ignore))}: until ${prose(ignore.until ?? "")}, ${prose(ignore.by)}: ${prose(ignore.reason)}\n`,
  );
  const quiet = ignored.map(
    ({ finding, ignore }) =>
      `* ${finding.class} ${layerNoun[finding.layer]}, ${inCode(subjectOf(finding))} on host ${inCode(finding.host)}: ${prose(ignore.reason)} (${prose(ignore.by)}${ignore.until === undefined ? "" : `, until ${prose(ignore.until)}`})\n`,
  );
  const gone = resolved.map((one) => `* ${one.class} ${layerNoun[one.layer]}, ${inCode(subjectOf(one))} on host ${inCode(one.host)}\n`);
  return [
    listed(`⏰ ${counted(expired.length, "expired ignore")}`, late),
    listed(`🔕 ${ignored.length} ignored`, quiet),
    listed(`✅ ${resolved.length} resolved`, gone),
  ].join("");
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n<details><summary>${title}</summary>\n\n${lines.join("")}\n</details>\n`;
}

import { isComplete } from "../../drift/complete";
import { severities, type Finding, type Ignore, type StackFindings } from "../../drift/finding";
import { concealing } from "../../engine/conceal";
import type { Fact } from "../../kernel/fact";
import { headOf, parseLine, partsOf } from "../../kernel/line";
import { backendLine } from "../backends";
import { betweenLines, partLines } from "../fact-lines";
import { harmless, shown, type TerminalStyle } from "../look";
import { counted } from "./words";

const words: Readonly<Record<Finding["difference"], string>> = {
  missing: "is gone",
  changed: "has changed",
  unmarked: "has lost its mark",
  conflict: "is in use elsewhere on the link",
  unexpected: "is unexpected",
  orphaned: "is orphaned: it carries the mark of this stack, and the state does not have it",
};

/** The drift report as text: each finding with what it does, whose it is and what to do. The first line names the backend, the last line counts. */
export function* driftText(report: StackFindings, seen: TerminalStyle): Generator<string> {
  const look = { ...seen, conceal: concealing(report.secrets) };
  yield backendLine(report.backends);
  for (const finding of report.findings) yield findingText(finding, look);
  yield* ignoredText(report, look);
  yield* resolvedText(report, look);
  yield* coverageText(report, look);
  yield `${report.findings.length > 0 ? "\n" : ""}${look.paint("bold", summaryLine({ ...report, unread: report.unread.map(look.conceal) }))}\n`;
}

/** One finding in some lines. */
export function findingText(finding: Finding, look: TerminalStyle): string {
  const { text, parts } = linesOf(finding, look);
  const { severity, reason, repair, status, firstSeen, endpoints } = finding;
  const whose =
    finding.resources.length === 0 ? "" : `${finding.class === "unexpected" ? " at" : "; belongs to"} ${named(finding.resources)}`;
  const affected = severity === "cosmetic" || endpoints.length === 0 ? "" : ` Affects ${named(endpoints)}.`;
  const since = status === "new" ? [] : [`since ${firstSeen}`];
  const more = [...since, ...interruption(finding), ...(repair.by === "apply" ? [] : [shown(repair.advice, look)])];
  return [
    `${signOf(finding, look)} ${shown(text, look)}\n${parts.join("")}`,
    `${INDENT}${words[finding.difference]}${whose}\n`,
    `${INDENT}${look.paint(severity === "outage" || severity === "exposure" ? "red" : "dim", severity)}: ${shown(reason, look)}${affected}\n`,
    ...more.map((line) => `${INDENT}${line}\n`),
  ].join("");
}

function interruption({ repair: { interrupts } }: Finding): readonly string[] {
  const [ended, brief] = [interrupts.filter(({ kind }) => kind === "replaced"), interrupts.filter(({ kind }) => kind === "brief")];
  const names = (some: typeof interrupts) => named(some.map(({ endpoint }) => endpoint));
  return [
    ...(ended.length === 0 ? [] : [`its repair ends connections of ${names(ended)}`]),
    ...(brief.length === 0 ? [] : [`its repair pauses connections of ${names(brief)}`]),
  ];
}

function signOf({ class: kind }: Pick<Finding, "class">, { paint }: TerminalStyle): string {
  if (kind === "missing") return paint("red", "-");
  return kind === "changed" ? paint("yellow", "~") : paint("green", "+");
}

/** The line of a missing or changed fact; for a chain its rules below it: `-` for a missing one, `+` for one that others added. */
function linesOf(finding: Finding, look: TerminalStyle): { readonly text: string; readonly parts: readonly string[] } {
  const { expected, actual, difference } = finding;
  const line = (expected ?? actual)!;
  const other = difference === "changed" ? actual : undefined;
  const [wanted, found] = [factOf(line), other === undefined ? undefined : factOf(other)];
  if (wanted !== undefined && partsOf(wanted) !== undefined) return { text: headOf(wanted), parts: partLines(wanted, found, look, INDENT) };
  return { text: other === undefined ? line : betweenLines(line, other), parts: [] };
}

function factOf(line: string): Fact | undefined {
  const parsed = parseLine(line);
  return parsed.ok ? parsed.value : undefined;
}

const INDENT = " ".repeat(4);

/** The largest number of addresses shown in one line. */
const MOST_NAMED = 3;

function named(addresses: readonly string[]): string {
  const more = addresses.length - MOST_NAMED;
  return harmless(more > 1 ? `${addresses.slice(0, MOST_NAMED).join(", ")} and ${more} more` : addresses.join(", "));
}

function* ignoredText({ ignored, expired }: StackFindings, look: TerminalStyle): Generator<string> {
  for (const { finding, ignore } of ignored) {
    const line = shown(linesOf(finding, look).text, look);
    yield `${look.paint("dim", "i")} ${line}\n${INDENT}is ignored${untilText(ignore)}: ${shown(ignore.reason, look)} (${harmless(ignore.by)})\n`;
  }
  for (const ignore of expired) {
    const { reason, by, until: _until, ...members } = ignore;
    yield `${look.paint("yellow", "!")} ${shown(JSON.stringify(members), look)}\n${INDENT}has expired on ${ignore.until} and ignores nothing any more: ${shown(reason, look)} (${harmless(by)})\n`;
  }
}

function untilText({ until }: Ignore): string {
  return until === undefined ? "" : ` until ${until}`;
}

function* resolvedText({ resolved }: StackFindings, look: TerminalStyle): Generator<string> {
  for (const { expected, actual, firstSeen } of resolved)
    yield `${look.paint("green", "=")} ${shown((expected ?? actual)!, look)}\n${INDENT}is resolved; first seen ${firstSeen}\n`;
}

/** Hosts of which a part is not managed. */
function* coverageText({ coverage }: StackFindings, look: TerminalStyle): Generator<string> {
  for (const { host, managed, all } of coverage)
    if (managed < all)
      yield (
        look.paint(
          "dim",
          `Host ${shown(host, look)}: ${managed} of ${all} bridges, veth pairs, namespaces and published ports are managed.`,
        ) + "\n"
      );
}

function summaryLine(report: StackFindings): string {
  const { findings, expired, unread, instances, facts, uncompared, unapplied } = report;
  const compared = `${counted(facts, "kernel object")} of ${counted(instances, "resource")} compared`;
  const blind = unread.length === 0 ? "" : ` Not read: ${unread.map((host) => `host ${harmless(JSON.stringify(host))}`).join(", ")}.`;
  const unsure = unread.length > 0 || uncompared.length === 0 ? "" : ` Not compared: ${counted(uncompared.length, "resource")}.`;
  const late = expired.length === 0 ? "" : ` Expired: ${counted(expired.length, "ignore")}.`;
  if (facts === 0 && blind !== "") return `Nothing was compared.${blind}${late}`;
  if (unapplied) return `Nothing was compared: the state has no resources, and the configuration declares some. ${compared}.${late}`;
  if (findings.length === 0)
    return `${isComplete(report) ? "No drift." : "No drift where it was read."} ${compared}.${blind}${unsure}${late}`;
  const owners = new Set(findings.flatMap(({ resources }) => resources)).size;
  return `Drift: ${counted(findings.length, "finding")} (${bySeverity(findings)}) in ${counted(owners, "resource")}; ${compared}.${remedy(findings)}${blind}${unsure}${late}`;
}

function bySeverity(findings: readonly Finding[]): string {
  const counted = severities.map((severity) => ({ severity, n: findings.filter((one) => one.severity === severity).length }));
  return counted.flatMap(({ severity, n }) => (n === 0 ? [] : [`${n} ${severity}`])).join(", ");
}

/** What an apply does with all of it. */
function remedy(findings: readonly Finding[]): string {
  const by = (what: Finding["repair"]["by"]) => findings.filter(({ repair }) => repair.by === what).length;
  const [apply, left, refused] = [by("apply"), by("left"), by("refused")];
  const rest = left === 0 ? "" : ` An apply leaves ${apply + refused === 0 ? "all of it" : `${left} of them`}.`;
  if (refused > 0)
    return ` An apply refuses to touch ${refused === 1 ? "one of them" : `${refused} of them`}, and does nothing before that is resolved.${rest}`;
  return `${apply === 0 ? "" : left === 0 ? ' "netweft apply" repairs it.' : ` "netweft apply" repairs ${apply} of them.`}${rest}`;
}

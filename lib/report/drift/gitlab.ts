import type { Diagnostic } from "../../diagnostic";
import { sha256 } from "../../net/sha256";
import type { Finding, Ignore, Severity, StackFindings, UnreadStack } from "../../drift/finding";
import { harmless } from "../look";
import { withoutSecrets } from "../../drift/concealed";
import { expiryText, titleOf } from "./words";

const levels: Readonly<Record<Severity, "critical" | "major" | "minor" | "info">> = {
  outage: "critical",
  exposure: "critical",
  degraded: "major",
  cosmetic: "info",
};

/** The code quality report of GitLab: a list of issues. A file with an entry that GitLab refuses ends there, so each has every member. */
export function driftGitlab(reports: readonly StackFindings[], unread: readonly UnreadStack[] = []): readonly string[] {
  const issues = [
    ...reports
      .map(withoutSecrets)
      .flatMap((report) => [
        ...report.findings.map((finding) => issueOf(report, finding)),
        ...report.expired.map((ignore) => expiredIssue(report, ignore)),
        ...(report.unapplied ? [unappliedIssue(report)] : []),
        ...report.diagnostics.filter(({ severity }) => severity === "error").map((error) => errorIssue(report.stack, error, report.file)),
      ]),
    ...unread.flatMap(({ stack, diagnostics }) => diagnostics.map((error) => errorIssue(stack, error, "netweft.drift.json"))),
  ];
  return [`${JSON.stringify(issues, null, 2)}\n`];
}

function issueOf({ file }: StackFindings, finding: Finding): Readonly<Record<string, unknown>> {
  const { fingerprint, layer, class: kind, severity, reason, source } = finding;
  return {
    description: harmless(`${titleOf(finding)}: ${reason}`),
    check_name: `drift/${layer}/${kind}`,
    fingerprint,
    severity: levels[severity],
    location: { path: relativePath(source?.file ?? file), lines: { begin: source?.line ?? 1 } },
  };
}

function expiredIssue({ stack, file }: StackFindings, ignore: Ignore): Readonly<Record<string, unknown>> {
  return {
    description: harmless(expiryText(ignore)),
    check_name: "drift/ignore/expired",
    fingerprint: sha256(JSON.stringify([stack, "expired", ignore])).slice(0, 32),
    severity: "minor",
    location: { path: relativePath(file), lines: { begin: 1 } },
  };
}

/** Nothing was applied yet, or the state is another one: an empty list would look like success. */
function unappliedIssue({ stack, file }: StackFindings): Readonly<Record<string, unknown>> {
  return {
    description: harmless(`Stack ${stack} was not compared: its state has no resources, and the configuration declares some.`),
    check_name: "drift/unread/unapplied",
    fingerprint: sha256(JSON.stringify([stack, "unapplied"])).slice(0, 32),
    severity: "critical",
    location: { path: relativePath(file), lines: { begin: 1 } },
  };
}

/** What could not be read: without an issue, a list without findings would look like success. */
function errorIssue(stack: string, { code, summary, detail, at }: Diagnostic, file: string): Readonly<Record<string, unknown>> {
  return {
    description: harmless(`Stack ${stack} was not compared completely. ${summary}: ${detail}`),
    check_name: `drift/unread/${code}`,
    fingerprint: sha256(JSON.stringify([stack, "unread", code, at.host ?? "", at.resource ?? ""])).slice(0, 32),
    severity: "critical",
    location: { path: relativePath(at.file?.replace(/(:\d+)+$/, "") ?? file), lines: { begin: 1 } },
  };
}

/** GitLab refuses a path that begins with `./` or `/`, and all issues after it. */
function relativePath(path: string): string {
  return harmless(path).replace(/^(?:\.?\/)+/, "");
}

import type { Finding, Severity, StackFindings } from "../../drift/finding";
import { harmless } from "../look";
import { withoutSecrets } from "../../drift/concealed";
import { titleOf } from "./words";

const levels: Readonly<Record<Severity, "critical" | "major" | "minor" | "info">> = {
  outage: "critical",
  exposure: "critical",
  degraded: "major",
  cosmetic: "info",
};

/** The code quality report of GitLab: a list of issues. A file with an entry that GitLab refuses ends there, so each has every member. */
export function driftGitlab(reports: readonly StackFindings[]): readonly string[] {
  const issues = reports.map(withoutSecrets).flatMap((report) => report.findings.map((finding) => issueOf(report, finding)));
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

/** GitLab refuses a path that begins with `./`. */
function relativePath(path: string): string {
  return harmless(path).replace(/^(?:\.\/)+/, "");
}

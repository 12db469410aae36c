import { isComplete } from "./complete";
import type { Finding, Severity, StackFindings } from "./finding";

/**
 * The exit code of reports. 1: something could not be read. With `detailed` or `failOn` 2: a finding of one of the severities `failOn`, all
 * of them without it, or an entry that ignores findings has expired; 3: a stack has nothing to compare, although it declares
 * something. What is ignored does not count.
 */
export function exitCodeOf(reports: readonly StackFindings[], detailed: boolean, failOn: readonly Severity[] | undefined): 0 | 1 | 2 | 3 {
  if (!reports.every(isComplete)) return 1;
  if (!detailed && failOn === undefined) return 0;
  const counts = ({ severity, also = severity }: Pick<Finding, "severity" | "also">) =>
    failOn === undefined || failOn.includes(severity) || failOn.includes(also);
  if (reports.some(({ findings, expired }) => expired.length > 0 || findings.some(counts))) return 2;
  return reports.some(({ unapplied }) => unapplied) ? 3 : 0;
}

import type { Diagnostic } from "../../diagnostic";
import type { Finding, Ignore, StackFindings, UnreadStack } from "../../drift/finding";
import { harmless } from "../look";
import { withoutSecrets } from "../../drift/concealed";
import { counted, ignoreText, subjectOf, titleOf } from "./words";

/** One test of a suite; without a result it has passed. */
interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly result?: {
    readonly element: "failure" | "error" | "skipped";
    readonly type?: string;
    readonly message: string;
    readonly text: string;
  };
}

/** The tests of a stack. */
interface JunitSuite extends Pick<StackFindings, "stack" | "seconds" | "observedAt"> {
  readonly cases: readonly JunitCase[];
}

/**
 * JUnit's XML in the strict dialect of Jenkins: a suite for each stack. A finding is a failure, an ignored one a skipped test, a host or a
 * stack that could not be read an error. A resource that was compared without a finding is a test that has passed, one that was not is skipped, so that a report on nothing does not look like success.
 */
export function* driftJunit(reports: readonly StackFindings[], unread: readonly UnreadStack[] = []): Generator<string> {
  const suites = [
    ...reports.map(withoutSecrets).map((report): JunitSuite => ({ ...report, cases: casesOf(report) })),
    ...unread.map((one): JunitSuite => ({ stack: one.stack, seconds: 0, observedAt: reports[0]!.observedAt, cases: unreadCases(one) })),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="netweft drift" tests="${all.length}" failures="${count(all, "failure")}" errors="${count(all, "error")}" time="${time(seconds)}">\n`;
  for (const suite of suites) yield* suiteText(suite);
  yield "</testsuites>\n";
}

function* suiteText({ stack, seconds, observedAt, cases }: JunitSuite): Generator<string> {
  const counts = (["failure", "error"] as const).map((one) => `${one}s="${count(cases, one)}"`).join(" ");
  const rest = `skipped="${count(cases, "skipped")}" time="${time(seconds)}" timestamp="${observedAt.replace(/(?:\.\d+)?Z$/, "")}"`;
  yield `  <testsuite name=${quoted(stack)} tests="${cases.length}" ${counts} ${rest}>\n`;
  for (const { classname, name, result } of cases) {
    const head = `    <testcase classname=${quoted(classname)} name=${quoted(name)}`;
    if (result === undefined) yield `${head}/>\n`;
    else {
      const type = result.type === undefined ? "" : ` type=${quoted(result.type)}`;
      yield `${head}>\n      <${result.element}${type} message=${quoted(result.message)}>${escaped(result.text)}</${result.element}>\n    </testcase>\n`;
    }
  }
  yield "  </testsuite>\n";
}

function casesOf(report: StackFindings): readonly JunitCase[] {
  const { findings, ignored, expired, unread, unapplied, stack, uncompared, diagnostics } = report;
  const concerned = new Set([...findings, ...ignored.map(({ finding }) => finding)].flatMap(({ resources }) => resources));
  const hidden = new Set(uncompared);
  const errors = diagnostics.filter(({ severity, at }) => severity === "error" && (at.host === undefined || !unread.includes(at.host)));
  const nothing = {
    element: "error",
    message: "Nothing was compared",
    text: "The state has no resources, and the configuration declares some.",
  } as const;
  return unique([
    ...findings.map((finding) =>
      caseOf(finding, { element: "failure", type: finding.severity, message: finding.reason, text: failureText(finding) }),
    ),
    ...ignored.map(({ finding, ignore }) =>
      caseOf(finding, { element: "skipped", message: ignoredBecause(ignore), text: titleOf(finding) }),
    ),
    ...expired.map((ignore) => expiredCase(stack, ignore)),
    ...unread.map((host): JunitCase => ({
      classname: `${stack}.${host}`,
      name: "host is read",
      result: { element: "error", message: "The host could not be read", text: `Nothing is known about host ${JSON.stringify(host)}.` },
    })),
    ...(unapplied ? [{ classname: stack, name: "state has resources", result: nothing }] : []),
    ...errors.map((error) => errorCase(stack, error)),
    ...report.resources
      .filter((one) => !concerned.has(one))
      .map((one): JunitCase => ({ classname: `${stack}.resources`, name: one, ...(hidden.has(one) && { result: UNCOMPARED }) })),
  ]);
}

function errorCase(stack: string, { summary, detail, at }: Diagnostic): JunitCase {
  return { classname: `${stack}.errors`, name: at.resource ?? summary, result: { element: "error", message: summary, text: detail } };
}

function unreadCases({ stack, diagnostics }: UnreadStack): readonly JunitCase[] {
  return unique(diagnostics.filter(({ severity }) => severity === "error").map((error) => errorCase(stack, error)));
}

const UNCOMPARED = {
  element: "skipped",
  message: "Not compared",
  text: "Its host, or its lines in the state, could not be read: whether it differs is not known.",
} as const;

function caseOf(finding: Finding, result: NonNullable<JunitCase["result"]>): JunitCase {
  return { classname: `${finding.host}.${finding.layer}`, name: `${finding.class}: ${subjectOf(finding)}`, result };
}

function expiredCase(stack: string, ignore: Ignore): JunitCase {
  const text = `Ignored until ${ignore.until ?? ""} by ${ignore.by}: ${ignore.reason}`;
  return {
    classname: `${stack}.ignores`,
    name: ignoreText(ignore),
    result: { element: "failure", type: "expired", message: `The ignore expired on ${ignore.until ?? ""}`, text },
  };
}

/** GitLab keeps the first of two tests with one name: the others are numbered. */
function unique(cases: readonly JunitCase[]): readonly JunitCase[] {
  const seen = new Map<string, number>();
  return cases.map((one) => {
    const at = JSON.stringify([one.classname, one.name]);
    const n = (seen.get(at) ?? 0) + 1;
    seen.set(at, n);
    return n === 1 ? one : { ...one, name: `${one.name} (${n})` };
  });
}

function failureText(finding: Finding): string {
  const { expected, actual, endpoints, firstSeen, repair, fingerprint, source } = finding;
  return [
    `${titleOf(finding)}.`,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(actual === undefined ? [] : [`actual:   ${actual}`]),
    ...(endpoints.length === 0 ? [] : [`affects ${endpoints.join(", ")}`]),
    ...(source === undefined ? [] : [`declared in ${source.file}:${source.line}`]),
    `first seen ${firstSeen}`,
    `${repair.advice}${repair.interrupts.length === 0 ? "" : ` It interrupts ${counted(repair.interrupts.length, "endpoint")}.`}`,
    `fingerprint ${fingerprint}`,
  ].join("\n");
}

function ignoredBecause({ reason, by, until }: Ignore): string {
  return `Ignored${until === undefined ? "" : ` until ${until}`} by ${by}: ${reason}`;
}

function count(cases: readonly JunitCase[], element: string): number {
  return cases.filter(({ result }) => result?.element === element).length;
}

function time(seconds: number): string {
  return seconds.toFixed(3);
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll("\n", "&#10;")}"`;
}

/** Control characters, which XML cannot have at all, are written as in JSON. */
function escaped(text: string): string {
  return harmless(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

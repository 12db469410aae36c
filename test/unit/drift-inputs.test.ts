/** What a user says about findings, as data: what counts, what is ignored, and an earlier report. */
import { readBaseline } from "../../lib/drift/baseline";
import { exitCodeOf } from "../../lib/drift/exit-code";
import type { Baseline } from "../../lib/drift/finding";
import { readIgnoreFile, readIgnoreOption } from "../../lib/drift/ignore-file";
import { stackFindings } from "../../lib/drift/report";
import type { DriftReport } from "../../lib/engine";
import { emptyState } from "../../lib/engine/state";
import { driftJson } from "../../lib/report/drift/json";
import { registry } from "../../lib/resources";
import { finding, fullReport, report } from "../support/drift-reports";

describe("the exit code", () => {
  const cosmetic = report({ findings: [finding({ severity: "cosmetic" })] });
  const outage = report({ findings: [finding()] });

  test("--fail-on implies the detailed code", () => {
    expect(exitCodeOf([outage], false, undefined)).toBe(0);
    expect(exitCodeOf([outage], false, ["outage"])).toBe(2);
    expect(exitCodeOf([cosmetic], false, ["outage"])).toBe(0);
  });

  test("a finding that is two things counts for both", () => {
    const both = report({ findings: [finding({ severity: "exposure", also: "outage" })] });
    for (const severity of ["exposure", "outage"] as const) expect(exitCodeOf([both], false, [severity])).toBe(2);
    expect(exitCodeOf([both], false, ["degraded"])).toBe(0);
  });

  test("3 says that a stack has nothing to compare, although it declares something", () => {
    const unapplied = report({ unapplied: true });
    expect(exitCodeOf([unapplied, unapplied], true, undefined)).toBe(3);
    expect(exitCodeOf([unapplied, report()], true, undefined)).toBe(3);
    expect(exitCodeOf([], true, undefined)).toBe(0);
  });

  test("1 says that something could not be read", () => {
    expect(exitCodeOf([report(), report({ uncompared: ["netweft_endpoint.web"] })], false, undefined)).toBe(1);
  });
});

describe("an entry that ignores findings", () => {
  const file = (entry: object) =>
    readIgnoreFile(JSON.stringify({ version: 1, ignore: [{ reason: "A test.", by: "alice", ...entry }] }), "netweft.drift.json");

  test.each([{ line: "*" }, { resource: "**" }, { line: "*", resource: "*" }])("%j would ignore everything, and is an error", (entry) => {
    expect(file(entry).diagnostics.map(({ detail }) => detail)).toEqual([expect.stringContaining("It would ignore every finding")]);
  });

  test("a pattern of stars beside a member that chooses is allowed", () => {
    expect(file({ line: "*", class: "unexpected" }).ok).toBe(true);
  });

  test("an option that repeats a member is an error", () => {
    const { diagnostics } = readIgnoreOption("class=missing,class=changed");
    expect(diagnostics.map(({ detail }) => detail)).toEqual([expect.stringContaining("class is given more than once")]);
  });

  test("an error in an option names the option", () => {
    expect(readIgnoreOption("tap0").diagnostics.map(({ detail }) => detail)).toEqual([expect.stringMatching(/^--ignore "tap0": /)]);
  });
});

describe("an earlier report", () => {
  const read = (stacks: unknown) => readBaseline(JSON.stringify({ format_version: "2.0", stacks }), "old.json");

  test("gives the age of every finding, also of what is ignored or on a host that was not read", () => {
    const baseline = readBaseline([...driftJson([fullReport()], "0.2.0")].join(""), "old.json");
    const known = baseline.ok ? baseline.value.get("shop") : undefined;
    for (const digit of ["e", "d"]) expect(known?.get(digit.repeat(32))).toMatchObject({ firstSeen: finding().firstSeen });
  });

  test("what `ignore_changes` covered stays ignored while its host cannot be read, for as many reports as that takes", () => {
    const known = (text: Iterable<string>) => {
      const read = readBaseline([...text].join(""), "old.json");
      return read.ok ? read.value.get("shop")! : new Map();
    };
    const lost = (baseline: Baseline) => {
      const found: DriftReport = {
        ...{ backends: [], lines: [], judged: [], ignoredBy: new Map(), coverage: [], stack: "shop", unread: ["edge"] },
        ...{ instances: 0, facts: 0, uncompared: [], unapplied: false, secrets: [], diagnostics: [] },
      };
      const place = { configuration: {}, state: emptyState("x"), types: registry, file: "main.tf.json" };
      return stackFindings({ found, ...place, observedAt: "2027-01-01T00:00:00Z", seconds: 0, ignores: [], baseline });
    };
    const on = (digit: string) => finding({ fingerprint: digit.repeat(32), host: "edge" });
    const covered = { finding: on("a"), ignore: { reason: "r", by: "lifecycle" } };
    // Its entry is not there any more in the later reports.
    const entered = { finding: on("c"), ignore: { reason: "r", by: "network team" } };
    const first = lost(known(driftJson([report({ findings: [on("b")], ignored: [covered, entered] })], "0.2.0")));
    const before = known(driftJson([first], "0.2.0"));
    const unreadStack = driftJson([report({ stack: "other" })], "0.2.0", [{ stack: "shop", diagnostics: [], before }]);
    for (const { unreadFindings } of [first, lost(before), lost(known(unreadStack))])
      expect(unreadFindings.map(({ fingerprint, ignored }) => [fingerprint[0], ignored])).toEqual([
        ["b", false],
        ["a", true],
        ["c", false],
      ]);
  });

  test("gives the age of what a stack had that could not be read meanwhile", () => {
    const before = new Map([[finding().fingerprint, finding()]]);
    const unread = [{ stack: "shop", diagnostics: [], before }];
    const baseline = readBaseline([...driftJson([report({ stack: "other" })], "0.2.0", unread)].join(""), "old.json");
    const known = baseline.ok ? baseline.value.get("shop") : undefined;
    expect(known?.get(finding().fingerprint)).toMatchObject({ firstSeen: finding().firstSeen });
  });

  test("is refused with all errors of its entries at once", () => {
    const entry = { fingerprint: "a", host: "edge", class: "gone", layer: "air", severity: "bad", first_seen: "yesterday" };
    const { diagnostics } = read([{ stack: "shop", findings: [entry, {}] }, { stack: "shop" }, {}]);
    const text = diagnostics.map(({ detail }) => detail).join("\n");
    for (const part of [
      'class "gone"',
      'layer "air"',
      'severity "bad"',
      '"yesterday"',
      "findings[1] has no fingerprint",
      "more than once",
      "stacks[2]",
    ])
      expect(text).toContain(part);
  });
});

/** What a user says about findings, as data: what counts, what is ignored, and an earlier report. */
import { exitCodeOf } from "../../lib/drift/exit-code";
import { readIgnoreFile, readIgnoreOption } from "../../lib/drift/ignore-file";
import { finding, report } from "../support/drift-reports";

describe("the exit code", () => {
  const cosmetic = report({ findings: [finding({ severity: "cosmetic" })] });
  const outage = report({ findings: [finding()] });

  test("--fail-on implies the detailed code", () => {
    expect(exitCodeOf([outage], false, undefined)).toBe(0);
    expect(exitCodeOf([outage], false, ["outage"])).toBe(2);
    expect(exitCodeOf([cosmetic], false, ["outage"])).toBe(0);
  });

  test("3 says that no stack has anything to compare", () => {
    const unapplied = report({ unapplied: true });
    expect(exitCodeOf([unapplied, unapplied], true, undefined)).toBe(3);
    expect(exitCodeOf([unapplied, report()], true, undefined)).toBe(0);
    expect(exitCodeOf([], true, undefined)).toBe(0);
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
});

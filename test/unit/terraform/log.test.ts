import { leastLevel, logLine, openLog } from "../../../providers/frontends/terraform/plugin/log";

describe("a line of the log", () => {
  test("is JSON with a time of six digits, as Terraform reads it", () => {
    const line = logLine("warn", 'It says "no".\nTwice.', new Date("2026-01-02T03:04:05.123Z"), { host: "local" });
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toEqual({
      "@level": "warn",
      "@message": 'It says "no".\nTwice.',
      "@module": "netweft",
      "@timestamp": "2026-01-02T03:04:05.123000Z",
      host: "local",
    });
  });

  test("keeps its message and level whatever the names of the fields", () => {
    expect(JSON.parse(logLine("info", "true", new Date(), { "@message": "false" }))).toMatchObject({
      "@message": "true",
      "@level": "info",
    });
  });
});

describe("the log", () => {
  test.each([
    [{}, "error"],
    [{ TF_LOG: "off" }, "error"],
    [{ TF_LOG: "" }, "error"],
    [{ TF_LOG: "WARN" }, "warn"],
    [{ TF_LOG: "debug" }, "debug"],
    [{ TF_LOG: "JSON" }, "trace"],
    [{ TF_LOG: "loud" }, "trace"],
    [{ TF_LOG: "TRACE", TF_LOG_PROVIDER: "INFO" }, "info"],
    [{ TF_LOG_PROVIDER: "INFO" }, "info"],
    [{ TF_LOG: "TRACE", TF_LOG_PROVIDER: "off" }, "error"],
  ] as const)("with %j begins at %s", (env, level) => {
    expect(leastLevel(env)).toBe(level);
  });

  test("always contains errors, and other entries only on request", () => {
    expect(saidWith({})).toEqual(["error"]);
    expect(saidWith({ TF_LOG: "INFO" })).toEqual(["error", "warn", "info"]);
  });
});

function saidWith(env: Readonly<Record<string, string>>): readonly string[] {
  const lines: string[] = [];
  const log = openLog(env, (text) => lines.push(text));
  for (const level of ["error", "warn", "info", "debug", "trace"] as const) log(level, "hello");
  for (const line of lines) expect(line.endsWith("\n")).toBe(true);
  return lines.map((line) => (JSON.parse(line) as Record<string, string>)["@level"]!);
}

import { commands } from "../../lib/cli/commands";
import { commandHelp, overview } from "../../lib/cli/help";
import { everywhere, isOption, options } from "../../lib/cli/options";
import { parse, type ParsedFlags, type Syntax } from "../../lib/cli/parse";

const plan: Syntax = { name: "plan", ...commands["plan"]! };

function given(...words: string[]): ParsedFlags {
  const result = parse(words, plan);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

function complaints(...words: string[]): readonly string[] {
  return parse(words, plan).diagnostics.map(({ code, detail }) => `${code}: ${detail}`);
}

describe("options", () => {
  it.each([
    ["two dashes and an equals sign", ["--out=a.plan"]],
    ["two dashes and the next word", ["--out", "a.plan"]],
    ["one dash and an equals sign", ["-out=a.plan"]],
    ["one dash and the next word", ["-out", "a.plan"]],
  ])("are taken with %s", (_, words) => {
    expect(given(...words).value("out")).toBe("a.plan");
  });

  it("may be repeated, before and after the arguments, and keep their values verbatim", () => {
    const { list, args } = given("-var", "a=1", "folder", "-var=b=x=y", "--var", "c=--json");
    expect(list("var")).toEqual(["a=1", "b=x=y", "c=--json"]);
    expect(args).toEqual(["folder"]);
  });

  it("that are switches are off by default, and choices are on by default", () => {
    expect([given().isOn("json"), given("-json").isOn("json"), given("--json=false").isOn("json")]).toEqual([false, true, false]);
    expect([given().isOn("refresh"), given("-refresh=false").isOn("refresh")]).toEqual([true, false]);
  });

  it("end at two dashes", () => {
    expect(given("--", "-json").args).toEqual(["-json"]);
  });

  it.each([
    ["with two dashes", ["--state", "s", "web", "--", "ls", "--all", "--"]],
    ["without them", ["--state", "s", "web", "ls", "--all", "--"]],
  ])("end at the first argument where a command of the user's follows, %s", (_, words) => {
    const result = parse(words, { name: "exec", ...commands["exec"]! });
    expect(result.ok && [result.value.value("state"), result.value.args]).toEqual(["s", ["web", "ls", "--all", "--"]]);
  });

  it("that do not exist are all reported at once, with suggestions", () => {
    const found = complaints("--detailed-exit-code", "--jsn", "--out");
    expect(found).toEqual([
      expect.stringMatching(/^unknown-option: .*--detailed-exit-code.*Did you mean --detailed-exitcode\?/),
      expect.stringMatching(/^unknown-option: .*--jsn.*Did you mean --json\?/),
      expect.stringMatching(/^missing-option-value: .*--out FILE/),
    ]);
  });

  it("that take one value are errors with two, and may repeat the same one", () => {
    expect(complaints("--state=a", "--out", "x", "--out=y", "--lock=false", "--lock")).toEqual([
      expect.stringMatching(/^unknown-option: .*--state=a/),
      expect.stringMatching(/^unknown-option: .*--lock=false/),
      expect.stringMatching(/^unknown-option: .*--lock/),
      expect.stringMatching(/^invalid-option-value: .*--out takes one value, and "x" and "y" are given/),
    ]);
    expect(complaints("--refresh", "--refresh=false")).toEqual([expect.stringMatching(/^invalid-option-value: .*"true" and "false"/)]);
    expect(given("--out", "x", "--out=x", "--json", "--json").value("out")).toBe("x");
  });

  it("are suggested where half of the letters are right, or the rest is missing", () => {
    expect(complaints("--lien", "--detail", "--skip")).toEqual([
      expect.stringContaining("Did you mean --lines?"),
      expect.stringContaining("Did you mean --detailed-exitcode?"),
      expect.stringContaining("Did you mean --skip-synth?"),
    ]);
    expect(complaints("--bogus")).toEqual([expect.not.stringContaining("Did you mean")]);
  });

  it("are not taken for the value of another option", () => {
    expect(complaints("--out", "--json")).toEqual([expect.stringMatching(/^missing-option-value: .*--out=--json/)]);
  });

  it("that are switches take only true and false", () => {
    expect(complaints("--refresh=no")).toEqual([expect.stringMatching(/^invalid-option-value/)]);
  });

  it("of another command are refused", () => {
    expect(complaints("--raw")).toEqual([expect.stringMatching(/^unknown-option/)]);
  });
});

describe("arguments", () => {
  it("are counted", () => {
    expect(complaints("a", "b")).toEqual([expect.stringMatching(/^too-many-arguments: .*"b"/)]);
    const show = { name: "state show", ...commands["state show"]! };
    expect(parse([], show).diagnostics.map(({ code }) => code)).toEqual(["missing-argument"]);
    expect(parse(["--help"], show).ok).toBe(true);
  });
});

describe("the table of commands", () => {
  it("has only existing options, and every option is used", () => {
    const used = new Set([...everywhere, ...Object.values(commands).flatMap((command) => command.options)]);
    expect([...used].every(isOption)).toBe(true);
    expect(Object.keys(options).filter((name) => !used.has(name as never) && name !== "version")).toEqual([]);
  });

  it("leads to a function for each", async () => {
    for (const command of Object.values(commands)) expect(typeof (await command.load())).toBe("function");
  });

  it("is shown by help", () => {
    for (const [name, command] of Object.entries(commands)) {
      expect(overview()).toContain(`  ${name} `);
      const help = commandHelp(name, command);
      expect(help).toContain(`Usage: netweft ${name}`);
      for (const option of command.options) expect(help).toContain(`--${option}`);
    }
  });
});

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { netweft, type Ran } from "../support/netweft";
import { good, type Case, type Complaint, type Damage, type Json } from "./bad-input/case";
import { files } from "./bad-input/files";
import { hosts } from "./bad-input/hosts";
import { language } from "./bad-input/language";
import { overlays } from "./bad-input/overlays";
import { everywhere, nasty } from "./bad-input/strings";
import { values } from "./bad-input/values";

const corpus: Readonly<Record<string, readonly Case[]>> = { values, hosts, overlays, language, files };

/** A folder in which the good configuration was planned and applied; every case gets a copy. */
let applied: string;
let folder: string;

beforeAll(async () => {
  applied = mkdtempSync(join(tmpdir(), "netweft-good-"));
  writeFileSync(join(applied, "main.tf.json"), JSON.stringify(good));
  for (const args of [
    ["plan", "--out", "changes.plan"],
    ["apply", "changes.plan"],
    ["plan", "--out", "changes.plan"],
  ]) {
    const { code, stderr } = await netweft(args, { cwd: applied });
    if (code !== 0) throw new Error(stderr);
  }
});
afterAll(() => rmSync(applied, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netweft-bad-"));
  cpSync(applied, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(corpus))("a wrong configuration: %s", (_, cases) => {
  test.each(cases.map((one) => [one.title, one] as const))("refuses %s", async (_, one) => {
    spoil(one);
    const before = contents(folder);
    for (const [inText, inJson] of one.commands?.map((args) => [args, args] as const) ?? [[["plan"], ["apply", "--auto-approve"]]]) {
      const said = await refusal(inText!, inJson!);
      // One mistake, one error: its consequences are not reported.
      expect(said.complaints).toEqual([expect.objectContaining(one.expect)]);
      expect(withoutLine(said)).toEqual([]);
      expect(said.text).toContain(`[${one.expect.code}]`);
    }
    expect(contents(folder)).toEqual(before);
  });
});

test.each(Object.entries(nasty))("refuses %s wherever a text can be set", async (_, text) => {
  const before = contents(folder);
  for (const { changes, expects } of everywhere(text)) {
    const changed = changes.reduce((all, change) => merged(all, change), good);
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(changed));
    const { complaints } = await refusal(["apply", "--auto-approve"]);
    expect(complaints).toEqual(expect.arrayContaining(expects.map((one) => expect.objectContaining(one))));
  }
  expect({ ...contents(folder), "main.tf.json": "" }).toEqual({ ...before, "main.tf.json": "" });
});

test("the good configuration is valid, so that a refusal is due to the mistake", async () => {
  const { code, stdout } = await netweft(["plan", "--detailed-exitcode"], { cwd: folder });
  expect([code, stdout]).toEqual([0, expect.stringContaining("No changes")]);
});

test("the names of cases are unique", () => {
  const titles = Object.values(corpus).flatMap((cases) => cases.map(({ title }) => title));
  expect(titles.filter((title, n) => titles.indexOf(title) !== n)).toEqual([]);
});

/** Runs commands that must refuse, one with text and one with JSON output, and returns the diagnostics of both. */
async function refusal(
  inText: readonly string[],
  inJson = inText,
): Promise<{ readonly text: string; readonly complaints: readonly Complaint[] }> {
  const text = await netweft(inText, { cwd: folder });
  const json = await netweft([...inJson, "--json"], { cwd: folder });
  expect([text.code, json.code]).toEqual([1, 1]);
  for (const { stdout, stderr } of [text, json]) expect(stdout + stderr).not.toMatch(/\n {4}at |This is a bug|[^\P{Cc}\n]/u);
  return { text: text.stderr, complaints: complaintsIn(json) };
}

/** The errors of a configuration without the line of their attribute or block, or with another one in JSON. */
function withoutLine({ text, complaints }: Awaited<ReturnType<typeof refusal>>): readonly Complaint[] {
  const written = complaints.filter(({ resource = "" }) => /^(netweft_|data\.|provider\[)/.test(resource));
  return written.filter(({ file = "" }) => !/^[\w.]+\.tf\.json:\d+:\d+$/.test(file) || !text.includes(`\n  at ${file}\n`));
}

function spoil({ change = {}, files = {}, damage = {} }: Case): void {
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(merged(good, change)));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  for (const [name, how] of Object.entries(damage)) {
    const path = join(folder, name);
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, damaged(whole, how));
    if (readFileSync(path, "utf8") === whole) throw new Error(`${name} is not damaged at all`);
  }
}

function damaged(text: string, how: Damage): string {
  if ("keep" in how) return text.slice(0, Math.floor(text.length * how.keep));
  if ("text" in how) return how.text;
  return text.replace(new RegExp(how.replace[0]), how.replace[1]);
}

/** The sections of both, merged down to the attributes of a resource; null removes one. */
function merged(base: Json, change: Json, depth = 0): Json {
  const result: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(change)) {
    const old = result[name];
    if (value === null) delete result[name];
    else result[name] = depth < 3 && isObject(old) && isObject(value) ? merged(old, value, depth + 1) : value;
  }
  return result;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The diagnostics of a run with `--json`, in the form of the cases. */
function complaintsIn({ stdout }: Ran): readonly Complaint[] {
  type Said = Complaint & { readonly severity: string; readonly address?: string };
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Said[] };
  return diagnostics.filter(({ severity }) => severity === "error").map(({ address, ...rest }) => ({ ...rest, resource: address }));
}

/** Every file below a folder with its bytes, and when it was written. */
function contents(path: string): Readonly<Record<string, string>> {
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(path, name)).isFile());
  return Object.fromEntries(
    names.map((name) => [name, `${statSync(join(path, name)).mtimeMs} ${readFileSync(join(path, name), "latin1")}`]),
  );
}

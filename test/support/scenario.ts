/**
 * Scenarios: one readable file contains a sentence on what it specifies, a script, and all inputs and expected outputs.
 *
 *     # An applied stack has nothing left to plan.
 *     netweft apply --auto-approve
 *     netweft plan --detailed-exitcode
 *     cmp stdout plan.golden
 *     -- main.tf.json --
 *     { "resource": … }
 *     -- plan.golden --
 *     No changes. …
 *
 * The commands are those of the table below. `! command` expects it to fail (`netweft`: exit code 1), `? 2 netweft …` an
 * exact exit code. With `UPDATE=1` in the environment `cmp` writes the actual text into the scenario instead of failing.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { formatArchive, parseArchive, type Archive } from "./archive";
import { killedBy, netweft, type Ran } from "./netweft";
import { wordsOf } from "./words";

interface Scene {
  readonly folder: string;
  /** Names of the scenario's own files. */
  readonly files: ReadonlySet<string>;
  readonly env: Record<string, string>;
  /** The output of the last `netweft`. */
  last: Ran;
  /** The answers to the next prompts. */
  answers: string[];
  readonly uuid: () => string;
  /** Golden files to be rewritten. */
  readonly updates: Map<string, string>;
}

/** The prefix of a line: the expected outcome of its command. */
interface Expected {
  readonly negated: boolean;
  readonly code: number;
}

/** Returns the problem, or nothing. */
type Command = (scene: Scene, words: readonly string[], expected: Expected) => string | undefined | Promise<string | undefined>;

const commands: Readonly<Record<string, Command>> = {
  /** Runs the command line interface in the scenario's folder. */
  async netweft(scene, words, { code }) {
    scene.last = await netweft(words, { cwd: scene.folder, env: scene.env, answers: scene.answers, uuid: scene.uuid });
    scene.answers = [];
    return scene.last.code === code ? undefined : `exit code ${scene.last.code} instead of ${code}`;
  },
  /** killed netweft …: runs it as a process of its own, which must be killed before its end. */
  killed(scene, [, ...words]) {
    const signal = killedBy(words, { cwd: scene.folder, env: scene.env });
    return signal === "SIGKILL" ? undefined : `ended by ${signal ?? "itself"} instead of SIGKILL`;
  },
  /** Answers the next prompts of `netweft`, one word each. */
  answer(scene, words) {
    scene.answers = [...words];
  },
  /** cmp ACTUAL EXPECTED: compares two texts, `stdout`, `stderr` or files. JSON is formatted if a side is a `.json` file. */
  cmp: (scene, words) => compare(scene, words, (text) => text),
  /** Like `cmp`, but in any order of the lines. */
  same: (scene, words) => compare(scene, words, (text) => text.split("\n").sort().join("\n")),
  stdout: (scene, [pattern = ""], expected) => matches(scene.last.stdout, pattern, expected),
  stderr: (scene, [pattern = ""], expected) => matches(scene.last.stderr, pattern, expected),
  /** grep FILE REGEXP */
  grep: (scene, [file = "", pattern = ""], expected) => matches(textOf(scene, file), pattern, expected),
  exists(scene, words, { negated }) {
    const wrong = words.filter((word) => existsSync(join(scene.folder, word)) === negated);
    return wrong.length > 0 ? `${wrong.join(", ")} ${negated ? "exists" : "does not exist"}` : undefined;
  },
  /** cp FILE|stdout|stderr FILE */
  cp(scene, [from = "", to = ""]) {
    write(scene, to, textOf(scene, from));
  },
  /** Copies a folder of the repository. */
  example(scene, [name = ""]) {
    cpSync(join(__dirname, "../../examples", name), scene.folder, { recursive: true });
  },
  env(scene, words) {
    for (const word of words) {
      const [, name = "", value = ""] = /^([A-Z_a-z0-9]+)=(.*)$/s.exec(word) ?? [];
      scene.env[name] = value;
    }
  },
  rm(scene, words) {
    for (const word of words) rmSync(join(scene.folder, word), { recursive: true });
  },
  /** append FILE TEXT */
  append(scene, [file = "", text = ""]) {
    write(scene, file, `${textOf(scene, file)}${text}\n`);
  },
  /** Truncates a file to so many bytes. */
  truncate(scene, [file = "", bytes = ""]) {
    writeFileSync(join(scene.folder, file), readFileSync(join(scene.folder, file)).subarray(0, Number(bytes)));
  },
  /** replace FILE REGEXP TEXT: every match, and there must be one. */
  replace(scene, [file = "", pattern = "", text = ""]) {
    const before = textOf(scene, file);
    const after = before.replace(new RegExp(pattern, "g"), text);
    write(scene, file, after);
    return after === before ? `${file} has nothing that matches ${pattern}` : undefined;
  },
};

/** The first comment of a scenario: what it specifies. */
export function titleOf(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines
    .slice(0, end)
    .map((line) => line.slice(1).trim())
    .join(" ");
}

/** Runs a scenario in a folder of its own and throws at the first line with an unexpected outcome. */
export async function runScenario(path: string): Promise<void> {
  const archive = parseArchive(readFileSync(path, "utf8"));
  const scene = prepare(archive);
  try {
    for (const [index, line] of archive.comment.split("\n").entries()) await runLine(scene, line, `${relative("", path)}:${index + 1}`);
    if (scene.updates.size > 0) writeFileSync(path, formatArchive({ ...archive, files: new Map([...archive.files, ...scene.updates]) }));
  } finally {
    rmSync(scene.folder, { recursive: true });
  }
}

function prepare(archive: Archive): Scene {
  const folder = mkdtempSync(join(tmpdir(), "netweft-scenario-"));
  const files = new Set(archive.files.keys());
  const scene: Scene = {
    folder,
    files,
    env: {},
    last: { code: 0, stdout: "", stderr: "" },
    answers: [],
    uuid: counter(),
    updates: new Map(),
  };
  for (const [name, text] of archive.files) write(scene, name, text);
  return scene;
}

/** Deterministic names. */
function counter(): () => string {
  let n = 0;
  return () => `00000000-0000-4000-8000-${String((n += 1)).padStart(12, "0")}`;
}

async function runLine(scene: Scene, line: string, at: string): Promise<void> {
  const words = wordsOf(line, { ...scene.env, WORK: scene.folder });
  if (words.length === 0 || line.startsWith("#")) return;
  const { expected, name, rest } = headOf(words);
  const command = commands[name];
  if (!command) throw new Error(`${at}: no such command: ${name}`);
  const problem = await command(scene, rest, expected);
  if (problem === undefined) return;
  const { stdout, stderr } = scene.last;
  throw new Error(`${at}: ${line}\n${problem}\n--- stdout\n${stdout}--- stderr\n${stderr}`);
}

function headOf(words: readonly string[]): { expected: Expected; name: string; rest: readonly string[] } {
  if (words[0] === "!") return { expected: { negated: true, code: 1 }, name: words[1] ?? "", rest: words.slice(2) };
  if (words[0] === "?") return { expected: { negated: false, code: Number(words[1]) }, name: words[2] ?? "", rest: words.slice(3) };
  return { expected: { negated: false, code: 0 }, name: words[0] ?? "", rest: words.slice(1) };
}

function textOf(scene: Scene, name: string): string {
  if (name === "stdout" || name === "stderr") return scene.last[name];
  const path = join(scene.folder, name);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function compare(scene: Scene, [left = "", right = ""]: readonly string[], form: (text: string) => string): string | undefined {
  const got = right.endsWith(".json") ? laidOut(textOf(scene, left)) : textOf(scene, left);
  const want = textOf(scene, right);
  if (form(got) === form(want)) return undefined;
  if (!process.env.UPDATE || !scene.files.has(right)) return `${left} differs from ${right}\n${difference(want, got)}`;
  write(scene, right, got);
  scene.updates.set(right, got);
  return undefined;
}

function laidOut(json: string): string {
  return `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
}

function write(scene: Scene, name: string, text: string): void {
  const path = join(scene.folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function matches(text: string, pattern: string, { negated }: Expected): string | undefined {
  if (new RegExp(pattern, "m").test(text) !== negated) return undefined;
  return `${negated ? "matches" : "does not match"} /${pattern}/`;
}

/** The lines of both texts, with those of one side only marked. Goldens are short enough for this. */
function difference(want: string, got: string): string {
  const [wanted, gotten] = [want.split("\n"), got.split("\n")];
  const missing = wanted.filter((line) => !gotten.includes(line)).map((line) => `- ${line}`);
  const extra = gotten.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`);
  return [...missing, ...extra].join("\n") || "(the same lines in another order or number)";
}

/** Entries that ignore findings, as a user writes them: in `netweft.drift.json`, and in options. */
import { diagnose, fail, ok, type Diagnostic, type Path, type Result } from "../diagnostic";
import { isTooDeep } from "../schema/json-depth";
import { findingClasses, layers, type Ignore } from "./finding";

/** The reviewed file in the project's folder. */
export const IGNORE_FILE = "netweft.drift.json";

const WORDS = { class: findingClasses, layer: layers } as const;
const MEMBERS = ["class", "layer", "resource", "line", "reason", "by", "until"] as const;
/** What says which findings are meant. */
const CHOOSING = ["class", "layer", "resource", "line"] as const;

/** Reads the text of an ignore file; all errors at once. */
export function readIgnoreFile(text: string, file: string): Result<readonly Ignore[]> {
  let content: unknown;
  try {
    content = isTooDeep(text) ? undefined : JSON.parse(text);
  } catch {
    return fail(wrong("It is not JSON.", { file }));
  }
  if (!isRecord(content)) return fail(wrong('It has to be an object: {"version": 1, "ignore": [...]}.', { file }));
  const { version, ignore, ...others } = content;
  const found = [
    ...(version === 1
      ? []
      : [wrong(`Its version is ${JSON.stringify(version) ?? "missing"}. Write "version": 1.`, { file, path: ["version"] })]),
    ...Object.keys(others).map((name) =>
      wrong(`${JSON.stringify(name)} is no member of it. It has "version" and "ignore".`, { file, path: [name] }),
    ),
    ...(Array.isArray(ignore) ? [] : [wrong('"ignore" has to be a list of entries.', { file, path: ["ignore"] })]),
  ];
  const entries = Array.isArray(ignore) ? (ignore as readonly unknown[]) : [];
  const problems = [...found, ...entries.flatMap((entry, n) => problemsIn(entry, { file, path: ["ignore", n] }))];
  return problems.length > 0 ? fail(...problems) : ok(entries as readonly Ignore[]);
}

interface EntryPlace {
  readonly file?: string;
  readonly path: Path;
}

function problemsIn(entry: unknown, at: EntryPlace): readonly Diagnostic[] {
  if (!isRecord(entry)) return [wrong("An entry has to be an object.", at)];
  const inside = (name: string) => ({ ...at, path: [...at.path, name] });
  const unknown = Object.keys(entry).filter((name) => !MEMBERS.some((known) => known === name));
  const members = MEMBERS.flatMap((name) => {
    const value = entry[name];
    const problem = value === undefined ? missing(name) : memberProblem(name, value);
    return problem === undefined ? [] : [wrong(problem, inside(name))];
  });
  const chosen = CHOOSING.some((name) => entry[name] !== undefined && !isEveryText(entry[name]));
  return [
    ...unknown.map((name) => wrong(`${JSON.stringify(name)} is no member of an entry. It has ${MEMBERS.join(", ")}.`, inside(name))),
    ...members,
    ...(chosen ? [] : [wrong(`It would ignore every finding. Say which ones with ${CHOOSING.join(", ")}.`, at)]),
  ];
}

/** A pattern that chooses nothing. */
function isEveryText(value: unknown): boolean {
  return typeof value === "string" && /^\*+$/.test(value.trim());
}

function missing(name: (typeof MEMBERS)[number]): string | undefined {
  if (name === "reason") return "The reason is missing: say why the findings are left.";
  return name === "by" ? "It is not said who decided it." : undefined;
}

function memberProblem(name: (typeof MEMBERS)[number], value: unknown): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return "It has to be a text that is not empty.";
  if (name === "class" || name === "layer") {
    const words: readonly string[] = WORDS[name];
    return words.includes(value) ? undefined : `${JSON.stringify(value)} is no ${name}. It is one of ${words.join(", ")}.`;
  }
  return name === "until" && !isDay(value)
    ? `${JSON.stringify(value)} is no day. Write the last day on which it holds, as in 2027-01-31.`
    : undefined;
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function wrong(problem: string, at: { readonly file?: string; readonly path?: Path }): Diagnostic {
  const where =
    at.path === undefined
      ? ""
      : `${at.path
          .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
          .join("")
          .slice(1)}: `;
  return diagnose("invalid-drift-ignore", `${where}${problem}`, { ...(at.file !== undefined && { file: at.file }) });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** All errors in entries that a program gives. */
export function wrongIgnores(entries: readonly unknown[]): readonly Diagnostic[] {
  return entries.flatMap((entry, n) => problemsIn(entry, { path: ["ignores", n] }));
}

/** Reads an option: `class=unexpected,layer=route,until=2027-01-31`. A comma before no member's name is a part of the value. */
export function readIgnoreOption(text: string): Result<Ignore> {
  const parts = text.split(new RegExp(`,(?=(?:${MEMBERS.join("|")})=)`));
  const pairs = parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] as const);
  const entry = { reason: "given on the command line", by: "--ignore", ...Object.fromEntries(pairs) } as Readonly<Record<string, string>>;
  const unnamed = parts.filter((part) => !part.includes("="));
  const at = { path: [`--ignore ${JSON.stringify(text)}`] };
  const names = pairs.map(([name]) => name);
  const repeated = [...new Set(names.filter((name, n) => names.indexOf(name) < n))];
  const problems =
    unnamed.length > 0
      ? [wrong(`${JSON.stringify(unnamed[0])} is no member with its value. Write, for example, class=unexpected,layer=route.`, at)]
      : [
          ...repeated.map((name) => wrong(`${name} is given more than once. Give each member once, and --ignore once for each entry.`, at)),
          ...problemsIn(entry, at),
        ];
  return problems.length > 0 ? fail(...problems) : ok(entry as object as Ignore);
}

/**
 * Checks all shell text with shellcheck: the programs of the iproute2 backend as they run, put together from their files, and the
 * scripts of this repository. A finding is fixed, or disabled on its line with the reason.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { programs, type ProgramParts } from "../providers/backends/iproute2/programs";
import { BACKEND } from "./embedded";

interface Finding {
  readonly line: number;
  readonly column: number;
  readonly code: number;
  readonly message: string;
}

function shellcheck(args: readonly string[], input?: string): readonly (Finding & { readonly file: string })[] {
  const { error, status, stdout, stderr } = spawnSync("shellcheck", ["--format", "json1", ...args], { input, encoding: "utf8" });
  if (error) {
    console.error(`shellcheck does not run (${error.message}). Install it: apt-get install shellcheck`);
    process.exit(1);
  }
  if (status === null || status > 1) throw new Error(`shellcheck failed: ${stderr}`);
  return (JSON.parse(stdout) as { comments: (Finding & { file: string })[] }).comments;
}

/** The directive that names the shell is for editors; in the middle of a program it is an error. */
const withoutDirective = (text: string) => text.replace(/^# shellcheck shell=sh$/m, "#");

/** The findings in one program, each at its place in a file. */
function inProgram(parts: ProgramParts): readonly string[] {
  const sections = [
    // Their values are data.
    {
      file: "(constants)",
      text: Object.keys(parts.constants)
        .map((name) => `${name}=''\n`)
        .join(""),
    },
    ...parts.files.map((file) => ({ file: join(BACKEND, file), text: withoutDirective(readFileSync(join(BACKEND, file), "utf8")) })),
  ];
  const lines = sections.flatMap(({ file, text }) =>
    text
      .replace(/\n$/, "")
      .split("\n")
      .map((_, n) => `${file}:${n + 1}`),
  );
  const found = shellcheck(["--shell", "sh", "-"], sections.map(({ text }) => text).join(""));
  return found.map(({ line, column, code, message }) => `${lines[line - 1]}:${column} SC${code} ${message}`);
}

/** Other shell text of the backend, and scripts: a name in `.sh`, or a shell in the first line. */
function others(): readonly string[] {
  const inPrograms = new Set<string>(Object.values(programs).flatMap(({ files }) => files.map((file) => join(BACKEND, file))));
  return scriptsIn(".").filter((path) => !inPrograms.has(path));
}

const namesShell = (path: string) => /^#(?:!| shellcheck shell=)/.test(readFileSync(path, "utf8"));

const SKIPPED = new Set([".git", "node_modules", "dist", "coverage", "cdktf.out", ".netweft", ".terraform"]);

function scriptsIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : scriptsIn(path);
    return entry.isFile() && (path.endsWith(".sh") || path === ".ci/run") ? [path] : [];
  });
}

function main(): void {
  const [named, unnamed] = [others().filter(namesShell), others().filter((path) => !namesShell(path))];
  const scripts = [...shellcheck(named), ...shellcheck(["--shell", "sh", ...unnamed])].map(
    ({ file, line, column, code, message }) => `${file}:${line}:${column} SC${code} ${message}`,
  );
  const found = new Set([...Object.values(programs).flatMap(inProgram), ...scripts]);
  for (const finding of found) console.error(finding);
  if (found.size > 0) process.exitCode = 1;
}

process.chdir(join(__dirname, ".."));
main();

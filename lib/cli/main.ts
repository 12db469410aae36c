import { diagnose, ok, type Diagnostic, type Result } from "../diagnostic";
import { diagnosticsText } from "../report/diagnostics";
import { plainLook } from "../report/look";
import { nearest } from "../schema/nearest";
import { commands, type Command } from "./commands";
import type { CliEnvironment, Env } from "./doors";
import { gated } from "./gate";
import { commandHelp, overview } from "./help";
import { parse } from "./parse";
import { enterFolder } from "./folder";
import { failed, failure, session, type CliSession } from "./session";

interface Invocation {
  readonly name: string;
  readonly command: Command;
  readonly words: readonly string[];
}

/**
 * The command line interface: runs a command and returns its exit code. Expected failures are diagnostics on stderr; any other
 * failure is a bug, reported in one line.
 *
 * @example
 * process.exitCode = await main(process.argv.slice(2), process.env, doors, version);
 */
export async function main(words: readonly string[], env: Env, machine: CliEnvironment, version: string): Promise<number> {
  const doors = gated(machine, env);
  const code = await guarded(words, env, doors, version);
  const lost = await doors.terminal.flush();
  return lost.out === undefined && lost.err === undefined ? code : unwritten(doors, lost);
}

async function guarded(words: readonly string[], env: Env, doors: CliEnvironment, version: string): Promise<number> {
  try {
    return await run(words, env, doors, version);
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.syscall === "uv_cwd") return refuse(doors, [deletedFolder()]);
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const shown = env["NETWEFT_DEBUG"] ? (stack ?? message) : message.split("\n")[0];
    doors.terminal.err(
      `This is a bug in Netweft, please report it: ${shown}\n${env["NETWEFT_DEBUG"] ? "" : "NETWEFT_DEBUG=1 shows where it happened.\n"}`,
    );
    return 1;
  }
}

function deletedFolder(): Diagnostic {
  return diagnose("folder-unusable", "The folder in which the command was started no longer exists. Start it in another one.");
}

async function run(words: readonly string[], env: Env, doors: CliEnvironment, version: string): Promise<number> {
  const { before, rest } = leadingOptions(words);
  const first = rest[0];
  if (before.some((word) => /^--?v(ersion)?$/.test(word)) || first === "version") return say(doors, `netweft ${version}\n`);
  const { columns, interactive } = doors.terminal;
  const width = interactive ? columns : Infinity;
  if (first === "help") return help(rest.slice(1), doors, width);
  if (before.some(asksForHelp)) return say(doors, overview(width));
  if (first === undefined) return withoutCommand(before, doors, width);
  const called = find(rest);
  if (!called) return rest.slice(1).some(asksForHelp) ? help(rest, doors, width) : refuse(doors, unknownCommand(rest));
  const given = parse([...before, ...called.words], { name: called.name, ...called.command });
  if (!given.ok) return refuse(doors, given.diagnostics, called.command.options.includes("json") && asksForJson(called.words));
  if (given.value.isOn("help")) return say(doors, commandHelp(called.name, called.command, width));
  const current = session(given.value, doors, env, version);
  const entered = await enter(current, called.command);
  if (!entered.ok) return failed(current, entered.diagnostics);
  const command = await called.command.load();
  return command(entered.value);
}

/** Changes to the command's folder: `--chdir` first, then its folder argument. */
async function enter(current: CliSession, { folder }: Command): Promise<Result<CliSession>> {
  const { given, doors } = current;
  const first = given.value("chdir");
  const entered = first === undefined ? ok(undefined) : doors.enter(first);
  if (!entered.ok) return entered;
  const [argument] = given.args;
  if (folder === undefined || argument === undefined) return ok(current);
  if (folder === "or file" && (await doors.files.kind(argument)) !== "folder") return ok(current);
  return enterFolder(current, argument);
}

/** Terraform's global options stand before the command. */
function leadingOptions(words: readonly string[]): { readonly before: readonly string[]; readonly rest: readonly string[] } {
  const end = words.findIndex((word, n) => !word.startsWith("-") && !/^--?chdir$/.test(words[n - 1] ?? ""));
  return end < 0 ? { before: words, rest: [] } : { before: words.slice(0, end), rest: words.slice(end) };
}

/** A command is one word or two. */
function find(words: readonly string[]): Invocation | undefined {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(" ");
    const command = words.length >= count && Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command) return { name, command, words: words.slice(count) };
  }
  return undefined;
}

function asksForHelp(word: string): boolean {
  return /^--?h(elp)?$/.test(word);
}

/** Help on a command or on a family of commands: `netweft help state`, `netweft state --help`. */
function help(given: readonly string[], doors: CliEnvironment, width: number): number {
  const words = given.filter((word) => !asksForHelp(word));
  if (words.length === 0) return say(doors, overview(width));
  const called = find(words);
  if (called) return say(doors, commandHelp(called.name, called.command, width));
  const family = Object.entries(commands).filter(([name]) => name.startsWith(`${words[0]} `));
  if (family.length === 0 || words.length > 1) return refuse(doors, unknownCommand(words));
  return say(doors, family.map(([name, command]) => commandHelp(name, command, width)).join("\n"));
}

/** Only options were given, or nothing at all. */
function withoutCommand(before: readonly string[], doors: CliEnvironment, width: number): number {
  const unknown = before.filter((word) => word.startsWith("-") && !/^--?(chdir|no-color)(=|$)/.test(word));
  if (unknown.length > 0) {
    const detail = `No option ${unknown[0]} stands before the command. Write "netweft COMMAND ${unknown[0]}"; "netweft help" lists the commands.`;
    return refuse(doors, [diagnose("unknown-option", detail)]);
  }
  doors.terminal.err(overview(width));
  return 1;
}

function unknownCommand(words: readonly string[]): readonly Diagnostic[] {
  const names = Object.keys(commands);
  const family = names.filter((name) => name.startsWith(`${words[0]} `));
  const word = family.length > 0 ? words.slice(0, 2).join(" ") : words[0]!;
  const meant = nearest(word, names);
  const hint = meant ? ` Did you mean "netweft ${meant}"?` : family.length > 0 ? ` There are: ${family.join(", ")}.` : "";
  return [diagnose("unknown-command", `There is no command "${word}".${hint} "netweft help" lists all of them.`)];
}

function say(doors: CliEnvironment, text: string): 0 {
  doors.terminal.out(text);
  return 0;
}

/** A program that asked for JSON reads mistakes of the command line in it, too. */
function asksForJson(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  const given = words.slice(0, end < 0 ? undefined : end);
  return given.some((word, n) => /^--?(json(=true)?|format=json)$/.test(word) || (/^--?format$/.test(word) && given[n + 1] === "json"));
}

function refuse(doors: CliEnvironment, diagnostics: readonly Diagnostic[], asJson = false): 1 {
  if (asJson) doors.terminal.out(`${JSON.stringify(failure(diagnostics))}\n`);
  else doors.terminal.err([...diagnosticsText(diagnostics, plainLook)].join(""));
  return 1;
}

/** Reports on the remaining stream why the other one is incomplete. */
function unwritten({ terminal }: CliEnvironment, { out, err }: Awaited<ReturnType<CliEnvironment["terminal"]["flush"]>>): 1 {
  const stream = out === undefined ? "standard error" : "standard output";
  const detail = `Not everything could be written to the ${stream}: ${out ?? err}. The command ran to its end; only its output is incomplete. Free some space, or send the output elsewhere.`;
  const say = err === undefined ? terminal.err : terminal.out;
  say([...diagnosticsText([diagnose("output-unwritable", detail)], plainLook)].join(""));
  return 1;
}

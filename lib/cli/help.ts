import { commands, type Command } from "./commands";
import { wrap } from "../report/look";
import { everywhere, options, type CliOption, type OptionName } from "./options";

const PURPOSE =
  "Declares container networks as typed code, shows exactly what would change on which host, applies it, and finds what has drifted.";

/** The text of `netweft help`: every command with its summary. */
export function overview(columns = Infinity): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  const more = `"netweft help COMMAND" shows details. Options have one dash or two.`;
  return `Usage: netweft COMMAND [options]\n\n${prose(PURPOSE, columns)}\nCommands:\n${glossary(lines, columns)}\n${prose(more, columns)}`;
}

/** The text of `netweft help COMMAND`. */
export function commandHelp(name: string, { summary, usage, more, options: own }: Command, columns = Infinity): string {
  const lines = [...own, ...everywhere].map((option) => [spelling(option), options[option].help] as const);
  const head = `Usage: ${["netweft", name, usage, "[options]"].filter(Boolean).join(" ")}`;
  const text = prose(summary, columns) + (more ? `\n${prose(more, columns)}` : "");
  return `${head}\n\n${text}\nOptions:\n${glossary(lines, columns)}`;
}

/** Log viewers wrap at any width; prose that is read in one has lines of this length. */
const READABLE = 100;

function prose(text: string, columns: number): string {
  return `${wrap(text, Math.min(columns, READABLE)).join("\n")}\n`;
}

/** Names with their explanations beside them; on a narrow terminal below them. */
function glossary(lines: readonly (readonly [name: string, text: string])[], columns: number): string {
  const width = Math.max(...lines.map(([name]) => name.length));
  const room = columns - width - 4;
  if (room < 24) return lines.map(([name, text]) => `  ${name}\n      ${wrap(text, columns - 6).join("\n      ")}\n`).join("");
  const indent = `\n${" ".repeat(width + 4)}`;
  return lines.map(([name, text]) => `  ${name.padEnd(width)}  ${wrap(text, room).join(indent)}\n`).join("");
}

function spelling(name: OptionName): string {
  const { kind, value }: CliOption = options[name];
  if (kind === "choice") return `--${name}=false`;
  return value ? `--${name}=${value}` : `--${name}`;
}

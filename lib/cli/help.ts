import { commands, type Command } from "./commands";
import { everywhere, options, type CliOption, type OptionName } from "./options";

/** The text of `netweft help`: every command with its summary. */
export function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}\n`);
  return `Usage: netweft COMMAND [options]

Declares container networks as typed code, shows exactly what would change on which
host, applies it, and finds what has drifted.

Commands:
${lines.join("")}
"netweft help COMMAND" shows details. Options have one dash or two.
`;
}

/** The text of `netweft help COMMAND`. */
export function commandHelp(name: string, { summary, usage, more, options: own }: Command): string {
  const names = [...own, ...everywhere];
  const width = Math.max(...names.map((option) => spelling(option).length));
  const lines = names.map((option) => `  ${spelling(option).padEnd(width)}  ${options[option].help}\n`);
  const head = `Usage: ${["netweft", name, usage, "[options]"].filter(Boolean).join(" ")}`;
  return `${head}\n\n${summary}\n${more ? `\n${more}\n` : ""}\nOptions:\n${lines.join("")}`;
}

function spelling(name: OptionName): string {
  const { kind, value }: CliOption = options[name];
  if (kind === "choice") return `--${name}=false`;
  return value ? `--${name}=${value}` : `--${name}`;
}

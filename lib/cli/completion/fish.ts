import { options, valuesOf } from "../options";
import { entriesOf, familiesOf, takesValue, type CompletedCommand, type CompletedCommands } from "./entries";

/** The completion for fish, which has a line for each word. */
export function fish(commands: CompletedCommands): string {
  const entries = entriesOf(commands);
  const lines = [...familiesOf(entries)].flatMap(([first, names]) => {
    const summary = names.length > 0 ? names.join(", ") : (entries.find(({ words }) => words[0] === first)?.summary ?? "Show help.");
    const inside = `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${names.join(" ")}`;
    return [
      `complete -c netweft -n __fish_use_subcommand -f -a ${first} -d ${fishWord(summary)}\n`,
      ...names.map((name) => `complete -c netweft -n ${fishWord(inside)} -f -a ${name}\n`),
    ];
  });
  return [...lines, ...entries.flatMap(switches), NPX].join("");
}

function switches(entry: CompletedCommand): readonly string[] {
  const where = entry.words.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
  return entry.options.map((name) => {
    const values = valuesOf(name, entry);
    const value = values.length > 0 ? ` -x -a ${fishWord(values.join(" "))}` : takesValue(name) ? " -r" : "";
    return `complete -c netweft -n ${fishWord(where)} -l ${name}${value} -d ${fishWord(options[name].help)}\n`;
  });
}

/** `npx netweft …` is completed as `netweft …`. */
const NPX = `function __netweft_npx
  set -l words (commandline -opc)
  test (count $words) -gt 1; and test $words[2] = netweft
end
complete -c npx -n __netweft_npx -f -a '(complete -C (string join -- " " (commandline -opc)[2..] (commandline -ct)))'
`;

/** In fish only the quote itself and the backslash are special within single quotes. */
function fishWord(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

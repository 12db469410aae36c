/** Completion for shells, generated from the tables of commands and options. */
import { codes } from "../codes";
import { everywhere, options, type CliOption, type OptionName } from "./options";

/** What is completed: the commands by the words that call them. */
export type CompletedCommands = Readonly<Record<string, { readonly summary: string; readonly options: readonly OptionName[] }>>;

/** The script of each shell, which the user's startup file evaluates. */
export const completions: Readonly<Record<string, (commands: CompletedCommands) => string>> = { bash, zsh, fish };

interface CompletedCommand {
  readonly words: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionName[];
}

function entriesOf(commands: CompletedCommands): readonly CompletedCommand[] {
  return Object.entries(commands).map(([name, { summary, options: own }]) => ({
    words: name.split(" "),
    summary,
    options: [...own, ...everywhere],
  }));
}

/** First words, each with the second words of its family. */
function familiesOf(entries: readonly CompletedCommand[]): ReadonlyMap<string, readonly string[]> {
  const firsts = [...new Set(entries.map(({ words }) => words[0]!)), "help"];
  const seconds = (first: string) => entries.flatMap(({ words }) => (words[0] === first && words[1] !== undefined ? [words[1]] : []));
  return new Map(firsts.map((first) => [first, seconds(first)]));
}

function bash(commands: CompletedCommands): string {
  const entries = entriesOf(commands);
  const families = familiesOf(entries);
  const seconds = [...families].flatMap(([first, names]) =>
    names.length === 0 ? [] : [`    "${first} ") words="${names.join(" ")}" ;;\n`],
  );
  const switches = entries.map(({ words, options: own }) => `    "${words.join(" ")} "*) words="${own.map(spelled).join(" ")}" ;;\n`);
  return `_netweft() {
  local current="\${COMP_WORDS[COMP_CWORD]}" given="" words="" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    [[ "$word" == -* ]] || given="$given$word "
  done
  case "$given" in
    "" | "help ") words="${[...families.keys()].join(" ")}" ;;
    "explain ") words="${Object.keys(codes).sort().join(" ")}" ;;
    "completion ") words="${Object.keys(completions).join(" ")}" ;;
${seconds.join("")}  esac
  [[ "$current" == -* ]] && case "$given" in
${switches.join("")}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ "\${COMPREPLY[0]-}" != *= ]] || compopt -o nospace 2>/dev/null
}
complete -o default -F _netweft netweft
`;
}

/** A value follows the equals sign. */
function spelled(name: OptionName): string {
  return takesValue(name) ? `--${name}=` : `--${name}`;
}

function takesValue(name: OptionName): boolean {
  const { kind }: CliOption = options[name];
  return kind === "value" || kind === "list";
}

function zsh(commands: CompletedCommands): string {
  return `autoload -Uz compinit bashcompinit && compinit -u && bashcompinit\n${bash(commands)}`;
}

function fish(commands: CompletedCommands): string {
  const entries = entriesOf(commands);
  const families = familiesOf(entries);
  const lines = [...families].flatMap(([first, names]) => {
    const summary = names.length > 0 ? names.join(", ") : (entries.find(({ words }) => words[0] === first)?.summary ?? "Show help.");
    const inside = `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${names.join(" ")}`;
    return [
      `complete -c netweft -n __fish_use_subcommand -f -a ${first} -d ${fishWord(summary)}\n`,
      ...names.map((name) => `complete -c netweft -n ${fishWord(inside)} -f -a ${name}\n`),
    ];
  });
  const switches = entries.flatMap(({ words, options: own }) => {
    const where = words.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
    return own.map((name) => {
      const value = takesValue(name) ? " -r" : "";
      return `complete -c netweft -n ${fishWord(where)} -l ${name}${value} -d ${fishWord(options[name].help)}\n`;
    });
  });
  return [...lines, ...switches].join("");
}

/** In fish only the quote itself and the backslash are special within single quotes. */
function fishWord(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

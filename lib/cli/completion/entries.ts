import { everywhere, options, type CliOption, type OptionName } from "../options";

interface CompletedEntry {
  readonly summary: string;
  readonly options: readonly OptionName[];
  readonly formats?: readonly string[];
}

/** What is completed: the commands by the words that call them. */
export type CompletedCommands = Readonly<Record<string, CompletedEntry>>;

export interface CompletedCommand extends CompletedEntry {
  readonly words: readonly string[];
}

export function entriesOf(commands: CompletedCommands): readonly CompletedCommand[] {
  return Object.entries(commands).map(([name, command]) => ({
    ...command,
    words: name.split(" "),
    options: [...command.options, ...everywhere],
  }));
}

/** First words, each with the second words of its family. */
export function familiesOf(entries: readonly CompletedCommand[]): ReadonlyMap<string, readonly string[]> {
  const firsts = [...new Set(entries.map(({ words }) => words[0]!)), "help"];
  const seconds = (first: string) => entries.flatMap(({ words }) => (words[0] === first && words[1] !== undefined ? [words[1]] : []));
  return new Map(firsts.map((first) => [first, seconds(first)]));
}

export function takesValue(name: OptionName): boolean {
  const { kind }: CliOption = options[name];
  return kind !== "switch";
}

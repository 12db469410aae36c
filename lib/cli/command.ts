import type { OptionName } from "./options";
import type { CliSession } from "./session";

/** A command: its help, its arguments, and its module, which is loaded only when the command is called. */
export interface Command {
  readonly summary: string;
  /** Its arguments in help texts. */
  readonly usage: string;
  readonly args: readonly [least: number, most: number];
  readonly options: readonly OptionName[];
  /** Whether its argument is the folder to work in; with "or file", an argument that is not a folder is left to the command. */
  readonly folder?: "only" | "or file";
  /** What --format takes. */
  readonly formats?: readonly string[];
  /** Pairs of options that cannot be combined: one would have no effect. */
  readonly excludes?: readonly (readonly [OptionName, OptionName])[];
  /** Options with one value that can be given several times here. */
  readonly repeats?: readonly OptionName[];
  /** Whether options end at the first argument: what follows is another program's command line. */
  readonly isCommand?: boolean;
  /** Paragraphs below the summary. */
  readonly more?: string;
  readonly load: () => Promise<(session: CliSession) => Promise<number>>;
}

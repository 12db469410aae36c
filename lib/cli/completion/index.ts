/** Completion for shells, generated from the tables of commands and options. */
import { bash } from "./bash";
import type { CompletedCommands } from "./entries";
import { fish } from "./fish";

export type { CompletedCommands } from "./entries";

const shells = ["bash", "zsh", "fish"];

/** The script of each shell, which the user's startup file evaluates. */
export const completions: Readonly<Record<string, (commands: CompletedCommands) => string>> = {
  bash: (commands) => bash(commands, shells),
  zsh: (commands) => `autoload -Uz compinit bashcompinit && compinit -u && bashcompinit\n${bash(commands, shells)}`,
  fish,
};

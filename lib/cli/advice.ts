/** Commands that messages name, for the user to copy. */
import { shellWord } from "../kernel/shell-word";
import { callOf } from "./package-manager";
import type { CliSession } from "./session";
import { VARIABLE } from "./workspaces";

/** Which state a command is for, where its folder and its environment do not say it. */
export interface Addressed {
  readonly stack?: string | undefined;
  readonly workspace?: string | undefined;
}

/**
 * A command as the user calls it in the folder of this run, for the stack and the workspace of this run, or others.
 *
 * @example
 * commandText(session, "state push", ["errored.tfstate"]); // "netweft --chdir=infra state push errored.tfstate"
 */
export function commandText(
  { env, given }: CliSession,
  command: string,
  words: readonly string[],
  { stack = given.value("stack"), workspace = env[VARIABLE] || undefined }: Addressed = {},
): string {
  const folder = given.value("chdir");
  return [
    ...(workspace === undefined ? [] : [`${VARIABLE}=${shellWord(workspace)}`]),
    callOf(env),
    ...(folder === undefined ? [] : [`--chdir=${shellWord(folder)}`]),
    command,
    ...(stack === undefined ? [] : ["--stack", shellWord(stack)]),
    ...words.map(shellWord),
  ].join(" ");
}

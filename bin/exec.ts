import type { ContainerCommand, ReachQuestion } from "../lib/cli/doors";
import type { Result } from "../lib/diagnostic";
import type { Finished } from "../lib/ports/processes";
import { commands, execCommand, reachWords } from "../providers/backends/iproute2/programs";
import { openShell, spelled } from "../providers/transports";
import type { Shell } from "../providers/transports/spawned";

/** Runs a command of the user's in a namespace of a host, on this process's terminal. */
export function exec({ words, ...place }: ContainerCommand): Promise<Result<number>> {
  return inShell(place, words, (shell, command) => shell.exec(command));
}

/** Asks in a namespace of a host whether an address answers. */
export function reach({ address, port, ...place }: ReachQuestion, within: number): Promise<Result<Finished>> {
  return inShell(place, reachWords(address, port), (shell, command) => shell.finish(command, within));
}

async function inShell<T>(
  { host, connection, namespace }: Omit<ContainerCommand, "words">,
  words: readonly string[],
  run: (shell: Shell, command: readonly string[]) => Promise<Result<T>>,
): Promise<Result<T>> {
  const shell = openShell(host, connection, commands);
  if (!shell.ok) return shell;
  try {
    return await run(shell.value, [...execCommand, ...spelled([namespace, ...words])]);
  } finally {
    await shell.value.close();
  }
}

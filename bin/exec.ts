import type { ContainerCommand } from "../lib/cli/doors";
import type { Result } from "../lib/diagnostic";
import { commands, execCommand } from "../providers/backends/iproute2/programs";
import { openShell, spelled } from "../providers/transports";

/** Runs a command of the user's in a namespace of a host, on this process's terminal. */
export async function exec({ host, connection, namespace, words }: ContainerCommand): Promise<Result<number>> {
  const shell = openShell(host, connection, commands);
  if (!shell.ok) return shell;
  try {
    return await shell.value.exec([...execCommand, ...spelled([namespace, ...words])]);
  } finally {
    await shell.value.close();
  }
}

import { fail, ok, type Result } from "../../../lib/diagnostic";
import type { HostConfig } from "../../../lib/resources/provider";
import { abandon, attached, converse, finished, type Commands, type Shell } from "../spawned";
import { connectionTo } from "./connection";
import { remoteCommand, sessionArgs, terminalArgs } from "./options";
import { targetOf } from "./target";
import { broken } from "./failure";

/** ssh's own exit code for its failures; our programs never use it. */
const FAILED = 255;

/**
 * The transport to another machine, through the system's ssh client and the user's configuration of it. All programs share one
 * connection, opened on first use. Programs continue on the host when the connection ends.
 */
export function sshShell(name: string, host: HostConfig, commands: Commands): Result<Shell> {
  const target = targetOf(name, host);
  if (!target.ok) return target;
  const connection = connectionTo(target.value);
  return ok({
    async run(call, onLine) {
      const control = await connection.open();
      if (!control.ok) return { code: FAILED, stderr: "", unreached: control.diagnostics[0]! };
      const args = sessionArgs(target.value, control.value, remoteCommand(commands[call.program]));
      // On SIGTERM, ssh would first wait for the program on the host.
      const ending = await converse(["ssh", ...args], call, onLine, abandon);
      if (ending.code !== FAILED) return ending;
      connection.forget();
      return { ...ending, unreached: broken(target.value, ending.stderr) };
    },
    async exec(command) {
      const control = await connection.open();
      if (!control.ok) return fail(...control.diagnostics);
      const args = sessionArgs(target.value, control.value, remoteCommand(command));
      return ok(await attached(["ssh", ...(process.stdin.isTTY ? terminalArgs : []), ...args]));
    },
    async finish(command, within) {
      const control = await connection.open();
      if (!control.ok) return fail(...control.diagnostics);
      const args = sessionArgs(target.value, control.value, remoteCommand(command));
      const ended = await finished(["ssh", ...args], within);
      return ended.code === FAILED && ended.isLate === undefined ? fail(broken(target.value, ended.stderr)) : ok(ended);
    },
    close: () => connection.close(),
  });
}

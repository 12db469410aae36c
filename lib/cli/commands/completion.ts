import { diagnose } from "../../diagnostic";
import { completions, type CompletedCommands } from "../completion";
import { failed, print, type CliSession } from "../session";

/** `netweft completion SHELL`: prints the script that a shell evaluates. */
export function completion(session: CliSession, commands: CompletedCommands): Promise<number> {
  const [shell = ""] = session.given.args;
  const script = Object.hasOwn(completions, shell) ? completions[shell] : undefined;
  if (script === undefined) {
    const detail = `There is no completion for ${JSON.stringify(shell)}. The shells are ${Object.keys(completions).join(", ")}.`;
    return Promise.resolve(failed(session, [diagnose("invalid-option-value", detail)]));
  }
  print(session, [script(commands)]);
  return Promise.resolve(0);
}

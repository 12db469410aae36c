import { resolve } from "node:path";
import { ok, type Result } from "../diagnostic";
import type { OptionName } from "./options";
import type { CliSession } from "./session";

/**
 * Changes to the folder argument of a command, which holds the stack, as `--chdir` does. Other file arguments stay relative to the folder
 * in which the command was called.
 */
export function enterFolder(session: CliSession, folder: string): Result<CliSession> {
  const { doors, given } = session;
  const from = doors.cwd();
  const entered = doors.enter(folder);
  if (!entered.ok) return entered;
  const files: readonly OptionName[] = ["out", "var-file", "state", "file"];
  const absolute = (name: OptionName, path: string) => (files.includes(name) ? resolve(from, path) : path);
  const value = (name: OptionName) => {
    if (name === "chdir") return doors.cwd();
    const path = given.value(name);
    return path === undefined ? undefined : absolute(name, path);
  };
  return ok({
    ...session,
    given: { ...given, args: given.args.slice(1), value, list: (name) => given.list(name).map((path) => absolute(name, path)) },
  });
}

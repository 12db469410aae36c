/** Workspaces: several states of one configuration, by the rules and in the files of Terraform's local backend. */
import { isAbsolute, join } from "node:path";
import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { StatePlace } from "../ports/state-store";
import type { Draft } from "../schema/value";
import type { CliSession } from "./session";

export const DEFAULT_WORKSPACE = "default";

/** The variable that decides before the file in which a choice is kept. */
export const VARIABLE = "TF_WORKSPACE";

/** Names that are no part of a path but themselves, without escapes in URLs. */
export function isWorkspaceName(name: string): boolean {
  return /^[\w\-.~$&+=:@]+$/.test(name) && !/^\.\.?$/.test(name);
}

export function invalidName(name: string, from = "The name"): Diagnostic {
  const detail = `${from} ${JSON.stringify(name)} is not allowed: a name has only letters, digits and characters that URLs have as they are, and no path separators.`;
  return diagnose("invalid-workspace-name", detail);
}

/** The file that keeps which workspace was selected. `folder`: where Terraform would run. */
export function choiceFile({ env }: CliSession, folder: string): string {
  const data = env["TF_DATA_DIR"] || ".terraform";
  return join(isAbsolute(data) ? data : join(folder, data), "environment");
}

/** The workspace of this run. */
export async function currentWorkspace(session: CliSession, folder: string): Promise<Result<string>> {
  const given = session.env[VARIABLE];
  if (given) return isWorkspaceName(given) ? ok(given) : fail(invalidName(given, `The value of ${VARIABLE},`));
  const { files } = session.doors;
  const file = choiceFile(session, folder);
  if ((await files.kind(file)) !== "file") return ok(DEFAULT_WORKSPACE);
  const text = await files.read(file);
  return text.ok ? ok(text.value.trim() || DEFAULT_WORKSPACE) : text;
}

/** The folder with the states of all workspaces but the default one. */
export function workspaceFolder(config: Draft | undefined, folder: string): string {
  const given = config?.["workspace_dir"];
  const path = typeof given === "string" && given !== "" ? given : "terraform.tfstate.d";
  return isAbsolute(path) ? path : join(folder, path);
}

/** All workspaces that exist beside a state, the default one first. `directory`: those of the local backend. */
export async function workspaceNames(session: CliSession, place: StatePlace, directory: string): Promise<Result<readonly string[]>> {
  if (place.backend === "pg") return session.doors.workspaces(place).list();
  return place.backend === "local" ? workspacesIn(session, directory) : ok([DEFAULT_WORKSPACE]);
}

async function workspacesIn(session: CliSession, directory: string): Promise<Result<readonly string[]>> {
  const { files } = session.doors;
  const listed = await files.list(directory);
  if (!listed.ok) return listed;
  const kinds = await Promise.all(listed.value.map((name) => files.kind(join(directory, name))));
  return ok([DEFAULT_WORKSPACE, ...listed.value.filter((_, n) => kinds[n] === "folder")]);
}

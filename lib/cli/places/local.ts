import { isAbsolute, join } from "node:path";
import { diagnose, fail, ok, type Result } from "../../diagnostic";
import type { LocalPlace } from "../../ports/state-store";
import type { Draft } from "../../schema/value";
import { DEFAULT_WORKSPACE, workspaceFolder } from "../workspaces";
import { readArguments } from "./arguments";

const STATE = "terraform.tfstate";

/** Terraform's local backend. `config`: undefined without a `backend` block. */
export function localPlace(config: Draft | undefined, folder: string, workspace: string): Result<LocalPlace> {
  if (config === undefined && workspace === DEFAULT_WORKSPACE) return ok({ backend: "local", path: STATE });
  const read = readArguments("local", { path: { sort: "text" }, workspace_dir: { sort: "text" } }, config ?? {}, {});
  if (!read.ok) return read;
  if (workspace !== DEFAULT_WORKSPACE) return ok({ backend: "local", path: join(workspaceFolder(config, folder), workspace, STATE) });
  const path = config?.["path"] ?? STATE;
  if (typeof path !== "string" || path === "") {
    const detail = "The path of the local backend must be a non-empty text.";
    return fail(diagnose("unsupported-backend", detail, { path: ["terraform", "backend", "local", "path"] }));
  }
  return ok({ backend: "local", path: isAbsolute(path) ? path : join(folder, path) });
}

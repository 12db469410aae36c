/** Where states are: from the `backend` block, the environment and the workspace. */
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Configuration } from "../../config/types";
import { diagnose, fail, ok, type Result } from "../../diagnostic";
import type { StatePlace } from "../../ports/state-store";
import type { Env } from "../doors";
import { DEFAULT_WORKSPACE } from "../workspaces";
import { httpPlace, publicSettings } from "./http";
import { localPlace } from "./local";
import { pgPlace, publicPg, withPassword } from "./pg";
import { withoutSecrets } from "./url";

/** A `backend` block with what else says where the state is. */
export interface BackendBlock {
  readonly backend: Configuration["backend"];
  /** The base of relative paths. */
  readonly folder: string;
  readonly env: Env;
}

/** Where the state of a workspace is; beside the configuration if no `backend` block names another place. */
export function placeOf({ backend, folder, env }: BackendBlock, workspace: string): Result<StatePlace> {
  if (backend === undefined || backend.type === "local") return localPlace(backend?.config, folder, workspace);
  if (backend.type === "http") return httpPlace(backend.config, env, workspace);
  if (backend.type === "pg") return pgPlace(backend.config, env, workspace);
  const detail = `The state is in the backend "${backend.type}". Netweft's own engine has the backends local, http and pg: use one of these, or run this configuration with Terraform and Netweft's provider.`;
  return fail(diagnose("unsupported-backend", detail, { path: ["terraform", "backend", backend.type] }));
}

/** The same without anything secret: it may be stored. */
export function publicPlace(place: StatePlace): StatePlace {
  if (place.backend === "local") return place;
  return place.backend === "pg" ? publicPg(place) : { ...place, settings: publicSettings(place.settings) };
}

/** A place that was stored without its secrets, with those that are in the environment. */
export function placeFrom(stored: StatePlace, env: Env): Result<StatePlace> {
  if (stored.backend === "local") return ok(stored);
  if (stored.backend === "pg") return ok(withPassword(stored, env));
  return placeOf({ backend: { type: "http", config: { ...stored.settings } }, folder: ".", env }, DEFAULT_WORKSPACE);
}

/** Whether the environment does not give back what is left out of the public form. */
export function isWithheld(place: StatePlace, env: Env): boolean {
  const again = placeFrom(publicPlace(place), env);
  return !again.ok || !isDeepStrictEqual(again.value, place);
}

/**
 * Whether both are the same place, however it is spelled, and whatever its secrets and its ways of locking are. `cwd`: the base of relative
 * paths.
 */
export function isSamePlace(one: StatePlace, other: StatePlace, cwd: string): boolean {
  return isDeepStrictEqual(identityOf(one, cwd), identityOf(other, cwd));
}

function identityOf(place: StatePlace, cwd: string): readonly unknown[] {
  if (place.backend === "local") return [resolve(cwd, place.path)];
  if (place.backend === "http") return [withoutSecrets(place.settings.address)];
  const { connection, schema_name: schema } = place.settings;
  return [connection.host, connection.port, connection.database ?? connection.user, schema, place.workspace];
}

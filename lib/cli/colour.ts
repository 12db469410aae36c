import type { Env } from "./doors";

/** Whether the terminal understands control sequences. */
export function isDumb(env: Env): boolean {
  return env["TERM"] === "dumb";
}

/**
 * Whether text has colours. `NO_COLOR` and `FORCE_COLOR` (or `CLICOLOR_FORCE`) decide, as in other programs; without them an
 * interactive terminal has colours, unless it is a dumb one.
 */
export function isColoured(env: Env, interactive: boolean): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"] || env["CLICOLOR_FORCE"];
  if (forced) return forced !== "0" && forced !== "false";
  return interactive && !isDumb(env);
}

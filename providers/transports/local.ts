import type { Shell } from "../../lib/ports/transport";
import { spawnedShell, type Commands } from "./spawned";

/** The transport to this machine itself. */
export function localShell(commands: Commands): Shell {
  return spawnedShell([], commands);
}

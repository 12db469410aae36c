import { spawnedShell, type Commands, type Shell } from "./spawned";

/** The transport to this machine itself. */
export function localShell(commands: Commands): Shell {
  return spawnedShell([], commands);
}

import type { Transport } from "../../lib/ports/transport";
import { spawnedShell, type Commands } from "./spawned";

/** The transport to this machine itself. */
export function localShell(commands: Commands): Transport {
  return spawnedShell([], commands);
}

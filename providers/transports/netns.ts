import { isName } from "../../lib/net/names";
import { spawnedShell, type Commands, type Shell } from "./spawned";

/**
 * The transport to a host that is a namespace of this machine: its programs run inside it, with this machine's files.
 * `netns` is a checked name (`isName`).
 */
export function netnsShell(netns: string, commands: Commands): Shell {
  if (!isName(netns)) throw new Error(`not a checked name: ${JSON.stringify(netns)}`);
  return spawnedShell(["nsenter", `--net=/run/netns/${netns}`], commands);
}

import { cni } from "./cni";
import { netavark } from "./netavark";
import type { Peer } from "./peer";

/** Whom the work on published ports is compared with. A new one is one file beside these and one word here. */
export const peers: readonly Peer[] = [cni, netavark];

import { cni } from "./cni";
import { netavark } from "./netavark";
import type { Peer } from "./peer";

/** The peers of the published-ports benchmark. A new one is one file beside these and one entry here. */
export const peers: readonly Peer[] = [cni, netavark];

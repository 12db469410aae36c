import { asking } from "./asking";
import { batches } from "./batches";
import { conntrack } from "./conntrack";
import { forget } from "./forget";
import { frr } from "./frr";
import { ipsec } from "./ipsec";
import { iptables } from "./iptables";
import { namespaces } from "./namespaces";
import { owners } from "./owners";
import { reading } from "./reading";
import { settings } from "./settings";
import { tunnels } from "./tunnels";
import { workers } from "./workers";

export { MILESTONE } from "./batches";
export { QUESTIONS } from "./reading";

/**
 * The tools of a program, each run over one file of the input in one namespace (`-` is the program's own):
 * `run TOOL FILE NETNS OUT ERR`.
 */
export const tools = [asking, batches, conntrack, forget, settings, owners, namespaces, iptables, frr, tunnels, ipsec, workers, reading]
  .join("")
  .replaceAll("\\$", "$");

import { asking } from "./asking";
import { batches } from "./batches";
import { conntrack } from "../conntrack/program";
import { forget } from "../neighbours/program";
import { frr } from "../frr/program";
import { ipsec } from "../ipsec/program";
import { iptables } from "../iptables/program";
import { namespaces } from "../namespaces/program";
import { owners } from "../namespaces/owners";
import { reading } from "./reading";
import { settings } from "../sysctl/program";
import { tunnels } from "../wireguard/program";
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

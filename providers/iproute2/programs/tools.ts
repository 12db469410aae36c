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
 * The tools that the input of a program can call for, each over one file of it and in one namespace (`-` is the one that
 * the program itself is in): `run TOOL FILE NETNS OUT ERR`.
 */
export const tools = [asking, batches, conntrack, forget, settings, owners, namespaces, iptables, frr, tunnels, ipsec, workers, reading]
  .join("")
  .replaceAll("\\$", "$");

import { diagnose, type Diagnostic } from "../../../diagnostic";
import { MAX_PORTS } from "../../../kernel/admit";
import type { Fact } from "../../../kernel/fact";
import type { Goal, Owned } from "../../goal";
import type { View } from "./view";

/** How many ports each bridge would have: those that are to be, and those of others that stay. */
function countPorts({ goal, actual }: View): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (fact: Fact) => {
    if (fact.kind !== "port") return;
    const bridge = `${fact.host} ${fact.bridge}`;
    counts.set(bridge, (counts.get(bridge) ?? 0) + 1);
  };
  for (const { fact } of goal.desired.values()) count(fact);
  for (const facts of actual.values()) {
    for (const [key, fact] of facts) if (fact.kind === "port" && !goal.desired.has(key) && !goal.owned.has(key)) count(fact);
  }
  return counts;
}

/** The last port that is to be on a bridge: the one that could as well be elsewhere. */
function lastPort(host: string, bridge: string, goal: Goal): Owned | undefined {
  const ours = [...goal.desired.values()].filter(({ fact }) => fact.kind === "port" && fact.host === host && fact.bridge === bridge);
  return ours[ours.length - 1];
}

/** No bridge gets more ports than the kernel has numbers for. */
export function bridgesHaveRoom(view: View): readonly Diagnostic[] {
  const full = [...countPorts(view)].filter(([, ports]) => ports > MAX_PORTS);
  return full.flatMap(([bridge, ports]) => {
    const [host, name] = bridge.split(" ") as [string, string];
    const last = lastPort(host, name, view.goal);
    if (last === undefined) return [];
    const detail = `The bridge "${name}" on host "${host}" would have ${ports} ports; the kernel has numbers for ${MAX_PORTS}. Spread the endpoints over several networks.`;
    return [diagnose("bridge-full", detail, { resource: last.owners[0]!, path: ["network"], host })];
  });
}

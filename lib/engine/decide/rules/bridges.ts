import { diagnose, type Diagnostic } from "../../../diagnostic";
import { MAX_PORTS } from "../../../kernel/admit";
import type { Fact } from "../../../kernel/fact";
import { linkKey } from "../../../kernel/key";
import type { Owned } from "../../goal";
import type { View } from "./view";

/** A bridge as it would be. `last`: the last port that is to be on it, the one that could as well be elsewhere. */
interface Bridge {
  readonly host: string;
  readonly name: string;
  ports: number;
  last?: Owned;
}

/** Each bridge with the ports that it would have: those that are to be, and those of others that stay. */
function bridgesWithPorts({ goal, actual }: View): Iterable<Bridge> {
  const bridges = new Map<string, Bridge>();
  const count = (fact: Fact, ours?: Owned) => {
    if (fact.kind !== "port") return;
    const key = linkKey(fact, fact.bridge);
    const bridge = bridges.get(key) ?? { host: fact.host, name: fact.bridge, ports: 0 };
    bridge.ports += 1;
    if (ours) bridge.last = ours;
    bridges.set(key, bridge);
  };
  for (const one of goal.desired.values()) count(one.fact, one);
  for (const facts of actual.values()) {
    for (const [key, fact] of facts) if (fact.kind === "port" && !goal.desired.has(key) && !goal.owned.has(key)) count(fact);
  }
  return bridges.values();
}

/** No bridge gets more ports than the kernel has numbers for. */
export function bridgesHaveRoom(view: View): readonly Diagnostic[] {
  const full = [...bridgesWithPorts(view)].filter(({ ports }) => ports > MAX_PORTS);
  return full.flatMap(({ host, name, ports, last }) => {
    if (last === undefined) return [];
    const detail = `The bridge "${name}" on host "${host}" would have ${ports} ports; the kernel has numbers for ${MAX_PORTS}. Spread the endpoints over several networks.`;
    return [diagnose("bridge-full", detail, { resource: last.owners[0]!, path: ["network"], host })];
  });
}

import { diagnose, type Diagnostic } from "../../diagnostic";
import { MAX_PORTS } from "../../kernel/kinds/port";
import type { Fact } from "../../kernel/fact";
import { linkKey } from "../../kernel/key";
import type { Owned } from "../../reconcile/goal";
import type { View } from "./view";

/** A bridge after the plan. `last`: its last declared port, which could be placed elsewhere. */
interface Bridge {
  readonly host: string;
  readonly name: string;
  ports: number;
  last?: Owned;
}

/** Each bridge with its ports after the plan: declared ones, and foreign ones that stay. */
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

/** No bridge exceeds the kernel's limit of ports. */
export function bridgesHaveRoom(view: View): readonly Diagnostic[] {
  const full = [...bridgesWithPorts(view)].filter(({ ports }) => ports > MAX_PORTS);
  return full.flatMap(({ host, name, ports, last }) => {
    if (last === undefined) return [];
    const detail = `The bridge "${name}" on host "${host}" would have ${ports} ports; the kernel's limit is ${MAX_PORTS}. Spread the endpoints over several networks.`;
    return [diagnose("bridge-full", detail, { resource: last.owners[0]!, path: ["network"], host })];
  });
}

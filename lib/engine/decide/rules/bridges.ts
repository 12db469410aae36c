import { diagnose, type Diagnostic } from "../../../diagnostic";
import { MAX_PORTS } from "../../../kernel/admit";
import type { Facts } from "../../../kernel/facts";
import type { Goal, Owned } from "../../goal";
import type { View } from "./view";

/** Ports by bridge: those that are to be, and those of others that stay. */
function portsOf(goal: Goal, actual: ReadonlyMap<string, Facts>): ReadonlyMap<string, readonly Owned[]> {
  const ports = new Map<string, Owned[]>();
  const put = (one: Owned) => {
    if (one.fact.kind !== "port") return;
    const bridge = `${one.fact.host} ${one.fact.bridge}`;
    const list = ports.get(bridge);
    if (list) list.push(one);
    else ports.set(bridge, [one]);
  };
  for (const one of goal.desired.values()) put(one);
  for (const facts of actual.values()) {
    for (const [key, fact] of facts) {
      if (fact.kind === "port" && !goal.desired.has(key) && !goal.owned.has(key)) put({ fact, owners: [] });
    }
  }
  return ports;
}

/** No bridge gets more ports than the kernel has numbers for. */
export function bridgesHaveRoom({ goal, actual }: View): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [bridge, ports] of portsOf(goal, actual)) {
    const ours = ports.filter(({ owners }) => owners.length > 0);
    if (ports.length <= MAX_PORTS || ours.length === 0) continue;
    const [host, name] = bridge.split(" ");
    const first = ours[MAX_PORTS - (ports.length - ours.length)] ?? ours[ours.length - 1]!;
    const detail = `The bridge "${name}" on host "${host}" would have ${ports.length} ports; the kernel has numbers for ${MAX_PORTS}. Spread the endpoints over several networks.`;
    found.push(diagnose("bridge-full", detail, { resource: first.owners[0]!, path: ["network"], host: host! }));
  }
  return found;
}

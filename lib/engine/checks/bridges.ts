import { diagnose, type Diagnostic } from "../../diagnostic";
import { MAX_PORTS, portKey, portsIn } from "../../kernel/kinds/port";
import type { FactOf } from "../../kernel/fact";
import { linkKey } from "../../kernel/key";
import { ownerOf, type View } from "./view";

/** A bridge after the plan. `last`: its last declared port, which could be placed elsewhere. */
interface Bridge {
  readonly host: string;
  readonly name: string;
  ports: number;
  last?: FactOf<"port">;
}

/** Each bridge with its ports after the plan: declared ones, and foreign ones that stay. */
function bridgesWithPorts({ goal, wanted, actual }: View): Iterable<Bridge> {
  const bridges = new Map<string, Bridge>();
  const bridgeOf = (port: FactOf<"port">) => {
    const key = linkKey(port, port.bridge);
    const bridge: Bridge = bridges.get(key) ?? { host: port.host, name: port.bridge, ports: 0 };
    bridges.set(key, bridge);
    return bridge;
  };
  for (const port of portsIn(wanted)) {
    const bridge = bridgeOf(port);
    bridge.ports += 1;
    bridge.last = port;
  }
  for (const port of [...actual.values()].flatMap(portsIn)) {
    const key = portKey(port, port.dev);
    if (!goal.desired.has(key) && !goal.owned.has(key)) bridgeOf(port).ports += 1;
  }
  return bridges.values();
}

/** No bridge exceeds the kernel's limit of ports. */
export function bridgesHaveRoom(view: View): readonly Diagnostic[] {
  const full = [...bridgesWithPorts(view)].filter(({ ports }) => ports > MAX_PORTS);
  return full.flatMap(({ host, name, ports, last }) => {
    if (last === undefined) return [];
    const detail = `The bridge "${name}" on host "${host}" would have ${ports} ports; the kernel's limit is ${MAX_PORTS}. Spread the endpoints over several networks.`;
    return [diagnose("bridge-full", detail, { resource: ownerOf(view, last), path: ["network"], host })];
  });
}

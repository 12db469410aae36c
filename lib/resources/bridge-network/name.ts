import { markOf } from "../../kernel/mark";
import { readableName } from "../../net/names";
import type { Context } from "../resource";

/** The default name of a network's bridge. */
export function bridgeNameFor(network: string, { provider: { stack } }: Context): string {
  return readableName("nw-", stack === "default" ? network : `${stack}-${network}`, network);
}

/** The mark of a network's bridge. */
export function bridgeMark(network: string, { provider: { stack } }: Context): string {
  return markOf({ stack, type: "netweft_bridge_network", id: network });
}

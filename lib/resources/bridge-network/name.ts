import { markOf } from "../../kernel/mark";
import { shortName } from "../../net/names";
import type { Context } from "../resource";

/** The default name of a network's bridge. */
export function bridgeNameFor(network: string, { provider: { stack } }: Context): string {
  return shortName("nw-", stack === "default" ? network : `${stack}-${network}`);
}

/** The mark of a network's bridge. */
export function bridgeMark(network: string, { provider: { stack } }: Context): string {
  return markOf({ stack, type: "netweft_bridge_network", id: network });
}

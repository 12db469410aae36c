import { markOf } from "../../kernel/mark";
import type { Context } from "../resource";

/** The mark of all objects of a network. */
export function overlayMark(network: string, { provider: { stack } }: Context): string {
  return markOf({ stack, type: "netweft_overlay_network", id: network });
}

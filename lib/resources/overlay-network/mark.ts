import { markOf } from "../../kernel/mark";
import type { Context } from "../resource";

/** The mark of all that a network is made of. */
export function overlayMark(network: string, { provider: { stack } }: Context): string {
  return markOf({ stack, type: "netweft_overlay_network", id: network });
}

/** What the keys and the peers of WireGuard devices have in common. */
import type { FactOf } from "../fact";
import { deviceAt, endAt, type World } from "../objects";
import { TUNNEL } from "../tunnel";
import { refused, type Refusal } from "../refusal";

/** What a step on them needs. */
export const WG = ["wg"] as const;

/** Only WireGuard devices have keys. */
export function refuseUnfit(world: World, fact: FactOf<"key"> | FactOf<"peer">): Refusal | undefined {
  if (endAt(world, fact, fact.dev) === undefined) return refused("ENODEV", "Unable to modify interface: No such device");
  return deviceAt(world, fact, fact.dev, TUNNEL) ? undefined : refused("EOPNOTSUPP", "Unable to modify interface: Operation not supported");
}

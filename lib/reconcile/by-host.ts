import { grouped } from "../kernel/among";

/**
 * Index by host, so that a loop over a thousand hosts does not scan all items for each.
 */
export function byHost<T>(things: Iterable<T>, hostOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  return grouped(things, hostOf);
}

/**
 * Index by host, so that a loop over a thousand hosts does not scan all items for each.
 */
export function byHost<T>(things: Iterable<T>, hostOf: (thing: T) => string): ReadonlyMap<string, readonly T[]> {
  const hosts = new Map<string, T[]>();
  for (const thing of things) {
    const host = hostOf(thing);
    const list = hosts.get(host);
    if (list) list.push(thing);
    else hosts.set(host, [thing]);
  }
  return hosts;
}

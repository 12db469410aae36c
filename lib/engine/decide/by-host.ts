/**
 * Things by the host that they are on. Whoever asks host by host would otherwise go through all of them each time, and that
 * is a walk for each of a thousand hosts.
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

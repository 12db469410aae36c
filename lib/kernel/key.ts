import { ROOT, type Key, type Place } from "./fact";

/** The loopback link of every namespace; it is no fact. */
export const LOOPBACK = "lo";

/**
 * The key of the link with this name at a place. Links and veth pairs share one key space, because link names are unique in a
 * namespace: a name conflict is two facts with one key.
 */
export function linkKey(place: Place, name: string): Key {
  return `${place.host} ${place.netns} link ${name}`;
}

/** The key of a named network namespace. */
export function netnsKey(host: string, name: string): Key {
  return `${host} ${ROOT} netns ${name}`;
}

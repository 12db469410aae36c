import { ROOT, type Key, type Place } from "./fact";

/** The link that every namespace is born with; it is no fact. */
export const LOOPBACK = "lo";

/**
 * The key of whatever has this name among the links of a place. Links and veth pairs share one key space, because the
 * kernel gives a name once in a namespace: that a name is taken is seen as two facts of one key.
 */
export function linkKey(place: Place, name: string): Key {
  return `${place.host} ${place.netns} link ${name}`;
}

/** The key of a named network namespace. */
export function netnsKey(host: string, name: string): Key {
  return `${host} ${ROOT} netns ${name}`;
}

/** The key of the attachment of a link of the host's own namespace to a bridge. */
export function portKey(host: string, dev: string): Key {
  return `${host} ${ROOT} port ${dev}`;
}

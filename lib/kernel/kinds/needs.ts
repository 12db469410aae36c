import { ROOT, type Need, type Place } from "../fact";
import { linkKey, LOOPBACK, netnsKey } from "../key";

/** What everything in a named namespace needs: the namespace. The host's own is always there. */
export function inside(place: Place): readonly Need[] {
  return place.netns === ROOT ? [] : [{ key: netnsKey(place.host, place.netns), diesWith: true }];
}

/** What everything on a link needs: the link; `lo` comes with its namespace. */
export function onLink(place: Place, dev: string): readonly Need[] {
  return dev === LOOPBACK ? inside(place) : [{ key: linkKey(place, dev), diesWith: true }];
}

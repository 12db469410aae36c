import { ROOT, type Key, type Place } from "../fact";
import type { Need } from "../fact-type";
import { linkKey, LOOPBACK, netnsKey } from "../key";

/** Facts in a named namespace need that namespace. The root namespace always exists. */
export function inside(place: Place): readonly Need[] {
  return place.netns === ROOT ? [] : [{ key: netnsKey(place.host, place.netns), diesWith: true }];
}

/** Facts on a link need that link; `lo` comes with its namespace. */
export function onLink(place: Place, dev: string): readonly Need[] {
  return dev === LOOPBACK ? inside(place) : [{ key: linkKey(place, dev), diesWith: true }];
}

/** The link and the named namespace that a fact is on or in. */
export function placesOf(place: Place, dev: string | undefined): readonly Key[] {
  const link = dev === undefined || dev === LOOPBACK ? [] : [linkKey(place, dev)];
  return place.netns === ROOT ? link : [...link, netnsKey(place.host, place.netns)];
}

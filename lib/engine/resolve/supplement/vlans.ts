/** The VLANs of a host's links that others are to stand on: made where they are missing. */
import { ROOT, type Fact, type Place } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { linkKey } from "../../../kernel/key";
import { linkAt } from "../../../kernel/kinds/links";
import { isOurVlan, usedLink, vlanFacts, vlanNamed } from "../../../kernel/kinds/vlan";
import { REMNANT } from "../../../kernel/mark";
import { endsIn } from "../../../reconcile/ours";
import type { DeclaredLinks } from "./accept-ra";

/** The mtu of Ethernet, for a VLAN of a link that is missing. */
const ETHERNET = 1500;

/** Whether it is Netweft's to make: it is missing, or was made before. */
function isToMake(place: Place, name: string, actual: Facts): boolean {
  const there = linkAt(actual, place, name);
  return there === undefined ? !endsIn(actual).has(linkKey(place, name)) : isOurVlan(there) || there.mark === REMNANT;
}

function vlanFor(host: string, name: string, actual: Facts): readonly Fact[] {
  const place = { host, netns: ROOT };
  const { parent } = vlanNamed(name)!;
  return vlanFacts(host, name, linkAt(actual, place, parent)?.mtu ?? linkAt(actual, place, name)?.mtu ?? ETHERNET);
}

/** The VLANs that facts are to stand on, by name, unless they are declared, or are another program's. Their mtu is that of their link. */
export function vlansBelow(facts: readonly Fact[], actualOf: (host: string) => Facts | undefined, ours: DeclaredLinks): readonly Fact[] {
  const found = new Map<string, readonly Fact[]>();
  for (const one of facts) {
    const name = usedLink(one);
    const actual = name === undefined || vlanNamed(name) === undefined ? undefined : actualOf(one.host);
    if (name === undefined || actual === undefined) continue;
    const place = { host: one.host, netns: ROOT };
    if (!ours.has(linkKey(place, name)) && isToMake(place, name, actual)) found.set(linkKey(place, name), vlanFor(one.host, name, actual));
  }
  return [...found.values()].flat();
}

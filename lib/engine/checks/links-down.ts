/** The host's links that networks use whole: they are up. Netweft does not change them, so drift is none; every plan looks at them. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import { keyOf } from "../../kernel/kinds";
import { linksIn } from "../../kernel/kinds/link";
import { linkAt } from "../../kernel/kinds/links";
import { isOnParent, isStacked, parentPlace } from "../../kernel/kinds/on-parent";
import { portsIn } from "../../kernel/kinds/port";
import { isOurVlan } from "../../kernel/kinds/vlan";
import { textOf } from "../../kernel/line";
import type { Fact, Place } from "../../kernel/fact";
import { linkKey } from "../../kernel/key";
import { endsIn } from "../../reconcile/ours";
import { ownerOf, type View } from "./view";

/** A link that a resource uses, by its name. */
interface HostLink {
  readonly place: Place;
  readonly name: string;
  readonly resource: string;
  readonly code: "parent-down" | "uplink-down";
}

/** Each once for a resource. */
function used(view: View): readonly HostLink[] {
  const parents = linksIn(view.wanted).flatMap((link): readonly HostLink[] =>
    isOnParent(link) && isStacked(link)
      ? [{ place: parentPlace(link), name: link.parent, resource: ownerOf(view, link), code: "parent-down" }]
      : [],
  );
  const uplinks = portsIn(view.wanted).map((port): HostLink => ({
    place: port,
    name: port.dev,
    resource: ownerOf(view, port),
    code: "uplink-down",
  }));
  return [...new Map([...parents, ...uplinks].map((one) => [`${one.resource} ${linkKey(one.place, one.name)}`, one])).values()];
}

/** The link as it is on the host; undefined where the plan makes it, or brings it up. */
function hostsOwn({ place, name }: HostLink, { actual, goal }: View): Fact | undefined {
  const facts = actual.get(place.host);
  if (facts === undefined || goal.desired.has(linkKey(place, name))) return undefined;
  const found = linkAt(facts, place, name) ?? endsIn(facts).get(linkKey(place, name));
  return found === undefined || isOurVlan(found) || goal.desired.has(keyOf(found)) ? undefined : found;
}

function isDown(link: Fact): boolean {
  return "up" in link && !link.up;
}

/** Through a link that is down no packet passes, whether something changes or not. */
export function linksAreUp(view: View): readonly Diagnostic[] {
  return used(view).flatMap((one): readonly Diagnostic[] => {
    const link = hostsOwn(one, view);
    if (link === undefined || !isDown(link)) return [];
    const { place, name, resource, code } = one;
    const what = code === "parent-down" ? "the interfaces on it" : "it as the port of the bridge";
    const detail = `The link "${name}" on host "${place.host}" is down, so no packet passes ${what}. Netweft does not change it: bring it up with "ip link set dev ${name} up" and in the host's own configuration.`;
    return [
      diagnose(code, detail, { resource, ...(code === "uplink-down" && { path: ["uplink"] }), host: place.host, fact: textOf(link) }),
    ];
  });
}

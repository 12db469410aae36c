/** The host's links that are to become ports of networks' bridges: what has addresses by such a link would lose them. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { bareAddress } from "../../net/cidr";
import { addressesOn } from "../../kernel/kinds/addr";
import { linksIn } from "../../kernel/kinds/link";
import { linkAt } from "../../kernel/kinds/links";
import { hasMaster } from "../../kernel/kinds/on-parent";
import { portAt, portsIn } from "../../kernel/kinds/port";
import { isOurVlan, misnamed } from "../../kernel/kinds/vlan";
import { routesOn } from "../../kernel/kinds/route";
import { textOf } from "../../kernel/line";
import { bridgeOf, keyOf } from "../../kernel/kinds";
import { linkKey } from "../../kernel/key";
import { ownerOf, type View } from "./view";

/** A declared port whose link is not, unless it is a VLAN that Netweft makes. */
interface Bridged {
  readonly port: FactOf<"port">;
  readonly owner: string;
  /** Whether its link is made where it is missing. */
  readonly isMade: boolean;
}

function bridged({ changes, goal }: View): readonly Bridged[] {
  return changes.flatMap(({ after, owners }): readonly Bridged[] => {
    if (after === undefined || bridgeOf(after) === undefined) return [];
    const port = after as FactOf<"port">;
    const declared = goal.desired.get(linkKey(port, port.dev))?.fact;
    return declared !== undefined && !isOurVlan(declared) ? [] : [{ port, owner: owners[0]!, isMade: declared !== undefined }];
  });
}

/** The host's addresses by a link, but for those that every link has. */
function addressesBy(facts: Facts, { host, netns, dev }: FactOf<"port">): readonly FactOf<"addr">[] {
  return addressesOn(facts, { host, netns }, dev).filter(({ address }) => !bareAddress(address).startsWith("fe80:"));
}

/** What the host uses the link for itself, as the line of an object; undefined where it uses it for nothing. */
function useOf({ port }: Bridged, facts: Facts): string | undefined {
  const addresses = addressesBy(facts, port);
  const routes = routesOn(facts, port, port.dev);
  const standing = linksIn(facts).filter(({ parent, parentNetns }) => parent === port.dev && parentNetns === port.netns);
  const other = portAt(facts, port, port.dev);
  const inTheWay = [...addresses, ...routes, ...standing, ...(other !== undefined && other.bridge !== port.bridge ? [other] : [])];
  return inTheWay[0] && textOf(inTheWay[0]);
}

function problem(one: Bridged, facts: Facts): string | undefined {
  const { port, isMade } = one;
  const link = linkAt(facts, port, port.dev);
  if (link === undefined && isMade) return undefined;
  if (link === undefined)
    return `has no link "${port.dev}". It belongs to the host, and Netweft does not make it: connect it or load its driver, or name another \`uplink\``;
  const other = misnamed(link);
  if (other !== undefined)
    return `has a link "${port.dev}" that is ${other}, not the VLAN that its name stands for. Name another \`uplink\`, or give that link another name`;
  const use = hasMaster(link) ? textOf(link) : useOf(one, facts);
  if (use === undefined) return undefined;
  return `uses the link "${port.dev}" itself ("${use}"). A port of a bridge receives nothing for the host: addresses by it, leased ones and those of a connection over ssh included, would no longer be reached. Move them to another link, or name another \`uplink\``;
}

/** A link that becomes the port of a bridge is on the host, and the host does not use it otherwise. */
export function bridgedLinksAreFree(view: View): readonly Diagnostic[] {
  return bridged(view).flatMap((one) => {
    const { port, owner } = one;
    const facts = view.actual.get(port.host);
    const why = facts && problem(one, facts);
    if (why === undefined) return [];
    return [
      diagnose("unusable-uplink", `The host "${port.host}" ${why}.`, {
        resource: owner,
        path: ["uplink"],
        host: port.host,
        fact: textOf(port),
      }),
    ];
  });
}

/** An address that a port of a bridge got later is not reached. The bridge works, so that it is a warning. */
export function bridgedLinksStayFree(view: View): readonly Diagnostic[] {
  const changed = new Set(view.changes.flatMap(({ after }) => (after === undefined ? [] : [keyOf(after)])));
  return portsIn(view.wanted).flatMap((port): readonly Diagnostic[] => {
    const facts = view.actual.get(port.host);
    if (facts === undefined || changed.has(keyOf(port))) return [];
    const address = addressesBy(facts, port).find((one) => !view.goal.desired.has(keyOf(one)));
    if (address === undefined) return [];
    const detail = `The host "${port.host}" has an address by the link "${port.dev}" ("${textOf(address)}"), which is a port of the bridge "${port.bridge}". A port receives nothing for the host: the address is not reached, and packets that leave with its route get no answers. Remove it with "ip addr del ${address.address} dev ${port.dev}", or move it to another link.`;
    return [diagnose("uplink-in-use", detail, { resource: ownerOf(view, port), path: ["uplink"], host: port.host, fact: textOf(address) })];
  });
}

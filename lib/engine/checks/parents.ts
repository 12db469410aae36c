/** The host's links on which macvlan interfaces and VLANs are to stand. They are not Netweft's, so a plan finds out what the kernel would refuse. */
import { diagnose, type Diagnostic, type Path } from "../../diagnostic";
import { ROOT, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkKey } from "../../kernel/key";
import { isLink, keyOf } from "../../kernel/kinds";
import { linksIn } from "../../kernel/kinds/link";
import { linkAt } from "../../kernel/kinds/links";
import { familyOf, isOnParent, isStacked, parentPlace, type LinkOnParent } from "../../kernel/kinds/on-parent";
import { portAt } from "../../kernel/kinds/port";
import { misnamed } from "../../kernel/kinds/vlan";
import { textOf } from "../../kernel/line";
import type { LinkOrPair } from "../../kernel/objects";
import { endsIn } from "../../reconcile/ours";
import type { View } from "./view";

/** A link that is to be made, and the resource that needs it. */
interface Standing {
  readonly link: LinkOnParent;
  readonly owner: string;
}

/** Links that are new, or are changed, one for each resource and parent. */
function standing({ changes }: View): readonly Standing[] {
  const found = new Map<string, Standing>();
  for (const { after, owners } of changes) {
    if (after === undefined || !isLink(after) || !isStacked(after)) continue;
    const key = `${owners[0]} ${linkKey(parentPlace(after), after.parent)}`;
    if (!found.has(key)) found.set(key, { link: after, owner: owners[0]! });
  }
  return [...found.values()];
}

/** The parent as it will be: a declared link, or one that is on the host. */
function parentOf(link: LinkOnParent, facts: Facts, { goal }: View): LinkOrPair | undefined {
  const key = linkKey(parentPlace(link), link.parent);
  const declared = goal.desired.get(key)?.fact;
  if (declared !== undefined && isLink(declared)) return declared;
  const there = endsIn(facts).get(key);
  return linkAt(facts, parentPlace(link), link.parent) ?? (there && isLink(there) ? there : undefined);
}

/** The other interfaces that receive by the parent: those on the host that stay, and declared ones. */
function beside(link: LinkOnParent, facts: Facts, { goal, wanted }: View): readonly FactOf<"link">[] {
  const others = linksIn(facts).filter((one) => !goal.owned.has(keyOf(one)) && !goal.desired.has(keyOf(one)));
  return [...linksIn(wanted), ...others].filter(
    (one) => isOnParent(one) && one.host === link.host && one.parent === link.parent && one.parentNetns === link.parentNetns,
  );
}

/** Why the kernel would refuse it; undefined where it would not. */
function obstacle(link: LinkOnParent, parent: LinkOrPair, facts: Facts, view: View): string | undefined {
  if (link.mtu > parent.mtu)
    return `its mtu is ${parent.mtu}, less than the ${link.mtu} of the interfaces on it. Set the network's \`mtu\` to ${parent.mtu} or less, or raise that of the link`;
  if (link.type === "vlan") return obstacleToVlan(link, parent, facts);
  if (!isOnParent(link)) return undefined;
  const other = misnamed(parent);
  if (other !== undefined)
    return `it is ${other}, not the VLAN that its name stands for. Name another \`parent\`, or give that link another name`;
  const port = portAt(view.wanted, parentPlace(link), link.parent) ?? portAt(facts, parentPlace(link), link.parent);
  if (port !== undefined)
    return `it is a port of the bridge "${port.bridge}", which receives all of its packets ("${textOf(port)}"). Use the bridge itself as \`parent\`, or another link`;
  const master = "master" in parent ? parent.master : undefined;
  if (master !== undefined)
    return `it is a port of "${master}", which receives all of its packets ("${textOf(parent)}"). Use "${master}" as \`parent\`, or another link`;
  const others = beside(link, facts, view);
  const foreign = others.find((one) => familyOf(one) !== familyOf(link));
  if (foreign !== undefined)
    return `it has ${foreign.type} interfaces ("${textOf(foreign)}"), and one link carries either macvlan or ipvlan interfaces. Remove those, or use another link`;
  const alone = others.find((one) => one.mode === "passthru");
  if (alone !== undefined && others.length > 1)
    return `"${textOf(alone)}" has it to itself (\`passthru\`), and ${others.length} interfaces would stand on it. Use another \`mode\`, or another link`;
  return undefined;
}

function obstacleToVlan(link: LinkOnParent, parent: LinkOrPair, facts: Facts): string | undefined {
  if (!parent.up)
    return `it is down, and a VLAN cannot be brought up before its link. Bring it up with "ip link set dev ${link.parent} up" and in the host's own configuration`;
  const same = linksIn(facts).find(
    ({ type, parent: on, parentNetns, vlan, name, host }) =>
      type === "vlan" &&
      on === link.parent &&
      parentNetns === link.parentNetns &&
      vlan === link.vlan &&
      name !== link.name &&
      host === link.host,
  );
  return same && `it has this VLAN already, under another name ("${textOf(same)}"). Name "${same.name}" as \`parent\` or \`uplink\``;
}

/** The attribute that names the parent; a VLAN is below several. */
function attributeOf({ type, netns }: LinkOnParent): { readonly path?: Path } {
  if (type === "vlan") return {};
  return { path: netns === ROOT ? ["parent"] : ["network", "parent"] };
}

function notThere({ link, owner }: Standing): Diagnostic {
  const detail = `The host "${link.host}" has no link "${link.parent}", on which "${textOf(link)}" is to stand. It belongs to the host, and Netweft does not make it: connect it or load its driver, or name another \`parent\`. The kernel deletes the interfaces on a link with it; once it is back, an apply makes them again.`;
  return diagnose("missing-parent", detail, { resource: owner, ...attributeOf(link), host: link.host, fact: textOf(link) });
}

/** The parents of macvlan interfaces and VLANs exist, and take them. */
export function parentsCarry(view: View): readonly Diagnostic[] {
  return standing(view).flatMap((one): readonly Diagnostic[] => {
    const { link, owner } = one;
    const facts = view.actual.get(link.host);
    if (facts === undefined) return [];
    const parent = parentOf(link, facts, view);
    if (parent === undefined) return [notThere(one)];
    const at = { resource: owner, host: link.host, fact: textOf(parent) };
    const why = obstacle(link, parent, facts, view);
    if (why === undefined) return [];
    return [diagnose("unusable-parent", `The link "${link.parent}" on host "${link.host}" cannot carry "${textOf(link)}": ${why}.`, at)];
  });
}

/**
 * Links that stand on another one, their parent: macvlan and ipvlan interfaces and VLANs. The parent may be in another namespace;
 * the kernel deletes them with it. A parent has only one kind of receiver: macvlan or ipvlan interfaces, or the bridge or bond that it
 * is a port of.
 */
import { canonicalCidr } from "../../net/cidr";
import { fitting } from "../alias";
import { at, type FactLookup } from "../among";
import { ROOT, type Fact, type FactBodies, type FactOf, type Place } from "../fact";
import type { Need } from "../fact-type";
import { linkKey, LOOPBACK } from "../key";
import { dependentsOf, endAt, type LinkOrPair, type World } from "../objects";
import { refused, type Refusal } from "../refusal";
import { after, isDev, isWord, next, numberOf, type Words } from "./words";

type Link = FactOf<"link">;
type BelowFields = Pick<FactBodies["link"], "parent" | "parentNetns" | "mode" | "vlan" | "master">;

/** A link whose parent is known. */
export type LinkOnParent = Link & { readonly parent: string; readonly parentNetns: string };

/** How much later than other links they come: interfaces after the VLANs, some of which are their parents. */
export function laterBy({ type }: Pick<Link, "type">): number {
  if (type === "vlan") return 1.2;
  return isOnParent({ type }) ? 1.5 : 0;
}

/** The types that take over all packets which their parent receives. */
const RECEIVERS = ["macvlan", "ipvlan", "macvtap", "ipvtap"] as const;

/** The modes of macvlan interfaces that Netweft creates. With `passthru`, one interface would set the parent's own hardware address. */
export const MACVLAN_MODES = ["bridge", "private", "vepa"] as const;

/** The types of links that stand on another one. */
export const STACKED: readonly string[] = [...RECEIVERS, "vlan"];

/** Whether it receives by a parent, so that it comes after the VLANs. */
export function isOnParent({ type }: Pick<Link, "type">): boolean {
  return (RECEIVERS as readonly string[]).includes(type);
}

/** Whether it is known what it stands on. */
export function isStacked(link: LinkOrPair): link is LinkOnParent {
  return "parent" in link && link.parent !== undefined && link.parentNetns !== undefined;
}

/** Where the parent is. */
export function parentPlace({ host, parentNetns }: LinkOnParent): Place {
  return { host, netns: parentNetns };
}

export function onParent(link: Link): readonly Need[] {
  return isStacked(link) ? [{ key: linkKey(parentPlace(link), link.parent), diesWith: true }] : [];
}

/** The mode changes in place, but for `passthru`. */
export function staysOnParent(from: Link, to: Link): boolean {
  if (from.parent !== to.parent || from.parentNetns !== to.parentNetns || from.vlan !== to.vlan) return false;
  return from.mode === to.mode || (from.mode !== "passthru" && to.mode !== "passthru" && to.type === "macvlan");
}

/** The links that stand on this one and receive its packets: macvlan or ipvlan interfaces. */
export function receiversOn(world: World, place: Place, parent: string): readonly Link[] {
  const standing = dependentsOf(world, linkKey(place, parent));
  return standing.filter(
    (fact): fact is Link => fact.kind === "link" && fact.parent === parent && fact.parentNetns === place.netns && isOnParent(fact),
  );
}

/** Interfaces of one family share a parent. */
export function familyOf({ type }: Link): "macvlan" | "ipvlan" {
  return type.startsWith("mac") ? "macvlan" : "ipvlan";
}

/** Whether it is an ipvlan interface on a link of its host: beside it the parent takes no interface of another type. */
export function isIpvlan(link: LinkOrPair): boolean {
  return isStacked(link) && link.type === "ipvlan" && link.parentNetns === ROOT;
}

/** Why the kernel refuses a link on its parent. */
export function refuseOnParent(world: World, link: Link, before: Fact | undefined): Refusal | undefined {
  if (!isStacked(link)) return undefined;
  const place = parentPlace(link);
  if (link.parent === LOOPBACK) return refused("EINVAL");
  const parent = endAt(world, place, link.parent);
  if (parent === undefined) return refused("ENODEV", `Cannot find device "${link.parent}"`);
  if (link.mtu > parent.mtu) return refused("EINVAL");
  if (link.type === "vlan") return link.up && !parent.up ? refused("ENETDOWN") : refuseVlan(world, link, before);
  const others = receiversOn(world, place, link.parent).filter((one) => one.name !== link.name || one.netns !== link.netns);
  if (others.some((one) => familyOf(one) !== familyOf(link))) return refused("EBUSY");
  if (isPort(world, place, link.parent) || hasMaster(parent.fact)) return refused("EBUSY");
  if ([link, ...others].some(({ mode }) => mode === "passthru") && others.length > 0) return refused("EINVAL");
  return link.up && others.some(({ up, mac }) => up && mac !== undefined && mac === link.mac) ? refused("EADDRINUSE") : undefined;
}

function refuseVlan(world: World, link: LinkOnParent, before: Fact | undefined): Refusal | undefined {
  if (before !== undefined) return undefined;
  const standing = dependentsOf(world, linkKey(parentPlace(link), link.parent));
  return standing.some((one) => one.kind === "link" && one.vlan === link.vlan && one.parent === link.parent)
    ? refused("EEXIST", "VLAN device already exists.")
    : undefined;
}

/** Whether a bond or a similar device receives its packets. */
export function hasMaster(link: LinkOrPair): boolean {
  return link.kind === "link" && link.master !== undefined;
}

function isPort(world: World, place: Place, dev: string): boolean {
  return dependentsOf(world, linkKey(place, dev)).some((fact) => fact.kind === "port" && fact.dev === dev);
}

export function parentText({ parent, parentNetns, mode, vlan, master }: BelowFields): string {
  const below = parent === undefined ? "" : ` parent ${parentNetns} ${parent}`;
  return `${below}${mode === undefined ? "" : ` mode ${mode}`}${vlan === undefined ? "" : ` vlan ${vlan}`}${master === undefined ? "" : ` master ${master}`}`;
}

/** The fields of a link on a parent, all of which may be missing; undefined when the words are invalid. */
export function parentOf(line: Words): BelowFields | undefined {
  const parentNetns = after(line, "parent");
  const parent = parentNetns === undefined ? undefined : next(line);
  const mode = after(line, "mode");
  const id = after(line, "vlan");
  const vlan = numberOf(id);
  const master = after(line, "master");
  if (master !== undefined && !isDev(master)) return undefined;
  if (parentNetns !== undefined && (!isWord(parentNetns) || !isDev(parent))) return undefined;
  if ((id !== undefined && vlan === undefined) || (mode !== undefined && !isWord(mode))) return undefined;
  return {
    ...(parent === undefined || parentNetns === undefined ? {} : { parent, parentNetns }),
    ...(mode === undefined ? {} : { mode }),
    ...(vlan === undefined ? {} : { vlan }),
    ...(master === undefined ? {} : { master }),
  };
}

/** The canonical addresses, as far as they fit into the alias with this mark. */
export function normalAddresses(mark: string | undefined, addresses: readonly string[]): readonly string[] {
  return fitting(
    mark,
    addresses.map((address) => canonicalCidr(address) ?? address),
  );
}

export function addressText({ addresses }: Pick<Link, "addresses">): string {
  if (addresses === undefined) return "";
  return ` addresses ${addresses.length === 0 ? "none" : addresses.join(",")}`;
}

/** The addresses at the end of a line; undefined when they are invalid. */
export function addressesOf(line: Words): Pick<Link, "addresses"> | undefined {
  const text = after(line, "addresses");
  if (text === undefined) return {};
  const addresses = text === "none" ? [] : text.split(",");
  return addresses.every((address) => canonicalCidr(address) === address) ? { addresses } : undefined;
}

/** The macvlan or ipvlan interface of this name. */
export function receiverAt(facts: FactLookup | undefined, place: Place, name: string): Link | undefined {
  const found = at(facts, linkKey(place, name), "link");
  return found !== undefined && isOnParent(found) ? found : undefined;
}

/**
 * VLANs that Netweft makes: a link `eth0.10`, the VLAN 10 of the link `eth0`, where others are to stand on it. All stacks of a host
 * have them in common, so that their mark names none.
 */
import { fact, ROOT, type Fact, type FactOf, type Facts, type Key, type Place } from "../fact";
import { linkKey } from "../key";
import { COMMON_STACK, markOf } from "../mark";
import type { LinkOrPair } from "../objects";
import { isStacked, type LinkOnParent } from "./on-parent";

const NAMED = /^([^.]+)\.([1-9]\d{0,3})$/;

/** The highest identifier of a VLAN; 4095 is reserved. */
const LAST_ID = 4094;

/** The VLAN that the name of a link stands for: of `eth0.10`, the VLAN 10 of `eth0`. */
export function vlanNamed(name: string): { readonly parent: string; readonly vlan: number } | undefined {
  const [, parent, id] = NAMED.exec(name) ?? [];
  return parent === undefined || Number(id) > LAST_ID ? undefined : { parent, vlan: Number(id) };
}

function markOfVlan(name: string): string {
  return markOf({ stack: COMMON_STACK, type: "vlan", id: name });
}

/** Whether the fact is a VLAN that Netweft made. */
export function isOurVlan(one: Fact): one is LinkOnParent {
  return one.kind === "link" && one.type === "vlan" && one.netns === ROOT && isStacked(one) && one.mark === markOfVlan(one.name);
}

/** The VLAN of this name, which Netweft makes. */
function vlanLink(host: string, name: string, mtu: number): FactOf<"link"> {
  const { parent, vlan } = vlanNamed(name)!;
  const body = { name, type: "vlan", parent, parentNetns: ROOT, vlan, mtu, up: true };
  return fact("link", { host, netns: ROOT }, body, { mark: markOfVlan(name), shared: true });
}

/** What keeps the host itself off a VLAN: no addresses by router advertisements, and no answers for the addresses that it has elsewhere. */
const OFF = { "net.ipv6.conf.*.disable_ipv6": "1", "net.ipv4.conf.*.arp_ignore": "8" } as const;

/** The VLAN of this name with the settings that leave it to those that stand on it. */
export function vlanFacts(host: string, name: string, mtu: number): readonly Fact[] {
  const settings = Object.entries(OFF).map(([setting, value]) =>
    fact("sysctl", { host, netns: ROOT }, { name: setting.replace("*", name.replaceAll(".", "/")), value }, { shared: true }),
  );
  return [vlanLink(host, name, mtu), ...settings];
}

/** The VLAN that a link is, where its name stands for another one, as text. */
export function misnamed(one: LinkOrPair): string | undefined {
  const [named, is] = [vlanNamed(one.name), one.kind === "link" && one.type === "vlan" ? one : undefined];
  if (named === undefined || is === undefined) return undefined;
  // The link below is in another namespace where it is not known.
  const isIt = is.vlan === named.vlan && (is.parent === undefined || is.parent === named.parent);
  return isIt ? undefined : `VLAN ${is.vlan} of "${is.parent ?? "another namespace's link"}"`;
}

/** The link of the host's root that a fact uses whole, by its name: the parent of a link, and the port of a bridge. */
export function usedLink(one: Fact): string | undefined {
  if (one.kind === "link") return isStacked(one) && one.parentNetns === ROOT ? one.parent : undefined;
  return one.kind === "port" && one.netns === ROOT ? one.dev : undefined;
}

/** The keys of what stands on a link of the host's root, or makes it the port of a bridge. */
export function usersOf({ host }: Place, name: string, facts: Facts): readonly Key[] {
  const link = linkKey({ host, netns: ROOT }, name);
  return [...facts].flatMap(([key, one]) => (key !== link && usedLink(one) === name ? [key] : []));
}

import { ROOT, type Fact, type FactOf, type Key } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { linkKey, LOOPBACK } from "../../../kernel/key";
import { chainKey, CLOSED, isClosing } from "../../../kernel/kinds/chain";
import { bridgeAt, linksIn } from "../../../kernel/kinds/link";
import { portAt } from "../../../kernel/kinds/port";
import { settingsIn, settingValue } from "../../../kernel/kinds/settings";
import { ownerOf } from "../../../kernel/mark";
import { isValueOf } from "../../../nft/fields";
import type { Owned } from "../../../reconcile/goal";
import {
  closed,
  closedFamilies,
  FORWARDING_SETTING,
  type ClosedFamilies,
  type ClosedLinks,
  type ForwardingFamily,
} from "../../../resources/firewall/closed";
import type { DeclaredLinks } from "./accept-ra";

/** The hosts that these facts make routers, with the families. */
export function forwardedFamilies(facts: readonly Fact[]): readonly (readonly [host: string, family: ForwardingFamily])[] {
  return settingsIn(facts).flatMap(({ host, netns, name, value }) => {
    const family = (["ipv4", "ipv6"] as const).find((one) => FORWARDING_SETTING[one] === name);
    return netns === ROOT && value === "1" && family !== undefined ? [[host, family] as const] : [];
  });
}

/** Ports of bridges that containers and virtual machines are behind. */
const INNER: ReadonlySet<string> = new Set(["veth", "tun"]);

/** The host's own links by which packets arrive from elsewhere: no ports of bridges, and no bridges that have containers alone. */
export function ownLinks(host: string, actual: Facts, ours: DeclaredLinks): ClosedLinks {
  const place = { host, netns: ROOT };
  const all = linksIn(actual).filter(({ netns }) => netns === ROOT);
  const outer = new Set(all.flatMap(({ name, type }) => (INNER.has(type) ? [] : (portAt(actual, place, name)?.bridge ?? []))));
  const isOwn = ({ name, type, mark }: FactOf<"link">) =>
    name !== LOOPBACK &&
    !ours.has(linkKey(place, name)) &&
    ownerOf(mark) === undefined &&
    portAt(actual, place, name) === undefined &&
    (type !== "bridge" || outer.has(name)) &&
    isNameable(name);
  const own = all
    .filter(isOwn)
    .map(({ name }) => name)
    .sort();
  return { links: own, bridges: own.filter((name) => bridgeAt(actual, place, name) !== undefined) };
}

/** Whether a rule can name the link: an asterisk at the end would stand for any. */
function isNameable(name: string): boolean {
  return isValueOf("iifname", name) && !name.endsWith("*");
}

/**
 * The chain that keeps a host closed. Each family stays as the state has it, or else as the host has it. A family is added where
 * forwarding is off and is switched on now (`families`), if there are links to forward between.
 */
export function closedChain(
  host: string,
  families: ReadonlySet<ForwardingFamily>,
  { actual, owned, ours }: { readonly actual: Facts; readonly owned: ReadonlyMap<Key, Owned>; readonly ours: DeclaredLinks },
): Fact | undefined {
  const key = chainKey({ host, netns: ROOT }, CLOSED);
  const known = Object.assign(
    {},
    ...[actual.get(key), owned.get(key)?.fact].map((one) => (one && isClosing(one) ? closedFamilies(one) : {})),
  ) as ClosedFamilies;
  const isOff = (family: ForwardingFamily) => settingValue(actual, { host, netns: ROOT }, FORWARDING_SETTING[family]) === "0";
  const begun = [...families].filter((family) => known[family] === undefined && isOff(family));
  const links = begun.length === 0 ? undefined : ownLinks(host, actual, ours);
  const added = links !== undefined && links.links.length > 1 ? Object.fromEntries(begun.map((family) => [family, links])) : {};
  const all = { ...known, ...added };
  return Object.keys(all).length === 0 ? undefined : closed(host, all);
}

/** Links of a host that a configuration names: they are the host's own, so they cannot be declared. */
import { diagnose, type Diagnostic, type Where } from "../../diagnostic";
import { ROOT, type Fact, type Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkKey } from "../../kernel/key";
import { needsOf } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import { endsIn } from "../../reconcile/ours";
import type { View } from "./view";

/** The name of the host's own link that a key stands for. */
export function hostLinkOf(key: Key, { host }: Pick<Fact, "host">): string | undefined {
  const start = linkKey({ host, netns: ROOT }, "");
  return key.startsWith(start) ? key.slice(start.length) : undefined;
}

/** Whether a host has a link, or is to have it. Hosts that were not observed are taken to have it. */
export function hasHostLink(dev: string, host: string, { wanted, actual }: Pick<View, "wanted" | "actual">): boolean {
  const facts: Facts | undefined = actual.get(host);
  const key = linkKey({ host, netns: ROOT }, dev);
  return facts === undefined || wanted.get(key) !== undefined || facts.has(key) || endsIn(facts).has(key);
}

function isMissing(attribute: string, dev: string, host: string, at: Where): Diagnostic {
  const detail = `${attribute} names the link "${dev}", and host "${host}" has no such link: it was never there, or is gone. Name a link that \`ip link\` lists on the host, or create this one there first.`;
  return diagnose("missing-object", detail, { ...at, host });
}

/** Whether the link is an uplink of its host, of which `uplinksAreThere` reports that it is missing. */
export function isUplink(dev: string, host: string, { hosts }: View): boolean {
  return (hosts.get(host)?.uplinks ?? []).some((uplink) => uplink.dev === dev);
}

/** The links that hosts name as their uplinks are there; one that is gone is a warning of every plan. */
export function uplinksAreThere({ missing, changes }: View): readonly Diagnostic[] {
  return missing.flatMap(({ host, dev, n, needing, isGone }): readonly Diagnostic[] => {
    const [, { fact, owners }] = needing[0]!;
    const attribute = `\`hosts.${host}.uplinks[${n}].dev\` of the provider block`;
    if (!isGone) return changes.length === 0 ? [] : [isMissing(attribute, dev, host, { resource: owners[0]!, fact: textOf(fact) })];
    const detail = `${attribute} names the link "${dev}", and host "${host}" has no such link now: published ports are not reached by it, and replies to requests that came by it leave by another one. Its objects wait (${needing.map(([, one]) => `"${textOf(one.fact)}"`).join(", ")}): once the link is back, an apply makes them. If it does not come back, remove it from the list; where others follow it, that changes their marks, and ends the connections by them.`;
    return [diagnose("uplink-gone", detail, { resource: owners[0]!, host, fact: textOf(fact) })];
  });
}

/** Whether the link is the one of a `neighbor_proxy`, of which `proxiesHaveLinks` reports that it is missing. */
export function isProxyLink(dev: string, host: string, { networks }: View): boolean {
  return networks.some(({ network }) => network.neighborProxy === dev && network.hosts.includes(host));
}

/** Whether the plan changes the resource, or makes something that needs the host's link. */
function concerns(address: string, link: Key, { changes }: View): boolean {
  return changes.some(({ after, owners }) => owners.includes(address) || (after && needsOf(after).some(({ key }) => key === link)));
}

/** The link on which a host answers for the endpoints of a network is there, where the plan is about it. */
export function proxiesHaveLinks(view: View): readonly Diagnostic[] {
  return view.networks.flatMap(({ instance, network: { neighborProxy: dev, hosts } }) => {
    const isNeeded = (host: string, name: string) => concerns(instance.address, linkKey({ host, netns: ROOT }, name), view);
    const without = dev === undefined ? [] : hosts.filter((host) => !hasHostLink(dev, host, view) && isNeeded(host, dev));
    return without.map((host) => isMissing("`neighbor_proxy`", dev!, host, { resource: instance.address, path: ["neighbor_proxy"] }));
  });
}

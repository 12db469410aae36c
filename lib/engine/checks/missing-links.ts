/** Links of a host that a configuration names: they are the host's own, so they cannot be declared. */
import { diagnose, type Diagnostic, type Where } from "../../diagnostic";
import { ROOT, type Fact, type Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { linkKey } from "../../kernel/key";
import { textOf } from "../../kernel/line";
import { endsIn } from "../../reconcile/ours";
import type { Owned } from "../../reconcile/goal";
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

/** The error for a missing link that is an uplink of its host, whatever needs it. */
export function missingUplink(dev: string, { fact, owners }: Owned, { hosts }: View): Diagnostic | undefined {
  const n = (hosts.get(fact.host)?.uplinks ?? []).findIndex((uplink) => uplink.dev === dev);
  if (n < 0) return undefined;
  const attribute = `\`hosts.${fact.host}.uplinks[${n}].dev\` of the provider block`;
  return isMissing(attribute, dev, fact.host, { resource: owners[0]!, fact: textOf(fact) });
}

/** Whether the link is the one of a `neighbor_proxy`, of which `proxiesHaveLinks` reports that it is missing. */
export function isProxyLink(dev: string, host: string, { networks }: View): boolean {
  return networks.some(({ network }) => network.neighborProxy === dev && network.hosts.includes(host));
}

/** The link on which a host answers for the endpoints of a network is there. */
export function proxiesHaveLinks(view: View): readonly Diagnostic[] {
  if (view.changes.length === 0) return [];
  return view.networks.flatMap(({ instance, network: { neighborProxy: dev, hosts } }) => {
    const without = dev === undefined ? [] : hosts.filter((host) => !hasHostLink(dev, host, view));
    return without.map((host) => isMissing("`neighbor_proxy`", dev!, host, { resource: instance.address, path: ["neighbor_proxy"] }));
  });
}

import type { Context } from "../../resources";
import { nested, texts } from "../../resources/draft";
import type { Draft } from "../../schema/value";

/** The kinds of networks that have a switch of their own on each of their hosts. */
export const SWITCHED: ReadonlySet<unknown> = new Set(["netweft_bridge_network", "netweft_overlay_network"]);

/** The hosts on which a network has a switch of its own, as far as they are known: one of a bridge network, each member of an overlay network. */
export function hostsOfNetwork(type: string, attributes: Draft): readonly string[] {
  if (!SWITCHED.has(type)) return [];
  const { host, members } = attributes;
  if (type === "netweft_bridge_network") return typeof host === "string" ? [host] : [];
  return Array.isArray(members) ? (members as readonly unknown[]).filter((member) => typeof member === "string") : [];
}

/**
 * The hosts on which an address of an endpoint's overlay network may be taken: all members, or, where nobody is told who they
 * are, all hosts that could be one.
 */
export function hostsOfChoice(attributes: Draft, { provider }: Context): readonly string[] {
  const members = texts(nested(attributes, "network") ?? {}, "members") ?? [];
  if (members.length > 0) return members;
  return Object.keys(provider.hosts).filter((host) => (provider.hosts[host]!.underlay ?? null) !== null);
}

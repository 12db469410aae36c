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

import { nested } from "../../resources/draft";
import type { Draft } from "../../schema/value";

/** The hosts in attributes: the resource's own, or that of its namespace or network. */
export function placesIn(attributes: Draft): readonly string[] {
  const drafts = [attributes, nested(attributes, "namespace"), nested(attributes, "network")];
  return drafts.flatMap((draft) => (typeof draft?.["host"] === "string" ? [draft["host"]] : []));
}

/** Network kinds with a bridge on each of their hosts. */
export const SWITCHED: ReadonlySet<unknown> = new Set(["netweft_bridge_network", "netweft_overlay_network"]);

/** The hosts with a bridge of a network, as far as known: one for a bridge network, each member of an overlay network. */
export function hostsOfNetwork(type: string, attributes: Draft): readonly string[] {
  if (!SWITCHED.has(type)) return [];
  const { host, members } = attributes;
  if (type === "netweft_bridge_network") return typeof host === "string" ? [host] : [];
  return Array.isArray(members) ? (members as readonly unknown[]).filter((member) => typeof member === "string") : [];
}

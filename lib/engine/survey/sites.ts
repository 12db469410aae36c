import { nested } from "../../resources/draft";
import type { Draft } from "../../schema/value";

/** The hosts that attributes name as their own place, or as that of their namespace or network. */
export function placesIn(attributes: Draft): readonly string[] {
  const drafts = [attributes, nested(attributes, "namespace"), nested(attributes, "network")];
  return drafts.flatMap((draft) => (typeof draft?.["host"] === "string" ? [draft["host"]] : []));
}

/** The kinds of networks that have a switch of their own on each of their hosts. */
export const SWITCHED: ReadonlySet<unknown> = new Set(["netweft_bridge_network", "netweft_overlay_network"]);

/** The hosts on which a network has a switch of its own, as far as they are known: one of a bridge network, each member of an overlay network. */
export function hostsOfNetwork(type: string, attributes: Draft): readonly string[] {
  if (!SWITCHED.has(type)) return [];
  const { host, members } = attributes;
  if (type === "netweft_bridge_network") return typeof host === "string" ? [host] : [];
  return Array.isArray(members) ? (members as readonly unknown[]).filter((member) => typeof member === "string") : [];
}

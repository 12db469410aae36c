import type { Draft } from "../../schema/value";
import { nested, text } from "../draft";
import { sharedOn } from "../host-network/shared";

/** Whoever is on a host network has nothing of its own there, which its attributes alone do not say. */
export function remarks(attributes: Draft): readonly string[] {
  const network = nested(attributes, "network");
  if (network === undefined || text(network, "kind") !== "host") return [];
  const { addresses = null, binds = null } = attributes;
  return ["No namespace and no interface of its own; nothing is made in the kernel.", sharedOn({ ...network, addresses, binds })];
}

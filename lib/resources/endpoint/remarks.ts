import type { Draft } from "../../schema/value";
import { nested, text } from "../draft";
import { sharedOn } from "../host-network/shared";

/** The remark that an endpoint on a host network has no isolation, which its attributes do not show. */
export function remarks(attributes: Draft): readonly string[] {
  const network = nested(attributes, "network");
  if (network === undefined || text(network, "kind") !== "host") return [];
  const { addresses = null, binds = null } = attributes;
  return ["No namespace and no interface of its own; nothing is made in the kernel.", sharedOn({ ...network, addresses, binds })];
}

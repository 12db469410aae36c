import { diagnose, type Diagnostic } from "../../diagnostic";
import type { DeclaredAttachment, View } from "./view";

/** The properties of an endpoint that determine the default routes of its namespace. */
interface Uplink {
  readonly address: string;
  readonly network: string;
  readonly hasWayOut: boolean;
  readonly isDefault: boolean;
  /** Whether the configuration sets the attribute. */
  readonly isChosen: boolean;
}

function uplinkOf({ instance, attachment: { network, isDefaultRoute } }: DeclaredAttachment): Uplink {
  return {
    address: instance.address,
    network: String(network.name),
    hasWayOut: network.hasWayOut,
    isDefault: isDefaultRoute,
    isChosen: typeof instance.config["default_route"] === "boolean",
  };
}

/** By the id of the namespace. */
function uplinks(attachments: readonly DeclaredAttachment[]): ReadonlyMap<string, readonly Uplink[]> {
  const found = new Map<string, Uplink[]>();
  for (const one of attachments) {
    const { namespace } = one.attachment;
    if (namespace === undefined) continue;
    const some = found.get(namespace);
    if (some === undefined) found.set(namespace, [uplinkOf(one)]);
    else some.push(uplinkOf(one));
  }
  return found;
}

/** A namespace on a network with egress has a default route, unless configured otherwise. */
export function waysOutAreUsed({ attachments }: View): readonly Diagnostic[] {
  return [...uplinks(attachments)].flatMap(([namespace, some]) => {
    const way = some.find(({ hasWayOut }) => hasWayOut);
    if (way === undefined || some.some(({ isDefault, isChosen }) => isDefault || isChosen)) return [];
    const detail = `The namespace "${namespace}" has no default route: it is on the network "${way.network}", which has egress, but the default routes of a namespace use "eth0" unless an endpoint sets \`default_route\`. Set \`default_route = true\` on ${way.address}; with \`default_route = false\` there, this warning ends.`;
    return [diagnose("no-default-route", detail, { resource: way.address, path: ["default_route"] })];
  });
}

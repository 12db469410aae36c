import type { Diagnostic } from "../../diagnostic";
import { notAMember } from "../../resources/endpoint/check";
import type { Draft } from "../../schema/value";
import { hostsOfNetwork } from "../resolve/sites";
import type { View } from "./view";

/** Endpoints of an overlay network are on its member hosts. */
export function endpointsAreOnMembers({ resolved }: View): readonly Diagnostic[] {
  const overlays = resolved.filter(({ instance }) => instance.type === "netweft_overlay_network");
  if (overlays.length === 0) return [];
  const members = new Map(
    overlays.map(({ instance, attributes }) => [attributes["id"], new Set(hostsOfNetwork(instance.type, attributes))]),
  );
  return resolved.flatMap(({ instance, attributes }) => {
    const [network, namespace] = [attributes["network"], attributes["namespace"]] as readonly (Draft | null | undefined)[];
    const hosts = members.get(network?.["id"] as string);
    const host = namespace?.["host"];
    if (hosts === undefined || typeof host !== "string" || hosts.has(host)) return [];
    const found = notAMember(host, String(network?.["name"]), [...hosts]);
    return [{ ...found, at: { ...found.at, resource: instance.address } }];
  });
}

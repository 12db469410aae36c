import type { Diagnostic } from "../../diagnostic";
import { notAMember } from "../../resources/endpoint/check";
import type { View } from "./view";

/** Endpoints on a network of several hosts are on one of them. */
export function endpointsAreOnMembers({ networks, attachments }: View): readonly Diagnostic[] {
  const wide = networks.filter(({ network }) => network.spansHosts);
  if (wide.length === 0) return [];
  const members = new Map(wide.map(({ network: { id, hosts } }) => [id, new Set(hosts)]));
  return attachments.flatMap(({ instance, attachment: { network, host } }) => {
    const hosts = network.id === undefined ? undefined : members.get(network.id);
    if (hosts === undefined || host === undefined || hosts.has(host)) return [];
    const found = notAMember(host, String(network.name), [...hosts]);
    return [{ ...found, at: { ...found.at, resource: instance.address } }];
  });
}

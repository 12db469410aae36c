import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { addressesIn } from "../../kernel/kinds/addr";
import { routesIn } from "../../kernel/kinds/route";
import { textOf } from "../../kernel/line";
import { bareAddress, contains, parseNetwork } from "../../net/cidr";
import { parseIp } from "../../net/ip";
import type { DeclaredNetwork, View } from "./view";

/** Addresses of the host and of its gateways, on other links than the network's bridge, each with the line that shows it. */
function others(facts: Facts, bridge: string | undefined): readonly (readonly [address: string, line: string])[] {
  const away = <F extends { readonly netns: string; readonly dev?: string }>(one: F) => one.netns === ROOT && one.dev !== bridge;
  return [
    ...addressesIn(facts)
      .filter(away)
      .map((one) => [bareAddress(one.address), textOf(one)] as const),
    ...routesIn(facts)
      .filter(away)
      .flatMap((one) => (one.via === undefined ? [] : [[one.via, textOf(one)] as const])),
  ];
}

function taken({ instance, network }: DeclaredNetwork, host: string, facts: Facts): readonly Diagnostic[] {
  const all = others(facts, network.bridge);
  return network.subnets.flatMap((subnet, index) => {
    const parsed = subnet === undefined ? undefined : parseNetwork(subnet);
    const [address, line] = all.find(([one]) => parsed !== undefined && contains(parsed, parseIp(one)!)) ?? [];
    if (address === undefined) return [];
    const detail = `${subnet!} contains ${address} ("${line!}"), which is not on the network's bridge: the host would look for it there. Choose a part of the network on "${network.neighborProxy!}" in which the host, its gateways and other machines have no address.`;
    return [diagnose("overlapping-subnets", detail, { resource: instance.address, path: ["subnets", index], host })];
  });
}

/** A network that is a part of one that the host is connected to contains none of the addresses that are used there. */
export function partsAreFree({ networks, actual }: View): readonly Diagnostic[] {
  const parts = networks.filter(({ network }) => network.neighborProxy !== undefined);
  return parts.flatMap((one) => one.network.hosts.flatMap((host) => taken(one, host, actual.get(host) ?? new Map())));
}

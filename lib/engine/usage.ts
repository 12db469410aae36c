import { canonicalAssigned, parseBlock, parseNetwork } from "../net/cidr";
import { common, countOf, hostsOf, intervalOf, without, type Interval } from "../net/intervals";
import type { Path } from "../diagnostic";
import type { SwitchedNetwork } from "../resources/abilities";
import { attachmentOf, networkOf, type Registry } from "../resources/registry";
import type { State } from "./state/types";
import { givable, intervals, rangesIn } from "./allocate/addresses";

/** Address usage of one subnet of a network, according to the state. */
export interface SubnetUsage {
  readonly subnet: string;
  /** The ranges for allocation; none: the whole subnet. */
  readonly ranges: readonly string[];
  /** Number of host addresses. */
  readonly usable: bigint;
  /** Used by endpoints and gateways. */
  readonly used: bigint;
  /** Reserved and not used. */
  readonly reserved: bigint;
  /** Available for allocation: within the ranges, neither used nor reserved. */
  readonly free: bigint;
}

export interface NetworkUsage {
  /** Of the network in the state. */
  readonly address: string;
  readonly id: string;
  readonly subnets: readonly SubnetUsage[];
  /** Paths into the network's attributes that are sensitive. */
  readonly sensitive: readonly Path[];
}

/** The addresses of all endpoints, by the id of their network. */
function addressesByNetwork(state: State, types: Registry): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const instance of state.instances.values()) {
    const { network, addresses = [] } = attachmentOf(types, instance) ?? {};
    if (network?.id === undefined) continue;
    const known = addresses.filter((address) => address !== undefined);
    const list = found.get(network.id);
    if (list) list.push(...known);
    else found.set(network.id, known);
  }
  return found;
}

function usageOf(subnet: string, ranges: readonly string[], reserved: readonly string[], used: readonly Interval[]): SubnetUsage {
  const hosts = hostsOf(parseNetwork(subnet)!);
  const taken = common(hosts, used);
  return {
    subnet,
    ranges: rangesIn(subnet, ranges),
    usable: countOf(hosts),
    used: countOf(taken),
    reserved: countOf(without(common(hosts, intervals(reserved)), taken)),
    free: countOf(without(givable(subnet, { ranges, avoid: reserved }), taken)),
  };
}

function networkUsage(
  { id, subnets, gateways, ranges, reserved }: SwitchedNetwork,
  endpoints: readonly string[],
): Pick<NetworkUsage, "id" | "subnets"> {
  const used = [...gateways, ...endpoints].flatMap((text) => {
    const block = parseBlock(canonicalAssigned(text) ?? text);
    return block ? [intervalOf(block)] : [];
  });
  // A state that was edited can have any text.
  const known = subnets.filter((subnet): subnet is string => subnet !== undefined && parseNetwork(subnet) !== undefined);
  return { id: String(id), subnets: known.map((subnet) => usageOf(subnet, ranges, reserved, used)) };
}

/** Address usage of the switched networks of a state, in the order of the state. Foreign addresses on the hosts are not counted. */
export function networkUsages(state: State, types: Registry): readonly NetworkUsage[] {
  const endpoints = addressesByNetwork(state, types);
  return [...state.instances.values()].flatMap((instance) => {
    const network = instance.mode === "managed" ? networkOf(types, instance) : undefined;
    if (network === undefined) return [];
    return [
      { address: instance.address, sensitive: instance.sensitive, ...networkUsage(network, endpoints.get(String(network.id)) ?? []) },
    ];
  });
}

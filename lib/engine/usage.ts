import { canonicalAssigned, parseBlock, parseNetwork } from "../net/cidr";
import { common, countOf, hostsOf, intervalOf, without, type Interval } from "../net/intervals";
import type { Path } from "../diagnostic";
import type { Value } from "../schema/value";
import type { State, StateInstance } from "./state/types";
import { SWITCHED } from "./resolve/sites";
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

function textsOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter((one) => typeof one === "string") : [];
}

/** The addresses of all endpoints, by the id of their network. */
function addressesByNetwork(state: State): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { type, attributes } of state.instances.values()) {
    const network = attributes["network"] as { readonly id?: unknown; readonly kind?: unknown } | null | undefined;
    if (type !== "netweft_endpoint" || typeof network?.id !== "string" || network.kind === "host") continue;
    const list = found.get(network.id);
    if (list) list.push(...textsOf(attributes["addresses"]));
    else found.set(network.id, [...textsOf(attributes["addresses"])]);
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

function networkUsage(network: StateInstance, endpoints: readonly string[]): NetworkUsage {
  const { attributes, address, sensitive } = network;
  const [subnets, gateways] = [textsOf(attributes["subnets"]), textsOf(attributes["gateways"])];
  const [ranges, reserved] = [textsOf(attributes["ranges"]), textsOf(attributes["reserved"])];
  const used = [...gateways, ...endpoints].flatMap((text) => {
    const block = parseBlock(canonicalAssigned(text) ?? text);
    return block ? [intervalOf(block)] : [];
  });
  return { address, id: String(attributes["id"]), subnets: subnets.map((subnet) => usageOf(subnet, ranges, reserved, used)), sensitive };
}

/** Address usage of the bridge and overlay networks of a state, in the order of the state. Foreign addresses on the hosts are not counted. */
export function networkUsages(state: State): readonly NetworkUsage[] {
  const endpoints = addressesByNetwork(state);
  return [...state.instances.values()]
    .filter(({ mode, type }) => mode === "managed" && SWITCHED.has(type))
    .map((network) => networkUsage(network, endpoints.get(String(network.attributes["id"])) ?? []));
}

import { ROOT, type Fact } from "../../kernel/fact";
import { addressesInUse, destinationOf } from "../../kernel/kinds";
import { bareAddress, networkOf, parseCidr, type Cidr } from "../../net/cidr";

/** Addresses and networks in use on one host, excluded from allocation. */
export interface Used {
  /** Addresses without their prefix lengths, canonical. */
  readonly addresses: Set<string>;
  /** Networks of the host's own addresses. */
  readonly networks: Cidr[];
  /** Networks that the host has a route to. */
  readonly routed: Cidr[];
}

/** Ranges that no subnet of this size may overlap. A less specific route has lower precedence than the network, so it is avoided only while there is a choice. */
export function networksInTheWay({ networks, routed }: Used, size: number): readonly Cidr[] {
  return [...networks, ...routed.filter(({ prefix }) => prefix >= size)];
}

/** Ranges that a subnet overlaps only if no other one is left, such as the half of the address space that VPNs route instead of a default route. */
export function networksToAvoid({ networks, routed }: Used): readonly Cidr[] {
  return [...networks, ...routed.filter(({ prefix }) => prefix > 1)];
}

function addNetwork(networks: Cidr[], text: string): void {
  const cidr = parseCidr(text);
  if (cidr !== undefined && cidr.prefix > 0) networks.push(networkOf(cidr));
}

function add(used: Used, fact: Fact): void {
  for (const address of addressesInUse(fact) ?? NONE) used.addresses.add(bareAddress(address));
  const destination = fact.netns === ROOT ? destinationOf(fact) : undefined;
  if (destination !== undefined) addNetwork(destination.isConnected ? used.networks : used.routed, destination.network);
}

const NONE: readonly string[] = [];

/** A declared subnet: without a gateway, no fact shows that it is in use. */
export interface DeclaredSubnet {
  readonly host: string;
  readonly subnet: string;
}

/** Collects from declared, owned and observed facts, and from declared subnets. */
export function usedBy(sources: readonly Iterable<Fact>[], declared: Iterable<DeclaredSubnet>): ReadonlyMap<string, Used> {
  const hosts = new Map<string, Used>();
  const on = (host: string) => {
    let used = hosts.get(host);
    if (used === undefined) hosts.set(host, (used = { addresses: new Set(), networks: [], routed: [] }));
    return used;
  };
  for (const facts of sources) for (const fact of facts) add(on(fact.host), fact);
  for (const { host, subnet } of declared) addNetwork(on(host).networks, subnet);
  return hosts;
}

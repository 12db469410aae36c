import { ROOT, type Fact } from "../../../kernel/fact";
import { bareAddress, networkOf, parseCidr, type Cidr } from "../../../net/cidr";

/** What is in use on one host: no allocation may give it again. */
export interface Used {
  /** Addresses without their prefix lengths, canonical. */
  readonly addresses: Set<string>;
  /** Networks that the host itself is in. */
  readonly networks: Cidr[];
  /** Networks that the host has a route to. */
  readonly routed: Cidr[];
}

/** What no subnet of this size may overlap. A route that is less specific is overruled by the network, so it matters only as long as there is a choice. */
export function networksInTheWay({ networks, routed }: Used, size: number): readonly Cidr[] {
  return [...networks, ...routed.filter(({ prefix }) => prefix >= size)];
}

/** What a subnet overlaps only where no other one is left: half of all addresses is what VPNs route instead of a default route. */
export function networksToAvoid({ networks, routed }: Used): readonly Cidr[] {
  return [...networks, ...routed.filter(({ prefix }) => prefix > 1)];
}

function addAddress(used: Used, address: string): void {
  used.addresses.add(bareAddress(address));
}

function addNetwork(networks: Cidr[], text: string): void {
  const cidr = parseCidr(text);
  if (cidr !== undefined && cidr.prefix > 0) networks.push(networkOf(cidr));
}

/** An address that a route of its own leads to is not free. */
function addRoute(used: Used, destination: string): void {
  addNetwork(used.routed, destination);
  if (isHostRoute(destination)) addAddress(used, destination);
}

function isHostRoute(destination: string): boolean {
  return destination.endsWith(destination.includes(":") ? "/128" : "/32");
}

function add(used: Used, fact: Fact): void {
  if (fact.kind === "addr") {
    addAddress(used, fact.address);
    if (fact.netns === ROOT) addNetwork(used.networks, fact.address);
  }
  if (fact.kind === "route" && fact.netns === ROOT) addRoute(used, fact.destination);
  if (fact.kind === "veth") for (const address of fact.addresses) addAddress(used, address);
}

/** A subnet that a network declares: it may have no gateway, and then no fact says that it is in use. */
export interface Declared {
  readonly host: string;
  readonly subnet: string;
}

/** Goes through declared, owned and observed facts alike, and through declared subnets. */
export function usedBy(sources: readonly Iterable<Fact>[], declared: Iterable<Declared>): ReadonlyMap<string, Used> {
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

import { ROOT, type Fact } from "../../../kernel/fact";
import { bareAddress, networkOf, parseCidr, type Cidr } from "../../../net/cidr";

/** What is in use on one host: no allocation may give it again. */
export interface Used {
  /** Addresses without their prefix lengths, canonical. */
  readonly addresses: Set<string>;
  /** Networks that the host itself is in or has a route to. */
  readonly networks: Cidr[];
}

function addAddress(used: Used, address: string): void {
  used.addresses.add(bareAddress(address));
}

function addNetwork(used: Used, text: string): void {
  const cidr = parseCidr(text);
  if (cidr !== undefined && cidr.prefix > 0) used.networks.push(networkOf(cidr));
}

/** A route to one address only leads away from whoever else would have it. */
function addRoute(used: Used, destination: string): void {
  addNetwork(used, destination);
  if (isHostRoute(destination)) addAddress(used, destination);
}

function isHostRoute(destination: string): boolean {
  return destination.endsWith(destination.includes(":") ? "/128" : "/32");
}

function add(used: Used, fact: Fact): void {
  if (fact.kind === "addr") {
    addAddress(used, fact.address);
    if (fact.netns === ROOT) addNetwork(used, fact.address);
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
    if (used === undefined) hosts.set(host, (used = { addresses: new Set(), networks: [] }));
    return used;
  };
  for (const facts of sources) for (const fact of facts) add(on(fact.host), fact);
  for (const { host, subnet } of declared) addNetwork(on(host), subnet);
  return hosts;
}

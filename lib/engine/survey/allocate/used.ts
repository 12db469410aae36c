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

function add(used: Used, fact: Fact): void {
  if (fact.kind === "addr") {
    addAddress(used, fact.address);
    if (fact.netns === ROOT) addNetwork(used, fact.address);
  }
  if (fact.kind === "route" && fact.netns === ROOT) addNetwork(used, fact.destination);
  if (fact.kind === "veth") for (const address of fact.addresses) addAddress(used, address);
}

/** Goes through declared, owned and observed facts alike. */
export function usedBy(sources: readonly Iterable<Fact>[]): ReadonlyMap<string, Used> {
  const hosts = new Map<string, Used>();
  for (const facts of sources) {
    for (const fact of facts) {
      let used = hosts.get(fact.host);
      if (used === undefined) hosts.set(fact.host, (used = { addresses: new Set(), networks: [] }));
      add(used, fact);
    }
  }
  return hosts;
}

import { fact, ROOT, type Fact, type FactBodies, type Place } from "../kernel/fact";
import { normal } from "../kernel/kinds";
import { isIpv6 } from "../net/ip";

/** What names on a network depend on: a network's attributes, or its `ref`. */
interface Named {
  readonly name: string | null;
  readonly bridge_name: string;
  readonly gateways: readonly string[];
  readonly names: boolean | null;
}

/** Whether the network has a name server: `names` is true, and there is an address to answer on. */
function answers(network: Named): network is Named & { readonly name: string } {
  return network.names === true && network.name !== null && network.gateways.length > 0;
}

/** A network with a name server, where it forwards other queries (the host's name servers, nowhere, or these), and its subnets. */
interface Serving extends Named {
  readonly upstream: FactBodies["resolver"]["upstream"];
  readonly subnets: readonly string[];
}

/** The network's name server. */
export function resolverOf(network: Serving, place: Place): readonly Fact[] {
  if (!answers(network)) return [];
  const { bridge_name: bridge, gateways: listen, name: domain, upstream, subnets } = network;
  const body = { bridge, listen, domain, upstream, subnets, up: true };
  return [normal(fact("resolver", place, body) as Fact)];
}

/** An endpoint's names, and where they are valid. */
export interface NamedEndpoint {
  readonly network: Named;
  readonly name: string;
  readonly aliases: readonly string[] | null;
  readonly addresses: readonly string[];
}

interface EndpointNames extends NamedEndpoint {
  readonly default_route: boolean;
}

/** The gateways of the endpoint's default routes: the first one of each of its address families. */
export function gatewaysFor({ addresses, network }: Pick<EndpointNames, "addresses" | "network">): readonly string[] {
  const families = new Set(addresses.map(isIpv6));
  const first = [false, true].map((v6) => network.gateways.find((ip) => isIpv6(ip) === v6 && families.has(v6)));
  return first.filter((ip) => ip !== undefined);
}

/** Whether a name server answers for the endpoint. */
export function isAnswered({ network, addresses }: NamedEndpoint): boolean {
  return answers(network) && addresses.length > 0;
}

/** The name records of an endpoint on one host. */
export function nameOn(host: string, called: NamedEndpoint): readonly Fact[] {
  const { network, name, aliases, addresses } = called;
  if (!isAnswered(called)) return [];
  const others = (aliases ?? []).filter((alias) => alias !== name);
  return [normal(fact("name", { host, netns: ROOT }, { bridge: network.bridge_name, name, addresses, aliases: others }) as Fact)];
}

/** The name records of an endpoint, and the name servers of its namespace. */
export function namesOf(
  endpoint: EndpointNames,
  namespace: { readonly host: string; readonly name: string },
  mark: string,
): readonly Fact[] {
  const { network, default_route } = endpoint;
  const called = nameOn(namespace.host, endpoint);
  if (called.length === 0 || !answers(network) || !default_route) return called;
  const asked = { name: namespace.name, nameservers: gatewaysFor(endpoint), search: [network.name] };
  return [...called, normal(fact("resolv", { host: namespace.host, netns: ROOT }, asked, { mark }) as Fact)];
}

import { fact, ROOT, type Fact, type FactBodies, type Place } from "../kernel/fact";
import { normal } from "../kernel/kinds";
import { OWN_PART } from "../kernel/kinds/resolv";
import { isIpv6 } from "../net/ip";

/** What names on a network depend on: a network's attributes, or its `ref`. */
interface Named {
  readonly name: string | null;
  readonly bridge_name: string;
  readonly gateways: readonly string[];
  readonly names: boolean | null;
  readonly dns_search?: readonly string[] | null;
  readonly dns_options?: readonly string[] | null;
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

/** A network and the marks of the bridges of others, whose containers resolve its names. */
interface Viewed extends Pick<Serving, "name" | "bridge_name" | "gateways" | "names" | "subnets"> {
  readonly to: readonly string[];
}

/** The names of the network for the containers of those that it accepts. */
export function viewsOf(network: Viewed, place: Place): readonly Fact[] {
  if (!answers(network)) return [];
  const { bridge_name: bridge, name: domain, subnets, to: marks } = network;
  return marks.map((to) => normal(fact("view", place, { bridge, to, domain, subnets }) as Fact));
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
  readonly interface: string;
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

/** A namespace on its host. */
interface NamedPlace {
  readonly host: string;
  readonly name: string;
}

/** The name records of an endpoint, and its part of the resolv.conf of its namespace. */
export function namesOf(endpoint: EndpointNames, namespace: NamedPlace, mark: string): readonly Fact[] {
  const { network, default_route } = endpoint;
  const called = nameOn(namespace.host, endpoint);
  const nameservers = gatewaysFor(endpoint);
  if (called.length === 0 || !answers(network) || nameservers.length === 0) return called;
  const part = default_route ? undefined : endpoint.interface;
  const search = [network.name, ...(network.dns_search ?? [])];
  const body = { part, nameservers, search, options: network.dns_options, alone: isSet(network.dns_search) };
  return [...called, resolvPart(namespace, body, mark)];
}

/** What a namespace says of its own resolv.conf. */
export interface NamespaceDns {
  readonly dns: readonly string[] | null;
  readonly dns_search: readonly string[] | null;
  readonly dns_options: readonly string[] | null;
}

/** The namespace's own part of its resolv.conf, if it has one. */
export function ownResolv({ dns, dns_search, dns_options }: NamespaceDns, namespace: NamedPlace, mark: string): readonly Fact[] {
  if (![dns, dns_search, dns_options].some(isSet)) return [];
  const body = { part: OWN_PART, nameservers: dns ?? [], search: dns_search ?? [], options: dns_options, alone: isSet(dns_search) };
  return [resolvPart(namespace, body, mark)];
}

function isSet(list: readonly string[] | null | undefined): boolean {
  return list !== null && list !== undefined;
}

interface ResolvPart {
  readonly part: string | undefined;
  readonly nameservers: readonly string[];
  readonly search: readonly string[];
  readonly options: readonly string[] | null | undefined;
  /** Whether the host's search domains are left out. */
  readonly alone: boolean;
}

function resolvPart({ host, name }: NamedPlace, { part, options, alone, ...lists }: ResolvPart, mark: string): Fact {
  const body = {
    name,
    ...(part === undefined ? {} : { part }),
    ...lists,
    options: options ?? [],
    ...(alone ? { alone: true as const } : {}),
  };
  return normal(fact("resolv", { host, netns: ROOT }, body, { mark }) as Fact);
}

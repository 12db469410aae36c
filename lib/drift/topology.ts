/** What a picture of a stack shows: hosts, the networks on them, the endpoints in these, and tunnels between hosts. */
import type { NetworkKind } from "../resources/abilities";
import {
  findType,
  hostsOf,
  membershipOf,
  networkKindOf,
  networkOf,
  portClaimsOf,
  type Registry,
  type TypedAttributes,
} from "../resources/registry";
import type { Value } from "../schema/value";

export interface TopologyNetwork {
  readonly address: string;
  readonly name: string;
  readonly kind: NetworkKind;
  /** One host, or the members of an overlay. */
  readonly hosts: readonly string[];
  readonly subnets: readonly string[];
}

export interface TopologyEndpoint {
  readonly address: string;
  readonly host: string;
  /** The address of its network. */
  readonly network: string;
  /** Its namespace, interface and addresses; empty on the network of a host. */
  readonly namespace: string;
  readonly interface: string;
  readonly addresses: readonly string[];
  /** Ports of the host that lead to it, or that it binds there, as in `8080/tcp`. */
  readonly publish: readonly string[];
}

/** All of it is in the order of the state. */
export interface Topology {
  readonly hosts: readonly string[];
  readonly networks: readonly TopologyNetwork[];
  readonly endpoints: readonly TopologyEndpoint[];
}

/** The picture of a stack whose instances have these attributes, as far as they are known. */
export function topologyOf(instances: Iterable<Pictured>, types: Registry): Topology {
  const all = [...instances].filter(({ type }) => findType(types, type) !== undefined);
  const networks = all.flatMap((one) => networkIn(one, types));
  const byId = new Map(all.map(({ address, attributes }) => [attributes["id"], address]));
  const endpoints = all.flatMap((one) => endpointIn(one, types, byId));
  const hosts = [...new Set([...networks.flatMap((one) => one.hosts), ...all.flatMap((one) => hostsOf(types, one))])];
  return { hosts, networks, endpoints };
}

/** An instance of a state or a plan. */
export interface Pictured extends TypedAttributes {
  readonly address: string;
}

function networkIn({ address, type, attributes }: Pictured, types: Registry): readonly TopologyNetwork[] {
  const kind = networkKindOf(types, type);
  if (kind === undefined) return [];
  const name = wordOf(attributes["name"]) ?? address;
  return [{ address, name, kind, hosts: membersOf({ type, attributes }, types), subnets: wordsOf(attributes["subnets"]) }];
}

/** Those of a switched network are known before the rest of it. */
function membersOf(network: TypedAttributes, types: Registry): readonly string[] {
  const hosts = networkOf(types, network)?.hosts ?? [];
  return hosts.length > 0 ? hosts : hostsOf(types, network);
}

function endpointIn(
  { address, type, attributes }: Pictured,
  types: Registry,
  byId: ReadonlyMap<unknown, string>,
): readonly TopologyEndpoint[] {
  const member = membershipOf(types, { type, attributes });
  const network = member && byId.get(member.network);
  if (member?.host === undefined || network === undefined) return [];
  return [
    {
      ...{ address, host: member.host, network },
      namespace: member.namespace ?? "",
      interface: member.interface ?? "",
      addresses: member.addresses,
      publish: portClaimsOf(types, { type, attributes }).map(({ port, protocol }) => `${port}/${protocol}`),
    },
  ];
}

function wordOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function wordsOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

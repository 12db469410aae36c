/** What a picture of a stack shows: hosts, the networks on them, the endpoints in these, and tunnels between hosts. */
import { attachmentOf, findType, hostsOf, networkOf, portClaimsOf, type Registry, type TypedAttributes } from "../resources/registry";
import type { Value } from "../schema/value";

export interface TopologyNetwork {
  readonly address: string;
  readonly name: string;
  readonly kind: "bridge" | "host" | "overlay" | "macvlan";
  /** One host, or the members of an overlay. */
  readonly hosts: readonly string[];
  readonly subnets: readonly string[];
}

export interface TopologyEndpoint {
  readonly address: string;
  readonly host: string;
  /** The address of its network. */
  readonly network: string;
  /** Its namespace, interface and addresses. */
  readonly namespace: string;
  readonly interface: string;
  readonly addresses: readonly string[];
  /** Published ports, as in `8080:80/tcp`. */
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

/** A network's type is named for its kind. */
const KIND = /_(bridge|host|overlay|macvlan)_network$/;

function networkIn({ address, type, attributes }: Pictured, types: Registry): readonly TopologyNetwork[] {
  const kind = KIND.exec(type)?.[1] as TopologyNetwork["kind"] | undefined;
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
  const attached = attachmentOf(types, { type, attributes });
  const network = attached && byId.get(attached.network.id);
  if (attached?.host === undefined || network === undefined) return [];
  const claims = portClaimsOf(types, { type, attributes }).filter(({ what }) => what === "publish");
  return [
    {
      ...{ address, host: attached.host, network },
      namespace: attached.namespace?.replace(/^[^/]*\//, "") ?? "",
      interface: wordOf(attributes["interface"]) ?? "",
      addresses: attached.addresses.filter((ip) => ip !== undefined),
      publish: claims.map(({ port, protocol }) => `${port}/${protocol}`),
    },
  ];
}

function wordOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function wordsOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

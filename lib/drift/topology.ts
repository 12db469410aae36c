/** What a picture of a stack shows: hosts, the networks on them, the endpoints in these, and tunnels between hosts. */

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

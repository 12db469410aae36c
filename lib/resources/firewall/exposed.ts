import type { PortProtocol } from "../../kernel/port-claim";

/** One host port, or consecutive ones, published to ports of an endpoint. */
export interface Published {
  readonly protocol: PortProtocol;
  readonly host_port: number;
  readonly port: number;
  /** The host address; all addresses when null. */
  readonly host_ip: string | null;
  readonly port_count: number;
  /** The addresses and networks that may use it; all when null, or absent in the state of an earlier version. */
  readonly sources?: readonly string[] | null;
}

/** The attributes of an endpoint that the firewall depends on. */
export interface Exposed {
  readonly host: string;
  readonly bridge: string;
  /** The host's end of its pair. */
  readonly hostInterface: string;
  /** Without prefix lengths. */
  readonly addresses: readonly string[];
  readonly publish: readonly Published[];
  readonly isolated: boolean;
  /** Whether its network isolates its endpoints. */
  readonly networkIsolates: boolean;
  /** Whether it may be a router for others. */
  readonly routes: boolean;
}

import { Construct } from "constructs";
import type { Context } from "../resources";
import { bridgeNetwork as type } from "../resources/bridge-network";
import { endpoint as endpointType } from "../resources/endpoint";
import type { Draft, Value } from "../schema/value";
import type { Container } from "./container";
import { BridgeNetwork as BridgeNetworkResource } from "./generated/bridge-network";
import { Endpoint, type EndpointNamespace, type EndpointNetwork } from "./generated/endpoint";
import { checkProps } from "./props";
import { defaultName } from "./scope";
import { declared, siteOf, type Site } from "./site";

/** What can be said about a bridge network. All of it is optional. */
export interface BridgeNetworkProps {
  /**
   * Its name. Lower-case letters, digits, `_`, `.` and `-`.
   * @default the construct's path below the stack, in lower case, joined with `-`
   */
  readonly name?: string;
  /**
   * The host that it is on.
   * @default the stack's only host; `local` where there are several
   */
  readonly host?: string;
  /**
   * IPv4 and IPv6 subnets in CIDR form: Docker's `--subnet`.
   * @default one that is free, out of the stack's first address pool
   */
  readonly subnets?: string[];
  /**
   * The bridge's own addresses, at most one in each subnet: Docker's `--gateway`.
   * @default the first host of each subnet
   */
  readonly gateways?: string[];
  /**
   * The parts of the subnets that addresses are allocated from: Docker's `--ip-range`.
   * @default the whole subnets
   */
  readonly ranges?: string[];
  /** Addresses and networks inside of the subnets that somebody else has, which no container gets: Docker's `--aux-address`. */
  readonly reserved?: string[];
  /**
   * The largest packet, in bytes. IPv6 needs 1280.
   * @default 1500
   */
  readonly mtu?: number;
  /**
   * The bridge's hardware address.
   * @default derived from the host and the bridge's name; a bridge that was imported keeps its own
   */
  readonly mac?: string;
  /**
   * Keeps the containers apart from each other: they reach the gateway only. Docker's `com.docker.network.bridge.enable_icc=false`.
   * @default false
   */
  readonly endpointIsolation?: boolean;
  /**
   * Whether what leaves the host carries the host's address: Docker's `com.docker.network.bridge.enable_ip_masquerade`.
   * @default true
   */
  readonly masquerade?: boolean;
  /**
   * A network without a way out, and without a way in but from networks that `acceptFrom` names: Docker's `--internal`.
   * @default false
   */
  readonly internal?: boolean;
  /**
   * Who may start connections to its containers: other networks on the host, by construct or by id (`local/back`), and
   * `outside` for whoever reaches the host without one of these networks. Published ports need no mention here.
   * @default nobody
   */
  readonly acceptFrom?: (BridgeNetwork | string)[];
  /**
   * What its containers may reach on the host itself: `all`, `dns` (name lookups and pings), or `none`.
   * @default "all"; on an internal network "dns"
   */
  readonly hostAccess?: "all" | "dns" | "none";
  /**
   * Whether the bridge speaks the spanning tree protocol.
   * @default false
   */
  readonly stp?: boolean;
  /**
   * The bridge's interface name, at most 15 characters: Docker's `com.docker.network.bridge.name`.
   * @default made of `nw-`, the stack and the name
   */
  readonly bridgeName?: string;
  /**
   * Whether containers find each other by name and alias, as on Docker's user-defined networks.
   * @default true where dnsmasq is installed on the host
   */
  readonly names?: boolean;
  /** Free words about the network. They change nothing in the kernel. */
  readonly labels?: { readonly [name: string]: string };
}

/** A port of the host, or several in a row, that lead to a container: Docker's `--publish`. */
export interface Publish {
  /** The port on the host, 1 to 65535. */
  readonly hostPort: number;
  /** The container's port. */
  readonly port: number;
  /**
   * `tcp` or `udp`.
   * @default "tcp"
   */
  readonly protocol?: "tcp" | "udp";
  /**
   * The host's address that is asked.
   * @default every address, 127.0.0.1 included
   */
  readonly hostIp?: string;
  /**
   * How many ports in a row, from `hostPort` and `port` on.
   * @default 1
   */
  readonly portCount?: number;
}

/** How a container is plugged into a bridge network. */
export interface AttachOptions {
  /**
   * The interface's name inside of the container.
   * @default the next free one of eth0, eth1, …
   */
  readonly interface?: string;
  /**
   * Its addresses, without prefix lengths: Docker's `--ip` and `--ip6`.
   * @default one in each subnet of the network, chosen at plan time
   */
  readonly addresses?: string[];
  /**
   * Its hardware address: Docker's `--mac-address`.
   * @default derived from the host, the namespace and the interface; always the same
   */
  readonly mac?: string;
  /**
   * Whether the container's default routes go through this network's gateways.
   * @default true for eth0, false for every other interface
   */
  readonly defaultRoute?: boolean;
  /**
   * Keeps this container apart from the other isolated ones on the network.
   * @default the network's `endpointIsolation`
   */
  readonly isolated?: boolean;
  /** Ports of the host that lead to it: Docker's `--publish`. */
  readonly publish?: Publish[];
  /**
   * How much it may be sent, in bits per second on the wire: `100mbit`.
   * @default no limit
   */
  readonly ingressRate?: string;
  /**
   * How much it may send, in the same way.
   * @default no limit
   */
  readonly egressRate?: string;
  /**
   * The name of the pair's end on the host, at most 15 characters.
   * @default `nwe` and a hash; a pair that was imported keeps its own
   */
  readonly hostInterface?: string;
  /**
   * What the container is called on this network.
   * @default the container's name
   */
  readonly name?: string;
  /** Other names under which it is found there: Docker's `--network-alias`. */
  readonly aliases?: string[];
}

/**
 * A bridge network: containers on one host, plugged into one switch, with a gateway each subnet. What Docker makes with
 * `docker network create --driver bridge`.
 *
 * @example
 * const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24", "fd00:10::/64"] });
 * front.attach(new Container(stack, "web"), { addresses: ["10.10.0.10", "fd00:10::10"] });
 */
export class BridgeNetwork extends Construct {
  readonly name: string;
  readonly host: string;
  /** The L1 construct, for what has no property here: `lifecycle`, `dependsOn`, … */
  readonly resource: BridgeNetworkResource;
  private readonly site: Site;
  private readonly draft: Draft;

  constructor(scope: Construct, id: string, props: BridgeNetworkProps = {}) {
    super(scope, id);
    this.site = siteOf(this);
    this.name = props.name ?? defaultName(this, this.site);
    this.host = props.host ?? this.site.defaultHost;
    const { acceptFrom, ...rest } = props;
    const attributes = { ...rest, ...(acceptFrom && { acceptFrom: acceptFrom.map(idOf) }), name: this.name, host: this.host };
    this.draft = checkProps(`BridgeNetwork "${this.node.path}"`, type, attributes, { provider: this.site.configuration });
    this.resource = declared(this.site, new BridgeNetworkResource(this, "Default", attributes));
  }

  /** `host/name`, known at plan time. */
  get id(): string {
    return this.resource.id;
  }

  /** What `netweft_endpoint.network` takes. */
  get ref(): BridgeNetworkResource["ref"] {
    return this.resource.ref;
  }

  /** The bridge's interface name. */
  get bridgeName(): string {
    return this.resource.bridgeName;
  }

  /** Its subnets, those that were chosen at plan time included. */
  get subnets(): string[] {
    return this.resource.subnets;
  }

  /** The bridge's own addresses. */
  get gateways(): string[] {
    return this.resource.gateways;
  }

  /** The largest packet, in bytes. */
  get mtu(): number {
    return this.resource.mtu;
  }

  /**
   * Lets other networks in, as `acceptFrom` does, for networks that are declared later than this one: two networks may
   * accept each other.
   *
   * @example
   * front.accept(back);
   * back.accept(front);
   */
  accept(...others: (BridgeNetwork | string)[]): void {
    this.resource.acceptFrom = [...(this.resource.acceptFromInput ?? []), ...others.map(idOf)];
  }

  /**
   * Plugs a container into this network: an interface inside of it, its addresses and its default route. What Docker
   * does for `--network`, and `docker network connect` for every further one.
   *
   * @returns the endpoint, whose `addresses`, `mac` and `hostInterface` can be referred to
   *
   * @example
   * const endpoint = front.attach(web, { defaultRoute: false });
   * new TerraformOutput(stack, "web-addresses", { value: endpoint.addresses });
   */
  attach(container: Container, options: AttachOptions = {}): Endpoint {
    const what = `The attachment of container "${container.node.path}" to "${this.node.path}"`;
    checkProps(what, optionsOf(this.draft["ref"]!, container.knownRef), options, { provider: this.site.configuration });
    const dev = container.takeInterface(this.node.path, options.interface);
    const config = {
      ...options,
      interface: dev,
      network: this.ref as unknown as EndpointNetwork,
      namespace: container.ref as unknown as EndpointNamespace,
    };
    return declared(siteOf(container), new Endpoint(container.node.scope as Construct, `${container.node.id}-${dev}`, config));
  }
}

/** By name and not by reference: networks that accept each other would otherwise wait for each other. */
function idOf(network: BridgeNetwork | string): string {
  return typeof network === "string" ? network : `${network.host}/${network.name}`;
}

/** Options are an endpoint's attributes, but for where it is, which the networks say, and what is of host networks only. */
const { network: _network, namespace: _namespace, binds: _binds, ...optionFields } = endpointType.fields;

function optionsOf(network: Value, namespace: Value) {
  return {
    fields: optionFields,
    complete: (draft: Draft, context: Context) => endpointType.complete({ ...draft, network, namespace }, context),
    check: (draft: Draft, context: Context) => endpointType.check?.(draft, context) ?? [],
  };
}

import { Construct } from "constructs";
import { bridgeNetwork as type } from "../resources/bridge-network";
import type { Draft } from "../schema/value";
import { plug, type AttachOptions } from "./attach";
import { alreadyChecked } from "./binding";
import type { Container } from "./container";
import { BridgeNetwork as BridgeNetworkResource } from "./generated/bridge-network";
import type { Endpoint } from "./generated/endpoint";
import { constructText } from "./data";
import { placed } from "./place";
import { checkProps, propsOf } from "./props";
import { siteOf, withPlace, type ConstructSite } from "./site";

/** Properties of a bridge network. All are optional. */
export interface BridgeNetworkProps {
  /**
   * Its name. Lower-case letters, digits, `_`, `.` and `-`.
   * @default the construct's path below the stack, in lower case, joined with `-`
   */
  readonly name?: string;
  /**
   * The network's host.
   * @default the stack's only host; of several the one named `local`
   */
  readonly host?: string;
  /**
   * IPv4 and IPv6 subnets in CIDR form: Docker's `--subnet`.
   * @default an unused one from the stack's first address pool
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
  /** Addresses and networks inside the subnets that are in other use, which no container gets: Docker's `--aux-address`. */
  readonly reserved?: string[];
  /**
   * The largest packet, in bytes. IPv6 needs 1280.
   * @default 1500
   */
  readonly mtu?: number;
  /**
   * The bridge's hardware address.
   * @default derived from the host and the network's name; an imported bridge keeps its own
   */
  readonly mac?: string;
  /**
   * Isolates the containers from each other: they reach the gateway only. Docker's `com.docker.network.bridge.enable_icc=false`.
   * @default false
   */
  readonly endpointIsolation?: boolean;
  /**
   * Whether packets that leave the host carry the host's address: Docker's `com.docker.network.bridge.enable_ip_masquerade`.
   * @default true
   */
  readonly masquerade?: boolean;
  /**
   * The host's addresses with which packets leave: Docker's `com.docker.network.host_ipv4`, for either family.
   * @default the address of the link that they leave by
   */
  readonly snatAddresses?: string[];
  /**
   * The host's link to a network that the subnets are a part of: the host answers there for the addresses of the containers.
   * @default none: such subnets are refused
   */
  readonly neighborProxy?: string;
  /**
   * A network without external connectivity, except connections from networks in `acceptFrom`: Docker's `--internal`.
   * @default false
   */
  readonly internal?: boolean;
  /**
   * The networks that may open connections to its containers: other networks on the host, by construct or by id
   * (`local/back`), and `outside` for all sources that are on none of Netweft's networks. Published ports need no entry here.
   * Containers of these networks also resolve the names on this one.
   * @default none
   */
  readonly acceptFrom?: (BridgeNetwork | string)[];
  /**
   * What its containers may reach on the host itself: `all`, `dns` (DNS queries and pings), or `none`.
   * @default "all"; on an internal network "dns"
   */
  readonly hostAccess?: "all" | "dns" | "none";
  /**
   * Whether containers may be IPv6 routers for each other. Otherwise their router advertisements are dropped, and they accept none.
   * @default false
   */
  readonly routerAdvertisements?: boolean;
  /** A link that the host does not use otherwise and that becomes a port of the bridge: the containers are on its network, with the host. */
  readonly uplink?: string;
  /**
   * Whether the bridge runs the spanning tree protocol.
   * @default false
   */
  readonly stp?: boolean;
  /**
   * The bridge's interface name, at most 15 characters: Docker's `com.docker.network.bridge.name`.
   * @default `nw-`, the stack and the name
   */
  readonly bridgeName?: string;
  /**
   * Whether containers resolve each other by name and alias, as on Docker's user-defined networks.
   * @default true where dnsmasq is installed on the host
   */
  readonly names?: boolean;
  /**
   * The name servers to which the network's name server forwards the queries for other names.
   * @default those of the host; none on an internal network
   */
  readonly dns?: string[];
  /**
   * Search domains of its containers, after the names of their networks.
   * @default those of the host
   */
  readonly dnsSearch?: string[];
  /** Options in the resolv.conf of its containers: `ndots:2`. */
  readonly dnsOptions?: string[];
  /** Free-form labels. They change nothing in the kernel. */
  readonly labels?: { readonly [name: string]: string };
}

/**
 * A bridge network: containers on one host, plugged into one switch, with a gateway for each subnet. Like Docker's
 * `docker network create --driver bridge`.
 *
 * @example
 * const front = new BridgeNetwork(stack, "front", { subnets: ["10.10.0.0/24", "fd00:10::/64"] });
 * front.attach(new Container(stack, "web"), { addresses: ["10.10.0.10", "fd00:10::10"] });
 */
export class BridgeNetwork extends Construct {
  /** Its name on its host. */
  readonly name: string;
  /** Its host, by the name in the stack. */
  readonly host: string;
  /** The L1 construct, for settings without a property here: `lifecycle`, `dependsOn`, … */
  readonly resource: BridgeNetworkResource;
  private readonly site: ConstructSite;
  private readonly draft: Draft;

  constructor(scope: Construct, id: string, props: BridgeNetworkProps = {}) {
    super(...placed("BridgeNetwork", scope, id));
    this.site = siteOf(this);
    const what = constructText(this);
    const { acceptFrom, ...given } = propsOf(what, props);
    const attributes = { ...withPlace(this, this.site, given), acceptFrom: idsOf(acceptFrom) };
    const { draft, valid } = checkProps(what, type, attributes, { provider: this.site.configuration });
    this.draft = draft;
    this.name = valid.name;
    this.host = valid.host;
    this.resource = new BridgeNetworkResource(this, "Default", alreadyChecked(valid));
  }

  /** `host/name`, known at plan time. */
  get id(): string {
    return this.resource.id;
  }

  /** The value for `netweft_endpoint.network`. */
  get ref(): BridgeNetworkResource["ref"] {
    return this.resource.ref;
  }

  /** The bridge's interface name. */
  get bridgeName(): string {
    return this.resource.bridgeName;
  }

  /** Its subnets, including those allocated at plan time. */
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
   * Accepts connections from other networks, like `acceptFrom`, for networks that are declared later than this one: two networks
   * may accept each other.
   *
   * @example
   * front.accept(back);
   * back.accept(front);
   */
  accept(...others: (BridgeNetwork | string)[]): void {
    const what = `What ${constructText(this)} accepts`;
    const { valid } = checkProps(what, { fields: { accept_from: type.fields.accept_from } }, { acceptFrom: idsOf(others) });
    this.resource.acceptFrom = [...(this.resource.acceptFromInput ?? []), ...(valid.acceptFrom ?? [])];
  }

  /**
   * Attaches a container to this network: an interface inside it, its addresses and its default route. Like Docker's `--network`,
   * and `docker network connect` for further networks.
   *
   * @returns the endpoint, whose `addresses`, `mac` and `hostInterface` can be referred to
   *
   * @example
   * const endpoint = front.attach(web, { defaultRoute: false });
   * new TerraformOutput(stack, "web-addresses", { value: endpoint.addresses });
   */
  attach(container: Container, options: AttachOptions = {}): Endpoint {
    return plug({ construct: this, ref: this.ref, known: this.draft["ref"]! }, container, options);
  }
}

/** By name and not by reference: networks that accept each other would otherwise form a cycle. What is no network is checked as it is. */
function idsOf(networks: (BridgeNetwork | string)[] | undefined): string[] | undefined {
  if (!Array.isArray(networks)) return networks;
  return networks.map((network) => (network instanceof BridgeNetwork ? `${network.host}/${network.name}` : network));
}

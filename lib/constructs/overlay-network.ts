import { Construct } from "constructs";
import { nested } from "../resources/draft";
import { overlayNetwork as type } from "../resources/overlay-network";
import { isKnown, UNKNOWN, type Draft, type Value } from "../schema/value";
import { plug, type AttachOptions } from "./attach";
import { alreadyChecked } from "./binding";
import type { Container } from "./container";
import type { Endpoint } from "./generated/endpoint";
import { OverlayNetwork as OverlayNetworkResource } from "./generated/overlay-network";
import { constructText } from "./data";
import { placed } from "./place";
import { checkProps, propsOf } from "./props";
import { defaultName } from "./scope";
import { siteOf } from "./site";

/** Properties of an overlay network. */
export interface OverlayNetworkProps {
  /**
   * Its name. Lower-case letters, digits, `_`, `.` and `-`.
   * @default the construct's path below the stack, in lower case, joined with `-`
   */
  readonly name?: string;
  /** The VXLAN network identifier, 1 to 16777215: Docker's `com.docker.network.driver.overlay.vxlanid_list`. */
  readonly vni: number;
  /**
   * The hosts of the network, by their names in the stack's `hosts`, where each has its `underlay`. Docker uses its swarm.
   * Adding or removing a host changes only its entries on the others.
   */
  readonly members: string[];
  /** IPv4 and IPv6 subnets in CIDR form, the same on all members: Docker's `--subnet`. */
  readonly subnets: string[];
  /**
   * The addresses that every member has on its bridge, at most one in each subnet: Docker's `--gateway`. Containers leave
   * the network through their own host.
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
   * The UDP port of VXLAN, the same on all members: `docker swarm init --data-path-port`. Networks with different identifiers
   * may share it.
   * @default 4789
   */
  readonly port?: number;
  /**
   * The largest packet, in bytes: Docker's `com.docker.network.driver.mtu`. IPv6 needs 1280.
   * @default the largest that fits without fragmentation into the smallest `underlayMtu` of the members: 1450 of 1500, over IPv4 and without encryption
   */
  readonly mtu?: number;
  /**
   * How the FDB is filled. `learning`: unknown destinations are flooded, and entries are learned from received frames. `static`:
   * from the declaration, and nothing is flooded. `evpn`: by FRR's BGP.
   * @default "learning"
   */
  readonly forwarding?: "learning" | "static" | "evpn";
  /**
   * The encryption of its traffic between the hosts. Docker's `--opt encrypted` is `ipsec`.
   * @default "none"
   */
  readonly encryption?: "none" | "wireguard" | "ipsec";
  /** With encryption: any text; when it changes, all keys are replaced. `docker swarm` does that periodically. */
  readonly rotate?: string;
  /**
   * With WireGuard: the UDP port that it listens on, the same on all members.
   * @default 51820 and the last four digits of the network identifier
   */
  readonly listenPort?: number;
  /**
   * With EVPN: the members that are BGP route reflectors. The others have sessions with these only.
   * @default none: a full mesh of sessions
   */
  readonly reflectors?: string[];
  /**
   * With EVPN: the autonomous system of all members.
   * @default 65157
   */
  readonly asn?: number;
  /**
   * Whether packets that leave through a member carry that host's address. Docker has a separate bridge for that, `docker_gwbridge`.
   * @default true
   */
  readonly masquerade?: boolean;
  /**
   * By member, that host's addresses with which packets leave through it.
   * @default the address of the link that they leave by
   */
  readonly snatAddresses?: { readonly [member: string]: string[] };
  /**
   * A network without external connectivity: Docker's `--internal`.
   * @default false
   */
  readonly internal?: boolean;
  /**
   * What its containers may reach on their own host: `all`, `dns` (DNS queries and pings), or `none`.
   * @default "all"; on an internal network "dns"
   */
  readonly hostAccess?: "all" | "dns" | "none";
  /**
   * Whether containers may be IPv6 routers for each other. Otherwise their router advertisements are dropped, and they accept none.
   * @default false
   */
  readonly routerAdvertisements?: boolean;
  /**
   * Whether containers resolve each other by name and alias, on all members.
   * @default true where dnsmasq is installed on every member
   */
  readonly names?: boolean;
  /**
   * The name servers to which each member's name server forwards the queries for other names.
   * @default those of the member; none on an internal network
   */
  readonly dns?: string[];
  /**
   * Search domains of its containers, after the names of their networks.
   * @default those of the host
   */
  readonly dnsSearch?: string[];
  /** Options in the resolv.conf of its containers: `ndots:2`. */
  readonly dnsOptions?: string[];
  /**
   * The bridge's interface name on every member, at most 15 characters.
   * @default `nwo-`, the stack and the name
   */
  readonly bridgeName?: string;
  /**
   * The VXLAN device's interface name on every member, at most 15 characters.
   * @default `nwx` and the network identifier
   */
  readonly vxlanName?: string;
  /**
   * The gateways' hardware address, the same on all members.
   * @default derived from the network's name
   */
  readonly mac?: string;
  /** Free-form labels. They change nothing in the kernel. */
  readonly labels?: { readonly [name: string]: string };
}

/** Options of an attachment to an overlay network: those of a bridge network, without isolation. */
export type OverlayAttachOptions = Omit<AttachOptions, "isolated">;

/**
 * An overlay network: containers on several hosts that reach each other as if they were plugged into one switch. Like
 * Docker's `docker network create --driver overlay`, without a swarm.
 *
 * @example
 * const hosts = { edge1: { underlay: "192.0.2.1" }, edge2: { underlay: "192.0.2.2" } };
 * const stack = new NetworkStack(app, "shop", { hosts });
 * const mesh = new OverlayNetwork(stack, "mesh", { vni: 42, subnets: ["10.20.0.0/24"], members: ["edge1", "edge2"] });
 * mesh.attach(new Container(stack, "web", { host: "edge1" }));
 * mesh.attach(new Container(stack, "db", { host: "edge2" }));
 */
export class OverlayNetwork extends Construct {
  /** Its name, the same on all members. */
  readonly name: string;
  /** The L1 construct, for settings without a property here: `lifecycle`, `dependsOn`, … */
  readonly resource: OverlayNetworkResource;
  private readonly draft: Draft;

  constructor(scope: Construct, id: string, props: OverlayNetworkProps) {
    super(...placed("OverlayNetwork", scope, id));
    const site = siteOf(this);
    const what = constructText(this);
    const given = propsOf(what, props);
    const attributes = { ...given, name: given.name ?? defaultName(this, site) };
    // Hosts that are known only in the plan can be checked only there.
    const subject = isKnown(site.configuration.hosts) ? type : { fields: type.fields };
    const { draft, valid } = checkProps(what, subject, attributes, { provider: site.configuration });
    this.draft = draft;
    this.name = valid.name;
    this.resource = new OverlayNetworkResource(this, "Default", alreadyChecked(valid));
  }

  /** Its name, known at plan time. */
  get id(): string {
    return this.resource.id;
  }

  /** The value for `netweft_endpoint.network`. */
  get ref(): OverlayNetworkResource["ref"] {
    return this.resource.ref;
  }

  /** The interface name of its bridge, on every member. */
  get bridgeName(): string {
    return this.resource.bridgeName;
  }

  /** The interface name of its VXLAN device, on every member. */
  get vxlanName(): string {
    return this.resource.vxlanName;
  }

  /** Its hosts. */
  get members(): string[] {
    return this.resource.members;
  }

  /** Its subnets. */
  get subnets(): string[] {
    return this.resource.subnets;
  }

  /** The addresses that every member has on its bridge. */
  get gateways(): string[] {
    return this.resource.gateways;
  }

  /** The largest packet, in bytes, also if it is derived from the underlay. */
  get mtu(): number {
    return this.resource.mtu;
  }

  /** The public part of its keys. */
  get publicKeys(): OverlayNetworkResource["publicKeys"] {
    return this.resource.publicKeys;
  }

  /**
   * Attaches a container on one of the members to this network, as on a bridge network.
   *
   * @returns the endpoint, whose `addresses`, `mac` and `hostInterface` can be referred to
   *
   * @example
   * mesh.attach(web, { aliases: ["www"], publish: [{ hostPort: 8080, port: 80 }] });
   */
  attach(container: Container, options: OverlayAttachOptions = {}): Endpoint {
    // `ref` does not always contain the members; here the declared ones are known.
    const ref = nested(this.draft, "ref");
    const known: Value = ref === undefined ? UNKNOWN : { ...ref, members: this.draft["members"]! };
    return plug({ construct: this, ref: this.ref, known }, container, options);
  }
}

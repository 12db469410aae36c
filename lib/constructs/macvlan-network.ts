import { Construct } from "constructs";
import { macvlanNetwork as type } from "../resources/macvlan-network";
import type { Draft } from "../schema/value";
import { plug, type AttachOptions } from "./attach";
import { alreadyChecked } from "./binding";
import type { Container } from "./container";
import type { Endpoint } from "./generated/endpoint";
import { MacvlanNetwork as MacvlanNetworkResource } from "./generated/macvlan-network";
import { constructText } from "./data";
import { placed } from "./place";
import { checkProps, propsOf } from "./props";
import { siteOf, withPlace, type ConstructSite } from "./site";

/** Properties of a macvlan network. */
export interface MacvlanNetworkProps {
  /**
   * The host's link whose network the containers are on: Docker's `-o parent`. It belongs to the host, and is never changed. A VLAN
   * (`eth1.10`) is made where it is missing.
   */
  readonly parent: string;
  /** The subnets of that network, in CIDR form: Docker's `--subnet`. */
  readonly subnets: string[];
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
   * How the containers reach each other: directly (`bridge`), not at all (`private`), or by a switch outside (`vepa`).
   * Docker's `-o macvlan_mode`.
   * @default "bridge"
   */
  readonly mode?: "bridge" | "private" | "vepa";
  /**
   * The routers of the network, at most one in each subnet: Docker's `--gateway`.
   * @default none: the containers have no default route from this network
   */
  readonly gateways?: string[];
  /**
   * The parts of the subnets that addresses are allocated from, which no DHCP server and no other host uses: Docker's `--ip-range`.
   * @default the whole subnets
   */
  readonly ranges?: string[];
  /** Addresses and networks inside the subnets that are in other use, which no container gets: Docker's `--aux-address`. */
  readonly reserved?: string[];
  /**
   * The largest packet, in bytes, at most the link's. IPv6 needs 1280.
   * @default 1500
   */
  readonly mtu?: number;
  /**
   * Addresses for the host itself on an interface of its own there: without any, the host does not reach the containers.
   * Not in the mode `private`.
   * @default none
   */
  readonly hostAddresses?: string[];
  /**
   * The name of that interface, at most 15 characters.
   * @default `nwm-`, the stack and the name
   */
  readonly hostInterface?: string;
  /**
   * Whether containers accept router advertisements of the network, and with them addresses and routes.
   * @default false
   */
  readonly routerAdvertisements?: boolean;
  /** Free-form labels. They change nothing in the kernel. */
  readonly labels?: { readonly [name: string]: string };
}

/** Options of an attachment to a macvlan network: those of other networks that need no end of the interface on the host. */
export type MacvlanAttachOptions = Omit<AttachOptions, "publish" | "isolated" | "ingressRate" | "hostInterface" | "aliases">;

/**
 * A macvlan network: containers on the network of one of the host's links, each with a hardware address of its own. Like
 * Docker's `docker network create --driver macvlan`.
 *
 * @example
 * const lan = new MacvlanNetwork(stack, "lan", { parent: "eth1", subnets: ["192.0.2.0/24"], gateways: ["192.0.2.1"] });
 * lan.attach(new Container(stack, "web"), { addresses: ["192.0.2.200"] });
 */
export class MacvlanNetwork extends Construct {
  /** Its name on its host. */
  readonly name: string;
  /** Its host, by the name in the stack. */
  readonly host: string;
  /** The L1 construct, for settings without a property here: `lifecycle`, `dependsOn`, … */
  readonly resource: MacvlanNetworkResource;
  private readonly site: ConstructSite;
  private readonly draft: Draft;

  constructor(scope: Construct, id: string, props: MacvlanNetworkProps) {
    super(...placed("MacvlanNetwork", scope, id));
    this.site = siteOf(this);
    const what = constructText(this);
    const given = propsOf(what, props);
    const { draft, valid } = checkProps(what, type, withPlace(this, this.site, given), { provider: this.site.configuration });
    this.draft = draft;
    this.name = valid.name;
    this.host = valid.host;
    this.resource = new MacvlanNetworkResource(this, "Default", alreadyChecked(valid));
  }

  /** `host/name`, known at plan time. */
  get id(): string {
    return this.resource.id;
  }

  /** The value for `netweft_endpoint.network`. */
  get ref(): MacvlanNetworkResource["ref"] {
    return this.resource.ref;
  }

  /** The name of the host's own interface there; empty without `hostAddresses`. */
  get hostInterface(): string {
    return this.resource.hostInterface;
  }

  /**
   * Attaches a container to this network: an interface inside it, its addresses and its default route.
   *
   * @returns the endpoint, whose `addresses` and `mac` can be referred to
   */
  attach(container: Container, options: MacvlanAttachOptions = {}): Endpoint {
    return plug({ construct: this, ref: this.ref, known: this.draft["ref"]! }, container, options);
  }
}

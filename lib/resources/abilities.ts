/** What resources can be to the engine, whatever their type: it asks for these instead of the names of types. */
import type { Place } from "../kernel/fact";
import type { SourceAddress } from "./snat";

/** What a network is made of. */
export const networkKinds = ["bridge", "host", "macvlan", "overlay"] as const;
export type NetworkKind = (typeof networkKinds)[number];

/** A network with a bridge on each of its hosts, as far as it is known. */
export interface SwitchedNetwork {
  readonly id: string | undefined;
  /** The hosts with a bridge of the network. */
  readonly hosts: readonly string[];
  /** Whether one network spans several hosts, so that an address is unique on all of them. */
  readonly spansHosts: boolean;
  readonly bridge: string | undefined;
  readonly internal: boolean;
  /** In their order; undefined for each that is unknown. */
  readonly subnets: readonly (string | undefined)[];
  readonly gateways: readonly string[];
  /** The link on which its hosts answer for its endpoints' addresses. */
  readonly neighborProxy?: string | undefined;
  readonly ranges: readonly string[];
  readonly reserved: readonly string[];
  /** Whether Netweft can choose its subnets. */
  readonly allocatesSubnets: boolean;
  /** Whether it listens on ports of its hosts: a name server, or the ends of tunnels. */
  readonly listens: boolean;
  /** The addresses of its hosts that packets leave with, where they are declared. */
  readonly snat: readonly SourceAddress[];
  /** The ids of the networks that it accepts, undefined for each that is unknown; none at all where networks cannot accept each other. */
  readonly acceptFrom?: readonly (string | undefined)[];
}

/** Settings that a namespace is to have, as far as they are known. */
export interface DeclaredSettings {
  readonly host: string | undefined;
  readonly netns: string | undefined;
  /** Their names. */
  readonly names: readonly string[];
}

/** A link in a namespace. */
export interface LinkPlace extends Place {
  readonly dev: string;
}

/** A namespace in which programs can be started. */
export interface ContainerPlace {
  readonly host: string;
  readonly name: string;
  /** Its name in `ip netns` on its host, or on the machine that its host is a part of. */
  readonly mounted: string;
}

/** An interface on a switched network, as far as it is known. */
export interface Attachment {
  readonly network: NetworkOfAttachment;
  /** The namespace's id and host. */
  readonly namespace: string | undefined;
  readonly host: string | undefined;
  /** In their order; undefined for each that is unknown. */
  readonly addresses: readonly (string | undefined)[];
  /** The interface itself, as far as its namespace and its name are known. */
  readonly link: LinkPlace | undefined;
  /** Whether addresses are still to be allocated. */
  readonly allocatesAddresses: boolean;
  readonly mac: string | undefined;
  /** The names that resolve to it, and their attributes; none on a network without names. */
  readonly names: readonly { readonly name: string; readonly path: string }[];
  readonly isDefaultRoute: boolean;
  /** Whether ports of its host lead to it. */
  readonly publishes: boolean;
}

/** A place on a network of any kind, as far as it is known: with an interface of its own, or with those of the host. */
export interface Membership {
  /** The network's id. */
  readonly network: string | undefined;
  readonly host: string | undefined;
  /** Without one it is in that of the host. */
  readonly namespace: string | undefined;
  readonly interface: string | undefined;
  /** Without prefix lengths. */
  readonly addresses: readonly string[];
}

/** The network of an attachment. */
export interface NetworkOfAttachment {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly bridge: string | undefined;
  readonly spansHosts: boolean;
  /** The hosts that keep entries or names of its endpoints, where it spans several. */
  readonly members: readonly string[];
  readonly internal: boolean;
  /** Whether it has a router to other networks. */
  readonly hasWayOut: boolean;
}

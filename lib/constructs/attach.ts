/** What bridge and overlay networks have in common: containers are plugged into them. */
import type { Construct } from "constructs";
import type { Context } from "../resources";
import { endpoint as endpointType } from "../resources/endpoint";
import type { Draft, Value } from "../schema/value";
import type { Container } from "./container";
import { Endpoint, type EndpointNamespace, type EndpointNetwork } from "./generated/endpoint";
import { checkProps } from "./props";
import { declared, siteOf } from "./site";

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

/** How a container is plugged into a bridge or overlay network. */
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
   * @default true for the first attachment to a network with a way out
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

/** A network, as an attachment needs it. */
interface Switch {
  readonly path: string;
  readonly ref: unknown;
  /** What is known of `ref` before there is a plan. */
  readonly known: Value;
}

/** Plugs a container into a network: an interface inside of it, its addresses and its default route. */
export function plug(network: Switch, container: Container, options: AttachOptions): Endpoint {
  const site = siteOf(container);
  const what = `The attachment of container "${container.node.path}" to "${network.path}"`;
  checkProps(what, optionsOf(network.known, container.knownRef), options, { provider: site.configuration });
  const dev = container.takeInterface(network.path, options.interface);
  const defaultRoute = options.defaultRoute ?? container.takeDefaultRoute(dev, hasWayOut(network.known));
  const config = {
    ...options,
    ...(defaultRoute !== undefined && { defaultRoute }),
    interface: dev,
    network: network.ref as EndpointNetwork,
    namespace: container.ref as unknown as EndpointNamespace,
  };
  return declared(site, new Endpoint(container.node.scope as Construct, `${container.node.id}-${dev}`, config));
}

function hasWayOut(network: Value): boolean {
  return (network as { readonly internal?: Value } | null)?.internal !== true;
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

/** Attaching containers to bridge, macvlan and overlay networks. */
import type { IConstruct } from "constructs";
import { diagnose } from "../diagnostic";
import type { Context } from "../resources";
import { endpoint as endpointType } from "../resources/endpoint";
import type { Draft, Value } from "../schema/value";
import { alreadyChecked } from "./binding";
import { Container } from "./container";
import { Endpoint, type EndpointNamespace, type EndpointNetwork } from "./generated/endpoint";
import { shownValue } from "./data";
import { reject } from "./invalid";
import { limbo, placed, unusedId } from "./place";
import { checkProps, propsOf } from "./props";
import type { Route } from "./route";
import { siteOf } from "./site";

/** One host port, or consecutive ones, published to a container: Docker's `--publish`. */
export interface Publish {
  /** The port on the host, 1 to 65535. */
  readonly hostPort: number;
  /** The container's port. */
  readonly port: number;
  /**
   * `tcp`, `udp` or `sctp`.
   * @default "tcp"
   */
  readonly protocol?: "tcp" | "udp" | "sctp";
  /**
   * The host address on which the port is published.
   * @default all addresses, including 127.0.0.1
   */
  readonly hostIp?: string;
  /**
   * The number of consecutive ports, starting at `hostPort` and `port`.
   * @default 1
   */
  readonly portCount?: number;
  /**
   * The addresses and networks from which the port can be used; with an empty list only the host and the network itself.
   * @default every source
   */
  readonly sources?: string[];
}

/** Options of an attachment to a bridge or overlay network. */
export interface AttachOptions {
  /**
   * The interface's name inside the container.
   * @default the next free one of eth0, eth1, …
   */
  readonly interface?: string;
  /**
   * Its addresses, without prefix lengths: Docker's `--ip` and `--ip6`.
   * @default one in each subnet of the network, allocated at plan time
   */
  readonly addresses?: string[];
  /**
   * Its hardware address: Docker's `--mac-address`.
   * @default derived from the host, the namespace and the interface, so it stays the same; on a macvlan or overlay network from the first address
   */
  readonly mac?: string;
  /**
   * Whether the container's default routes go through this network's gateways.
   * @default true for the first attachment to a network with external connectivity
   */
  readonly defaultRoute?: boolean;
  /**
   * Isolates this container from the other isolated ones on the network.
   * @default the network's `endpointIsolation`
   */
  readonly isolated?: boolean;
  /** Published ports: Docker's `--publish`. */
  readonly publish?: Publish[];
  /** Routes through this interface, besides the default route. */
  readonly routes?: Route[];
  /**
   * The maximum rate at which it receives, in bits per second on the wire, `8kbit` to `100gbit`.
   * @default no limit
   */
  readonly ingressRate?: string;
  /**
   * The maximum rate at which it sends, in the same form.
   * @default no limit
   */
  readonly egressRate?: string;
  /**
   * The name of the pair's end on the host, at most 15 characters.
   * @default `nwe` and a hash; an imported pair keeps its own
   */
  readonly hostInterface?: string;
  /**
   * The container's name on this network.
   * @default the container's name
   */
  readonly name?: string;
  /** Other names that resolve to it on this network: Docker's `--network-alias`. */
  readonly aliases?: string[];
}

/** The parts of a network that an attachment needs. */
interface Switch {
  readonly construct: IConstruct;
  readonly ref: unknown;
  /** The parts of `ref` that are known before the plan. */
  readonly known: Value;
}

/** Attaches a container to a network: an interface inside it, its addresses and its default route. */
export function plug(network: Switch, container: Container, options: AttachOptions): Endpoint {
  if (!isContainer(network.construct, container)) return standIn();
  const site = siteOf(container);
  const what = attachmentText(network.construct, container);
  const subject = optionsOf(network.known, container.knownRef);
  const { valid } = checkProps(what, subject, propsOf(what, options, "options"), { provider: site.configuration });
  const dev = container.takeInterface(network.construct.node.path, valid.interface);
  const defaultRoute = valid.defaultRoute ?? container.takeDefaultRoute(dev, hasWayOut(network.known));
  const config = {
    ...valid,
    ...(defaultRoute !== undefined && { defaultRoute }),
    interface: dev,
    network: network.ref as EndpointNetwork,
    namespace: container.ref as unknown as EndpointNamespace,
  };
  return new Endpoint(...placed("Endpoint", container.node.scope, `${container.node.id}-${dev}`), alreadyChecked(config));
}

/** `The attachment of container "shop/web" to "shop/front"` */
export function attachmentText(network: IConstruct, container: IConstruct): string {
  return `The attachment of container "${container.node.path}" to "${network.node.path}"`;
}

/** Whether what is attached to a network is a container; rejected if not. */
export function isContainer(network: IConstruct, container: unknown): container is Container {
  if (container instanceof Container) return true;
  const detail = `${shownValue(container)} cannot be used here: expected a container, as in \`${network.node.id}.attach(new Container(stack, "web"))\`. Pass one as the first argument.`;
  reject(`An attachment to "${network.node.path}"`, [diagnose("wrong-type", detail, { path: ["container"] })]);
  return false;
}

/** The result of an attachment that was refused, so that the program goes on. */
export function standIn(): Endpoint {
  return new Endpoint(limbo(), unusedId(limbo(), "endpoint"), alreadyChecked({ network: { id: "" } }));
}

function hasWayOut(network: Value): boolean {
  const { internal, gateways } = (network ?? {}) as { readonly internal?: Value; readonly gateways?: Value };
  return internal !== true && !(Array.isArray(gateways) && gateways.length === 0);
}

/** Options are an endpoint's attributes, without its place, which the networks determine, and without those for host networks only. */
const { network: _network, namespace: _namespace, binds: _binds, ...optionFields } = endpointType.fields;

function optionsOf(network: Value, namespace: Value) {
  return {
    fields: optionFields,
    complete: (draft: Draft, context: Context) => endpointType.complete({ ...draft, network, namespace }, context),
    check: (draft: Draft, context: Context) => endpointType.check?.(draft, context) ?? [],
  };
}

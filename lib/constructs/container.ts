import { Construct } from "constructs";
import { diagnose } from "../diagnostic";
import { FIRST_INTERFACE } from "../resources/endpoint/complete";
import { namespace as type } from "../resources/namespace";
import type { Draft } from "../schema/value";
import { alreadyChecked } from "./binding";
import { Namespace } from "./generated/namespace";
import { reject } from "./invalid";
import { constructText, shownValue } from "./data";
import { placed } from "./place";
import { checkProps, propsOf } from "./props";
import type { Route } from "./route";
import { siteOf, withPlace, type NetworkConstruct, type ConstructSite } from "./site";

/** Properties of a container. All are optional. */
export interface ContainerProps {
  /**
   * The name of its network namespace, as `ip netns` shows it. Lower-case letters, digits, `_`, `.` and `-`.
   * @default the construct's path below the stack, in lower case, joined with `-`
   */
  readonly name?: string;
  /**
   * The container's host.
   * @default the stack's only host; of several the one named `local`
   */
  readonly host?: string;
  /** Kernel settings inside its namespace, `net.*` only: Docker's `--sysctl`. */
  readonly sysctls?: { readonly [name: string]: string };
  /**
   * The name servers for all names except those on its networks: Docker's `--dns`.
   * @default those of its networks
   */
  readonly dns?: string[];
  /**
   * Search domains, after the names of its networks and their search domains: Docker's `--dns-search`.
   * @default those of the host
   */
  readonly dnsSearch?: string[];
  /** Options in its resolv.conf, such as `ndots:2`: Docker's `--dns-option`. */
  readonly dnsOptions?: string[];
  /** Routes inside its namespace that no attachment of its own has: `blackhole` and `unreachable` ones, or those of an adopted namespace. */
  readonly routes?: (Route & { readonly dev?: string })[];
  /**
   * Adopts the namespace of this process instead of creating one: `docker inspect -f '{{.State.Pid}}' NAME` shows a
   * container's. After a restart of the container, the plan replaces the namespace.
   */
  readonly pid?: number;
  /** Adopts the namespace at this path instead of creating one: Docker's `SandboxKey`. */
  readonly path?: string;
  /**
   * The container's network, as Docker's `--network`: a network of this stack; `"host"` for the network of its
   * host itself, where it has no namespace and no interface of its own; `"none"` for no network, only the loopback interface.
   * To set more, such as addresses, ports or a second network, attach it to the network instead.
   * @default the default network of its host, unless it is attached to another
   */
  readonly network?: "none" | "host" | NetworkConstruct;
}

/**
 * The network part of a container: a network namespace of its own, with the interfaces of its attachments. Like `docker run`
 * before it starts the program.
 *
 * A container without attachments joins its host's default network when the stack is synthesized, as with Docker, unless it has
 * `network: "none"`.
 *
 * @example
 * const web = new Container(stack, "web", { sysctls: { "net.core.somaxconn": "1024" } });
 * front.attach(web); // eth0
 * back.attach(web); // eth1
 */
export class Container extends Construct {
  /** The name of its network namespace. */
  readonly name: string;
  /** Its host, by the name in the stack. */
  readonly host: string;
  /** The attributes of its declaration. */
  readonly props: ContainerProps;
  private readonly site: ConstructSite;
  private readonly draft: Draft;
  private readonly namespace: Namespace;
  private readonly interfaces = new Set<string>();
  private readonly networks = new Set<string>();
  private hostNetwork: string | undefined;
  private hasDefaultRoute = false;
  private isRejected = false;

  constructor(scope: Construct, id: string, props: ContainerProps = {}) {
    super(...placed("Container", scope, id));
    this.site = siteOf(this);
    const what = constructText(this);
    this.props = propsOf(what, props);
    const { network, ...given } = this.props;
    const { draft, valid } = checkProps(what, type, withPlace(this, this.site, given), { provider: this.site.configuration });
    this.draft = draft;
    this.name = valid.name;
    this.host = valid.host;
    this.namespace = new Namespace(this, "Default", alreadyChecked(valid));
    this.join(network);
  }

  /** `host/name`, known at plan time. */
  get id(): string {
    return this.resource.id;
  }

  /** The namespace's path on its host: `nsenter --net=PATH` enters it. */
  get path(): string {
    return this.resource.path;
  }

  /** The value for `netweft_endpoint.namespace`. */
  get ref(): Namespace["ref"] {
    return this.resource.ref;
  }

  /** The L1 construct, for settings without a property here: `lifecycle`, `dependsOn`, … */
  get resource(): Namespace {
    const subject = `A reference to the namespace of container "${this.node.path}"`;
    if (this.hostNetwork !== undefined && !this.isRejected)
      reject(subject, [this.conflict("it is on a host network and has no namespace of its own")]);
    return this.namespace;
  }

  /**
   * Whether it has no network yet.
   * @internal
   */
  get isUnattached(): boolean {
    return this.props.network === undefined && this.hostNetwork === undefined && this.interfaces.size === 0;
  }

  /**
   * The parts of `ref` that are known before the plan.
   * @internal
   */
  get knownRef(): Draft {
    return this.draft["ref"] as Draft;
  }

  /**
   * Reserves the next interface name, or the requested one. Called by networks that attach a container.
   * @internal
   */
  takeInterface(network: string, wanted?: string): string {
    const reason = this.whyNot(network, wanted);
    if (reason !== undefined) {
      reject(this.subject, [this.conflict(reason)]);
      this.isRejected = true;
    }
    const name = reason === undefined && wanted !== undefined ? wanted : this.nextInterface();
    this.interfaces.add(name);
    this.networks.add(network);
    return name;
  }

  /**
   * Whether an attachment has the container's default routes: true for the first to a network with external connectivity.
   * Undefined where the attribute's own default is the same.
   * @internal
   */
  takeDefaultRoute(dev: string, hasWayOut: boolean): boolean | undefined {
    if (!hasWayOut) return undefined;
    const isFirst = !this.hasDefaultRoute;
    this.hasDefaultRoute = true;
    return isFirst === (dev === FIRST_INTERFACE) ? undefined : isFirst;
  }

  /**
   * Uses its host's own network instead of a namespace. Called by host networks that attach a container.
   * @internal
   */
  joinHost(network: string): void {
    if (this.hostNetwork !== undefined) reject(this.subject, [this.conflict(`it is on the host network "${this.hostNetwork}" already`)]);
    if (this.interfaces.size > 0)
      reject(this.subject, [this.conflict(`it has ${[...this.interfaces].join(", ")} in a namespace of its own already`)]);
    const own = (["pid", "path", "sysctls", "dns", "dnsSearch", "dnsOptions"] as const).filter((name) => this.props[name] !== undefined);
    if (own.length > 0)
      reject(this.subject, [this.conflict(`\`${own.join("`, `")}\` needs a namespace of its own, which it would not have`)]);
    this.hostNetwork = network;
    this.node.tryRemoveChild("Default");
  }

  private whyNot(network: string, wanted: string | undefined): string | undefined {
    if (this.props.network === "none") return 'it has `network: "none"`, so it is on no network';
    if (this.networks.has(network)) return `it is on the network "${network}" already`;
    if (this.hostNetwork !== undefined) return `it is on the host network "${this.hostNetwork}" already`;
    return wanted !== undefined && this.interfaces.has(wanted) ? `it has an interface "${wanted}" already` : undefined;
  }

  private nextInterface(): string {
    let n = 0;
    while (this.interfaces.has(`eth${n}`)) n++;
    return `eth${n}`;
  }

  private get subject(): string {
    return `The attachment of container "${this.node.path}"`;
  }

  private conflict(reason: string) {
    const detail = `A container has either interfaces of its own or the network of its host, and each interface once: ${reason}. Use another container, or remove one of the two.`;
    return diagnose("conflicting-attributes", detail);
  }

  private join(network: ContainerProps["network"]): void {
    if (network === undefined || network === "none") return;
    const joined: unknown = network === "host" ? this.site.hostNetwork(this.host) : network;
    if (isNetwork(joined)) return void joined.attach(this);
    const detail = `${shownValue(network)} cannot be used here. Use "none", "host", or a network of this stack.`;
    reject(constructText(this), [diagnose("invalid-value", detail, { path: ["network"] })]);
  }
}

function isNetwork(value: unknown): value is NetworkConstruct {
  return typeof value === "object" && value !== null && "attach" in value && typeof value.attach === "function";
}

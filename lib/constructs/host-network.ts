import { Construct } from "constructs";
import { diagnose } from "../diagnostic";
import { endpoint as endpointType } from "../resources/endpoint";
import { hostNetwork as type } from "../resources/host-network";
import type { Draft } from "../schema/value";
import { attachmentText, isContainer, standIn } from "./attach";
import { alreadyChecked } from "./binding";
import type { Container } from "./container";
import { Endpoint, type EndpointNetwork } from "./generated/endpoint";
import { HostNetwork as HostNetworkResource } from "./generated/host-network";
import { reject } from "./invalid";
import { constructText } from "./data";
import { placed } from "./place";
import { checkProps, propsOf } from "./props";
import { siteOf, withPlace, type ConstructSite } from "./site";

/** A host port that is bound. */
export interface Bind {
  /** 1 to 65535. */
  readonly port: number;
  /**
   * `tcp`, `udp` or `sctp`.
   * @default "tcp"
   */
  readonly protocol?: "tcp" | "udp" | "sctp";
  /**
   * The host address that is bound.
   * @default all addresses
   */
  readonly address?: string;
  /** What binds it: free text for people. */
  readonly by?: string;
}

/** Properties of a host network. All are optional. */
export interface HostNetworkProps {
  /**
   * Its name. Lower-case letters, digits, `_`, `.` and `-`.
   * @default the construct's path below the stack, in lower case, joined with `-`
   */
  readonly name?: string;
  /**
   * The host whose network is shared.
   * @default the stack's only host; of several the one named `local`
   */
  readonly host?: string;
  /** Host ports that other programs bind than the containers here. Two binds of one port are an error in the plan instead of a failure at run time. */
  readonly binds?: Bind[];
}

/** Options of a container's attachment to its host's network. */
export interface JoinOptions {
  /** The ports that it binds there. */
  readonly binds?: Bind[];
  /**
   * The container's name on this network.
   * @default the container's name
   */
  readonly name?: string;
}

/**
 * The network of a host itself: no namespace, no bridge, no address translation, and no isolation. Docker's
 * `--network host`. Nothing is created in the kernel; the declaration lists which host ports are bound.
 *
 * @example
 * const host = new HostNetwork(stack, "host");
 * host.attach(new Container(stack, "agent"), { binds: [{ port: 9100 }] });
 */
export class HostNetwork extends Construct {
  /** Its name on its host. */
  readonly name: string;
  /** Its host, by the name in the stack. */
  readonly host: string;
  /** The L1 construct, for settings without a property here: `lifecycle`, `dependsOn`, … */
  readonly resource: HostNetworkResource;
  private readonly site: ConstructSite;
  private readonly draft: Draft;

  constructor(scope: Construct, id: string, props: HostNetworkProps = {}) {
    super(...placed("HostNetwork", scope, id));
    this.site = siteOf(this);
    const what = constructText(this);
    const given = propsOf(what, props);
    const { draft, valid } = checkProps(what, type, withPlace(this, this.site, given), { provider: this.site.configuration });
    this.draft = draft;
    this.name = valid.name;
    this.host = valid.host;
    this.resource = new HostNetworkResource(this, "Default", alreadyChecked(valid));
  }

  /** `host/name`, known at plan time. */
  get id(): string {
    return this.resource.id;
  }

  /** The value for `netweft_endpoint.network`. */
  get ref(): HostNetworkResource["ref"] {
    return this.resource.ref;
  }

  /** The host's own addresses, read when the plan is made. */
  get addresses(): string[] {
    return this.resource.addresses;
  }

  /** The host's own interfaces, read when the plan is made. */
  get interfaces(): string[] {
    return this.resource.interfaces;
  }

  /**
   * Lets a container use this network instead of its own: it then has no namespace, and no other network.
   *
   * @returns the endpoint, which represents the container on this network
   */
  attach(container: Container, options: JoinOptions = {}): Endpoint {
    if (!isContainer(this, container)) return standIn();
    const what = attachmentText(this, container);
    const { valid } = checkProps(what, { fields: joinFields }, propsOf(what, options, "options"));
    this.checkHost(what, container);
    container.joinHost(this.node.path);
    const config = { ...valid, name: valid.name ?? container.name, network: this.ref as unknown as EndpointNetwork };
    const place = placed("Endpoint", container.node.scope, `${container.node.id}-${this.node.id}`);
    return new Endpoint(...place, alreadyChecked(config));
  }

  private checkHost(what: string, container: Container): void {
    const [here, there] = [container.knownRef["host"], this.draft["host"]];
    if (typeof here !== "string" || typeof there !== "string" || here === there) return;
    const detail = `The container is on host "${here}", the network belongs to host "${there}". Move the container, or attach it to the network of its own host.`;
    reject(what, [diagnose("different-hosts", detail)]);
  }
}

const joinFields = { binds: endpointType.fields.binds, name: endpointType.fields.name };

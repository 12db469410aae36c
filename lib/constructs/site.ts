import type { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { diagnose } from "../diagnostic";
import type { ProviderConfig } from "../resources/provider";
import { InvalidConstruct } from "./invalid";
import { userLine } from "./source";

/** What a container can be attached to. */
export interface Network {
  attach(container: IConstruct): unknown;
}

/** What the constructs below a stack need of it. `NetworkStack` is one; a type of its own keeps the arrows one-way. */
export interface Site extends IConstruct {
  /** The provider configuration as far as it is known, defaults filled in. */
  readonly configuration: ProviderConfig;
  /** The host of constructs that name none. */
  readonly defaultHost: string;
  /** The network of a host itself, made when it is first asked for. */
  hostNetwork(host?: string): Network;
  /** Notes the line of the user's program that declared a resource. */
  noteSource(resource: TerraformResource, line: string): void;
}

const SITE = Symbol.for("netweft.site");

/** Makes a stack known to the constructs below it. */
export function markSite(site: Site): void {
  Object.defineProperty(site, SITE, { value: true });
}

/** The stack that a construct is in. */
export function siteOf(construct: IConstruct): Site {
  const site = construct.node.scopes.find((scope): scope is Site => SITE in scope);
  if (site === undefined)
    throw new Error(`"${construct.node.path}" is not inside of a NetworkStack. Pass one, or a construct inside of one, as its scope.`);
  return site;
}

/** The host that a construct is on: the one that it names, or the stack's default, where there is one. */
export function hostOf(construct: IConstruct, site: Site, named: string | undefined): string {
  if (named !== undefined) return named;
  const hosts = Object.keys(site.configuration.hosts);
  if (hosts.length === 0 || hosts.includes(site.defaultHost)) return site.defaultHost;
  const detail = `The stack has the hosts ${hosts.map((host) => `"${host}"`).join(", ")}, and none of them is called \`${site.defaultHost}\`, which would be meant where nothing is said. Set \`host\` to one of them.`;
  throw new InvalidConstruct(`"${construct.node.path}"`, [diagnose("missing-attribute", detail, { path: ["host"] })]);
}

/** The resource, with the user's own line noted for what the plan says about it. */
export function declared<R extends TerraformResource>(site: Site, resource: R): R {
  const line = userLine();
  if (line !== undefined) site.noteSource(resource, line);
  return resource;
}

import type { IConstruct } from "constructs";
import { diagnose } from "../diagnostic";
import type { ProviderConfig } from "../resources/provider";
import { reject } from "./invalid";
import { defaultName } from "./scope";

/** A network that a container can be attached to. */
export interface NetworkConstruct {
  attach(container: IConstruct): unknown;
}

/** The parts of a stack that its constructs need. `NetworkStack` implements it; a separate type avoids an import cycle. */
export interface ConstructSite extends IConstruct {
  /**
   * The provider configuration as far as it is known, with defaults filled in.
   * @internal
   */
  readonly configuration: ProviderConfig;
  /** The host of constructs without `host`. */
  readonly defaultHost: string;
  /** The network of a host itself, created on first use. */
  hostNetwork(host?: string): NetworkConstruct;
}

const SITE = Symbol.for("netweft.site");

/** Registers a stack for the constructs below it. */
export function markSite(site: ConstructSite): void {
  Object.defineProperty(site, SITE, { value: true });
}

export function isSite(construct: IConstruct): construct is ConstructSite {
  return SITE in construct;
}

/** The stack that a construct is in: all of ours are in one (`placed`). */
export function siteOf(construct: IConstruct): ConstructSite {
  return construct.node.scopes.find(isSite)!;
}

/** A construct's host: its `host`, or the stack's default, if there is one. */
export function hostOf(construct: IConstruct, site: ConstructSite, named: string | undefined): string {
  if (named !== undefined) return named;
  const hosts = Object.keys(site.configuration.hosts);
  if (hosts.length === 0 || hosts.includes(site.defaultHost)) return site.defaultHost;
  const detail = `The stack has the hosts ${hosts.map((host) => `"${host}"`).join(", ")}, and none of them is named \`${site.defaultHost}\`, which is the default host. Set \`host\` to one of them.`;
  reject(`"${construct.node.path}"`, [diagnose("missing-attribute", detail, { path: ["host"] })]);
  return hosts[0]!;
}

/** Properties with the name and the host that a construct has if they are not set. */
export function withPlace<T extends { readonly name?: string; readonly host?: string }>(
  construct: IConstruct,
  site: ConstructSite,
  given: T,
): T & { readonly name: string; readonly host: string } {
  return { ...given, name: given.name ?? defaultName(construct, site), host: hostOf(construct, site, given.host) };
}

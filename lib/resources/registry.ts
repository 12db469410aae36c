import type { Draft } from "../schema/value";
import type { PortClaim } from "../kernel/port-claim";
import type { Attachment, ContainerPlace, DeclaredSettings, LinkPlace, Membership, NetworkKind, SwitchedNetwork } from "./abilities";
import type { Context, DataType, ResourceType } from "./resource";

/** The known types by name. The configuration, the engine and the sessions get it as an argument: none of them names a type. */
export interface Registry {
  readonly resources: Readonly<Record<string, ResourceType>>;
  readonly data: Readonly<Record<string, DataType>>;
}

/** The resource type of this name; undefined for a name of another provider. */
export function findType({ resources }: Registry, name: string): ResourceType | undefined {
  return Object.hasOwn(resources, name) ? resources[name] : undefined;
}

/** The resource type of a checked name: a configuration or a request with another one was refused. */
export function typeNamed(registry: Registry, name: string): ResourceType {
  return checked(findType(registry, name), name);
}

/** The data source of this name; undefined for a name of another provider. */
export function findDataType({ data }: Registry, name: string): DataType | undefined {
  return Object.hasOwn(data, name) ? data[name] : undefined;
}

/** The data source of a checked name. */
export function dataTypeNamed(registry: Registry, name: string): DataType {
  return checked(findDataType(registry, name), name);
}

/** A resource as configurations, plans and states have it. */
export interface TypedAttributes {
  readonly type: string;
  readonly attributes: Draft;
}

/** The hosts that the attributes of a resource or a data source name. */
export function hostsOf(registry: Registry, { type, attributes }: TypedAttributes): readonly string[] {
  return (findType(registry, type) ?? findDataType(registry, type))?.hosts(attributes) ?? [];
}

/** The settings that a resource is to have in its namespace; undefined where it has no namespace of its own. */
export function declaredSettings(registry: Registry, { type, attributes }: TypedAttributes): DeclaredSettings | undefined {
  return findType(registry, type)?.settings?.(attributes);
}

/** The links that are to have IPv6 addresses of a resource. */
export function ipv6Links(registry: Registry, { type, attributes }: TypedAttributes): readonly LinkPlace[] {
  return findType(registry, type)?.ipv6Links?.(attributes) ?? [];
}

/** The switched network that a resource is; undefined where it is something else. */
export function networkOf(registry: Registry, { type, attributes }: TypedAttributes): SwitchedNetwork | undefined {
  return findType(registry, type)?.network?.(attributes);
}

/** What the network is made of that resources of this type are; undefined where they are something else. */
export function networkKindOf(registry: Registry, type: string): NetworkKind | undefined {
  return findType(registry, type)?.networkKind;
}

/** The place on a network of any kind that a resource has; undefined where it has none. */
export function membershipOf(registry: Registry, { type, attributes }: TypedAttributes): Membership | undefined {
  return findType(registry, type)?.membership?.(attributes);
}

/** The interface on a switched network that a resource is; undefined where it is something else. */
export function attachmentOf(registry: Registry, { type, attributes }: TypedAttributes): Attachment | undefined {
  return findType(registry, type)?.attachment?.(attributes);
}

/** Where programs can be started in the namespace that a resource is; undefined where it is something else. */
export function containerOf(registry: Registry, { type, attributes }: TypedAttributes, context: Context): ContainerPlace | undefined {
  return findType(registry, type)?.container?.(attributes, context);
}

/** The host ports that a resource uses. */
export function portClaimsOf(registry: Registry, { type, attributes }: TypedAttributes): readonly PortClaim[] {
  return findType(registry, type)?.portClaims?.(attributes) ?? [];
}

function checked<T>(type: T | undefined, name: string): T {
  if (type === undefined) throw new Error(`no type "${name}"`);
  return type;
}

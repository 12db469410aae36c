export type { AttachOptions, Publish } from "./attach";
export { BridgeNetwork, type BridgeNetworkProps } from "./bridge-network";
export { Container, type ContainerProps } from "./container";
export * as bindings from "./generated";
export { HostNetwork, type Bind, type HostNetworkProps, type JoinOptions } from "./host-network";
export { InvalidConstruct } from "./invalid";
export { MacvlanNetwork, type MacvlanAttachOptions, type MacvlanNetworkProps } from "./macvlan-network";
export { OverlayNetwork, type OverlayAttachOptions, type OverlayNetworkProps } from "./overlay-network";
export type { Route, RouteRule } from "./route";
export {
  NetworkStack,
  type AddressPool,
  type ConstructFault,
  type HostProps,
  type NetworkStackProps,
  type SimulatedProps,
  type UplinkProps,
} from "./stack";

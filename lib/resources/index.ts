import { bridgeNetwork } from "./bridge-network";
import { endpoint } from "./endpoint";
import { host } from "./host";
import { hostNetwork } from "./host-network";
import { macvlanNetwork } from "./macvlan-network";
import { namespace } from "./namespace";
import { overlayNetwork } from "./overlay-network";
import type { Registry } from "./registry";
import type { DataType, ResourceType } from "./resource";
import { route } from "./route";

/** Every resource type by its name. A new one is a folder beside these and an entry here. */
export const resources: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  [namespace, bridgeNetwork, hostNetwork, macvlanNetwork, overlayNetwork, endpoint, route].map((type) => [type.type, type]),
);

/** Every data source by its name. */
export const dataSources: Readonly<Record<string, DataType>> = { [host.type]: host };

/** The types of Netweft, for the configuration, the engine and the sessions. */
export const registry: Registry = { resources, data: dataSources };

export type { Registry } from "./registry";
export type { Context, DataType, ResourceType, FanOut, Want } from "./resource";

import { bridgeNetwork } from "./bridge-network";
import { endpoint } from "./endpoint";
import { host } from "./host";
import { hostNetwork } from "./host-network";
import { namespace } from "./namespace";
import { overlayNetwork } from "./overlay-network";
import type { DataType, ResourceType } from "./resource";

/** Every resource type by its name. A new one is a folder beside these and a line here. */
export const resources: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  [namespace, bridgeNetwork, hostNetwork, overlayNetwork, endpoint].map((type) => [type.type, type as unknown as ResourceType]),
);

/** Every data source by its name. */
export const dataSources: Readonly<Record<string, DataType>> = { [host.type]: host as unknown as DataType };

export type { Context, DataType, ResourceType, FanOut, Want } from "./resource";

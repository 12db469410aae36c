import { bridgeNetwork } from "./bridge-network";
import { endpoint } from "./endpoint";
import { host } from "./host";
import { hostNetwork } from "./host-network";
import { macvlanNetwork } from "./macvlan-network";
import { namespace } from "./namespace";
import { overlayNetwork } from "./overlay-network";
import type { Registry } from "./registry";
import type { DataType, ResourceType } from "./resource";
import { remoteState } from "./remote-state";
import { route } from "./route";
import { terraformData } from "./terraform-data";

/** Every resource type by its name. A new one is a folder beside these and an entry here. */
export const resources: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  [namespace, bridgeNetwork, hostNetwork, macvlanNetwork, overlayNetwork, endpoint, route].map((type) => [type.type, type]),
);

/** Every data source by its name. */
export const dataSources: Readonly<Record<string, DataType>> = { [host.type]: host };

/** The types of Netweft's provider. */
export const providerTypes: Registry = { resources, data: dataSources };

/** The types that configurations, the engine and reports know: those of the provider, and Terraform's own. */
export const registry: Registry = {
  resources: { ...resources, [terraformData.type]: terraformData },
  data: { ...dataSources, [remoteState.type]: remoteState },
};

export type { Registry } from "./registry";
export type { Context, DataType, ResourceType, FanOut, StateQuestion, StoredOutputs, Want } from "./resource";

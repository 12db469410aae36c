import { hostFields, type HostConfig } from "../../lib/resources/provider";
import { withDefaults } from "../../lib/schema/defaults";

/** A host of the provider configuration with default values. */
export const plainHost = withDefaults(hostFields, {}) as unknown as HostConfig;

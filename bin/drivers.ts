import type { Backends } from "../lib/ports/backend";
import type { ProviderConfig } from "../lib/resources/provider";

/** Every backend by the name that a configuration gives it. Each is loaded on first use. */
export const drivers: Backends<ProviderConfig> = {
  simulated: async (config) => (await import("../providers/backends/simulated")).openSimulated(config),
  iproute2: async (config) => {
    const { iproute2 } = await import("../providers/backends/iproute2");
    const { openShell } = await import("../providers/transports");
    return iproute2(openShell)(config);
  },
};

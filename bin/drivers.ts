/* eslint-disable @typescript-eslint/no-require-imports -- a backend is loaded when a configuration asks for it, and only then */
import type { Backends } from "../lib/ports/backend";
import type { ProviderConfig } from "../lib/resources/provider";

/** Every backend by the name that a configuration gives it. */
export const drivers: Backends<ProviderConfig> = {
  simulated: (config) =>
    (require("../providers/backends/simulated") as typeof import("../providers/backends/simulated")).openSimulated(config),
  iproute2: (config) => {
    const { iproute2 } = require("../providers/backends/iproute2") as typeof import("../providers/backends/iproute2");
    const { openShell } = require("../providers/transports") as typeof import("../providers/transports");
    return iproute2(openShell)(config);
  },
};

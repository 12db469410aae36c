/* eslint-disable @typescript-eslint/no-require-imports -- a backend is loaded when a configuration asks for it, and only then */
import type { Drivers } from "../lib/io";

/** Every backend by the name that a configuration gives it. */
export const drivers: Drivers = {
  simulated: (config) => (require("../providers/simulated") as typeof import("../providers/simulated")).openSimulated(config),
  iproute2: (config) => {
    const { iproute2 } = require("../providers/iproute2") as typeof import("../providers/iproute2");
    const { openShell } = require("../providers/shell") as typeof import("../providers/shell");
    return iproute2(openShell)(config);
  },
};

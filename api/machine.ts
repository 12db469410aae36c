/** This machine as the world of a stack: its kernel, its files and its clock. */
import type { Backends } from "../lib/ports/backend";
import type { ProviderConfig } from "../lib/resources/provider";
import type { StackEnvironment } from "../lib/stack";
import type { StateStore } from "../lib/ports/state-store";
import { whoRuns } from "../providers/system/disk/who";
import { machineClock } from "../providers/system/clock";
import { openLocalStore } from "../providers/system/store/local";

/** Every backend by the name that a configuration gives it. Each is loaded on first use. */
export const machineBackends: Backends<ProviderConfig> = {
  simulated: async (config) => (await import("../providers/backends/simulated")).openSimulated(config),
  iproute2: async (config) => {
    const { iproute2 } = await import("../providers/backends/iproute2");
    const { openShell } = await import("../providers/transports");
    return iproute2(openShell)(config);
  },
};

/** This process as the holder of a lock. */
function thisProcess(): StackEnvironment["holder"] {
  return { who: whoRuns(), pid: process.pid };
}

/** A state in a local file, as Terraform and the command `netweft` keep it: readable by its owner only, with a backup and a lock. */
export function localStore(path: string): StateStore {
  return openLocalStore(path);
}

/**
 * The backends and the clock of this machine, as the command `netweft` has them. A stack on it needs only its files and a store.
 *
 * @example
 * import { localStore, machine, plan } from "netweft/engine";
 *
 * const files = [{ name: "main.tf.json", text: '{ "resource": { "netweft_namespace": { "web": { "name": "web" } } } }' }];
 * const planned = await plan({ ...machine(), files, store: localStore("terraform.tfstate") });
 * console.log(planned.ok ? planned.value.resources.map(({ address, action }) => `${action} ${address}`) : planned.diagnostics);
 */
export function machine(): Pick<StackEnvironment, "backends" | "clock" | "holder"> {
  return { backends: machineBackends, clock: machineClock, holder: thisProcess() };
}

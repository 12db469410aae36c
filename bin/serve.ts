import type { ProviderProgram } from "../lib/cli/doors";
import { thisProcess } from "../providers/frontends/terraform/plugin/process";
import { serveReattached } from "../providers/frontends/terraform/plugin/serve";
import { machineProvider } from "./provider";

/** Serves the provider from this process under all of these addresses. */
export async function serve(addresses: readonly string[]): ReturnType<ProviderProgram["serve"]> {
  const provider = machineProvider();
  const [first = "", ...others] = addresses;
  const { reattach, close } = await serveReattached(provider.handlers, thisProcess, first);
  return {
    reattach: { ...reattach, ...Object.fromEntries(others.map((address) => [address, reattach[first]])) },
    async close() {
      close();
      await provider.close();
    },
  };
}

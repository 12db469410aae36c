/* eslint-disable @typescript-eslint/no-require-imports -- Terraform waits for the handshake; the engine is loaded after it */
import { machineClock } from "../providers/machine/clock";
import { openLog } from "../providers/terraform/plugin/log";
import { thisProcess } from "../providers/terraform/plugin/process";
import type { Handlers } from "../providers/terraform/plugin/serve";
import { rpcs, type Rpc } from "../providers/terraform/wire/messages";
import type { Provider } from "../providers/terraform/rpcs";
import { drivers } from "./drivers";

/** The calls of the provider over this machine, loaded with the first of them, and the end of what they began. */
export interface LazyProvider {
  readonly handlers: Handlers;
  close(): Promise<void>;
}

export function machineProvider(): LazyProvider {
  let provider: Provider | undefined;
  const open = (): Provider => {
    const { openProvider } = require("../providers/terraform/rpcs") as typeof import("../providers/terraform/rpcs");
    const log = openLog(process.env, (text) => thisProcess.writeError(text));
    return openProvider({ drivers, clock: machineClock }, log, process.env["NETWEFT_BACKEND"] || undefined);
  };
  const handlers = Object.keys(rpcs).map((name): [string, unknown] => [
    name,
    (...call: readonly unknown[]) => ((provider ??= open()).handlers[name as Rpc] as (...call: readonly unknown[]) => unknown)(...call),
  ]);
  return { handlers: Object.fromEntries(handlers) as unknown as Handlers, close: async () => provider?.close() };
}

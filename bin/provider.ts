import { providerTypes } from "../lib/resources";
import { machineClock } from "../providers/system/clock";
import { openLog } from "../providers/frontends/terraform/plugin/log";
import { thisProcess } from "../providers/frontends/terraform/plugin/process";
import { openProvider, type Provider } from "../providers/frontends/terraform/rpcs";
import { machineBackends as drivers } from "../api/machine";

/** Whether a state of another backend is accepted. Only `1` and `true` count. */
export function acceptsOther(env: Readonly<Record<string, string | undefined>>): boolean {
  return env["NETWEFT_ACCEPT_BACKEND"] === "1" || env["NETWEFT_ACCEPT_BACKEND"] === "true";
}

/** The provider's handlers on this machine, and their shutdown. */
export function machineProvider(): Provider {
  const log = openLog(process.env, (text) => thisProcess.writeError(text));
  return openProvider(
    { types: providerTypes, drivers, clock: machineClock, acceptsOther: acceptsOther(process.env) },
    log,
    process.env["NETWEFT_BACKEND"] || undefined,
  );
}

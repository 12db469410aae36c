import { machineClock } from "../providers/machine/clock";
import { openLog } from "../providers/terraform/plugin/log";
import { thisProcess } from "../providers/terraform/plugin/process";
import { openProvider, type Provider } from "../providers/terraform/rpcs";
import { drivers } from "./drivers";

/** The provider's handlers on this machine, and their shutdown. */
export function machineProvider(): Provider {
  const log = openLog(process.env, (text) => thisProcess.writeError(text));
  return openProvider(
    { drivers, clock: machineClock, acceptsOther: Boolean(process.env["NETWEFT_ACCEPT_BACKEND"]) },
    log,
    process.env["NETWEFT_BACKEND"] || undefined,
  );
}

/** The program that Terraform and OpenTofu start: Netweft as a provider. */
import { thisProcess } from "../providers/frontends/terraform/plugin/process";
import { serveProvider } from "../providers/frontends/terraform/plugin/serve";
import { machineProvider } from "./provider";

const provider = machineProvider();
void serveProvider(provider.handlers, thisProcess, { onShutdown: () => provider.close() });

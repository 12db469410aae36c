/** A provider process as Terraform starts one. Its only call reports that it is running. */
import { thisProcess } from "../../providers/frontends/terraform/plugin/process";
import { serveProvider } from "../../providers/frontends/terraform/plugin/serve";

void serveProvider({ StopProvider: () => ({ error: "still here" }) }, thisProcess);

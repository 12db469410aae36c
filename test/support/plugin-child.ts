/** A provider process of its own, as Terraform starts one. It has one call, which says that it is there. */
import { thisProcess } from "../../providers/terraform/plugin/process";
import { serveProvider } from "../../providers/terraform/plugin/serve";

void serveProvider({ StopProvider: () => ({ error: "still here" }) }, thisProcess);

import { providerFields } from "../../resources/provider";
import { dataSources, resources } from "../../resources";
import { functions } from "../../resources/functions";
import { providersSchema } from "../../schema/terraform";
import { printJson, type CliSession } from "../session";

/** `netweft provider schema`: what `terraform providers schema -json` prints of this provider. */
export async function providerSchema(session: CliSession): Promise<number> {
  printJson(session, providersSchema({ provider: providerFields, resources, dataSources, functions }));
  return 0;
}

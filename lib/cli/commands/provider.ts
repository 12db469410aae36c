import { providerSchema as schemaOfProvider } from "../../stack";
import { printJson, type CliSession } from "../session";

/** `netweft provider schema`: what `terraform providers schema -json` prints of this provider. */
export async function providerSchema(session: CliSession): Promise<number> {
  printJson(session, schemaOfProvider());
  return 0;
}

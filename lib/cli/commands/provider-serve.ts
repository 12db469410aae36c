import { PROVIDER_ADDRESSES } from "../../schema/terraform";
import { print, printJson, type CliSession } from "../session";

/** The line for a shell. The value is our own JSON, which contains no single quote. */
function exported(reattach: Readonly<Record<string, unknown>>): string {
  return `export TF_REATTACH_PROVIDERS='${JSON.stringify(reattach)}'\n`;
}

/** `netweft provider serve`: a provider that runs until it is interrupted. */
export async function providerServe(session: CliSession): Promise<number> {
  const { doors } = session;
  const ended = new Promise<void>((resolve) => doors.onInterrupt(resolve));
  const served = await doors.provider.serve(PROVIDER_ADDRESSES);
  if (session.json) printJson(session, { TF_REATTACH_PROVIDERS: served.reattach });
  else print(session, [exported(served.reattach)]);
  await ended;
  await served.close();
  return 0;
}

import type { Code } from "../../codes";
import { diagnose, ok, type Diagnostic, type Result } from "../../diagnostic";
import { asAttributes } from "../../schema/type";
import { withDefaults } from "../../schema/defaults";
import { providerFields, type ProviderConfig } from "../../resources/provider";
import { byHost } from "../../report/host-order";
import { failed, print, printJson, type CliSession } from "../session";
import { openStack } from "../stack";
import { readProviders } from "../../engine/providers";

/** `netweft sim show`: every fact of the simulated kernel, one line each. */
export async function simShow(session: CliSession): Promise<number> {
  const missing = await missingFile(session);
  if (missing) return failed(session, [missing]);
  const config = await simulation(session);
  const lines = config.ok ? await session.doors.simulator.show(config.value, session.given.value("host")) : config;
  if (!lines.ok) return failed(session, lines.diagnostics);
  if (session.json) printJson(session, lines.value);
  else
    print(
      session,
      byHost(lines.value, (line) => line).map((line) => `${line}\n`),
    );
  return 0;
}

/** A file that is named exists: one that is not would be shown as empty hosts. */
async function missingFile({ given, doors }: CliSession): Promise<Diagnostic | undefined> {
  const file = given.value("file");
  if (file === undefined || (await doors.files.kind(file)) !== undefined) return undefined;
  const detail = `The file ${JSON.stringify(file)} of --file does not exist. Without --file, the command shows the simulated kernel of the configuration.`;
  return diagnose("file-unreadable", detail, { file });
}

/** `netweft sim set LINE`: creates or changes an object. */
export function simSet(session: CliSession): Promise<number> {
  return change(session, session.doors.simulator.set);
}

/** `netweft sim unset LINE`: removes an object, with everything that is removed with it. */
export function simUnset(session: CliSession): Promise<number> {
  return change(session, session.doors.simulator.unset);
}

/** A line may be given as one word or as many. */
async function change(session: CliSession, how: CliSession["doors"]["simulator"]["set"]): Promise<number> {
  const config = await simulation(session);
  const done = config.ok ? await how(config.value, session.given.args.join(" ")) : config;
  return done.ok ? 0 : failed(session, done.diagnostics);
}

/** The provider configuration of the simulated kernel: that of the stack here, or the default one. */
async function simulation(session: CliSession): Promise<Result<ProviderConfig>> {
  const config = await declared(session);
  const file = session.given.value("file");
  return config.ok && file !== undefined ? ok({ ...config.value, simulated: { ...config.value.simulated, file } }) : config;
}

/** Without a configuration that Netweft's engine reads, as possible under Terraform, the default applies. */
const NOTHING_READ: ReadonlySet<Code> = new Set(["no-configuration", "native-syntax"]);

/** The app is not run for this: its last synthesis is enough. */
async function declared(session: CliSession): Promise<Result<ProviderConfig>> {
  const fallback = asAttributes(providerFields, withDefaults(providerFields, {}));
  const stack = await openStack(session, false);
  if (!stack.ok) return stack.diagnostics.every(({ code }) => NOTHING_READ.has(code)) ? ok(fallback) : stack;
  const providers = readProviders(stack.value.configuration.providers, "simulated");
  return providers.ok ? ok(providers.value.configs[0] ?? fallback) : providers;
}

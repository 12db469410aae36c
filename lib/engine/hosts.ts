import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Capabilities, Driver, Drivers, Observation, Outcome, Scope, Work } from "../io";
import type { ProviderConfig } from "../resources/provider";

/** All hosts of a stack behind one door, whichever backends they are on. */
export interface Hosts {
  capabilities(hosts: readonly string[]): Promise<ReadonlyMap<string, Result<Capabilities>>>;
  observe(scopes: ReadonlyMap<string, Scope>): Promise<ReadonlyMap<string, Result<Observation>>>;
  run(work: ReadonlyMap<string, Work>, onStep: (host: string, done: number) => void): Promise<ReadonlyMap<string, Outcome>>;
  close(): Promise<void>;
}

type Opened = readonly { readonly driver: Driver; readonly hosts: ReadonlySet<string> }[];

/** Splits by driver, asks all at once, puts the answers together. */
async function each<I, O>(
  opened: Opened,
  input: ReadonlyMap<string, I>,
  ask: (driver: Driver, part: ReadonlyMap<string, I>) => Promise<ReadonlyMap<string, O>>,
): Promise<ReadonlyMap<string, O>> {
  const answers = await Promise.all(
    opened.map(async ({ driver, hosts }) => {
      const part = new Map([...input].filter(([host]) => hosts.has(host)));
      return part.size === 0 ? new Map<string, O>() : ask(driver, part);
    }),
  );
  return new Map(answers.flatMap((answer) => [...answer]));
}

/** Opens a driver for each provider configuration. Nothing is connected to before it is needed. */
export async function openHosts(configs: readonly ProviderConfig[], drivers: Drivers): Promise<Result<Hosts>> {
  const results = await Promise.all(
    configs.map(async (config) => {
      const open = drivers[config.backend];
      if (open === undefined) return fail(diagnose("unknown-backend", `There is no backend "${config.backend}" in this program.`));
      const result = await open(config);
      return result.ok ? ok({ driver: result.value, hosts: new Set(Object.keys(config.hosts)) }) : result;
    }),
  );
  const problems: readonly Diagnostic[] = results.flatMap((result) => result.diagnostics);
  const opened = results.flatMap((result) => (result.ok ? [result.value] : []));
  if (opened.length < results.length) {
    await Promise.all(opened.map(({ driver }) => driver.close()));
    return fail(...problems);
  }
  return ok({
    capabilities: (hosts) =>
      each(opened, new Map(hosts.map((host) => [host, host])), (driver, part) => driver.capabilities([...part.keys()])),
    observe: (scopes) => each(opened, scopes, (driver, part) => driver.observe(part)),
    run: (work, onStep) => each(opened, work, (driver, part) => driver.run(part, onStep)),
    close: async () => void (await Promise.all(opened.map(({ driver }) => driver.close()))),
  });
}

import { diagnose, fail, ok, type Diagnostic, type Result } from "../diagnostic";
import type {
  Backend,
  BackendConfig,
  Backends,
  Capabilities,
  Disarming,
  Following,
  Identity,
  Observation,
  OnWait,
  Outcome,
  Scope,
  WayBack,
  Work,
} from "../ports/backend";

/** All hosts of a stack behind one interface, independent of their backends. */
export interface Hosts {
  /** Each host → its backend identity. `wanted`: the ids for simulated hosts that have none yet. */
  identities(wanted?: ReadonlyMap<string, string>): Promise<Result<ReadonlyMap<string, Identity>>>;
  capabilities(hosts: readonly string[]): Promise<ReadonlyMap<string, Result<Capabilities>>>;
  observe(scopes: ReadonlyMap<string, Scope>, onWait?: OnWait): Promise<ReadonlyMap<string, Result<Observation>>>;
  run(work: ReadonlyMap<string, Work>, onStep: (host: string, done: number) => void): Promise<ReadonlyMap<string, Outcome>>;
  /** See `Backend`. */
  arm(ways: ReadonlyMap<string, WayBack>): Promise<ReadonlyMap<string, Result<void>>>;
  disarm(hosts: ReadonlyMap<string, Disarming>): Promise<ReadonlyMap<string, Result<void>>>;
  /** See `Backend.follow`. A backend without events is never heard of until the signal is aborted. */
  follow(host: string, following: Following): Promise<Diagnostic | undefined>;
  close(): Promise<void>;
}

type OpenedDriver = readonly { readonly driver: Backend; readonly hosts: ReadonlySet<string> }[];

/** Splits requests by driver, sends them concurrently, merges the answers. */
async function each<I, O>(
  opened: OpenedDriver,
  input: ReadonlyMap<string, I>,
  ask: (driver: Backend, part: ReadonlyMap<string, I>) => Promise<ReadonlyMap<string, O>>,
): Promise<ReadonlyMap<string, O>> {
  const answers = await Promise.all(
    opened.map(async ({ driver, hosts }) => {
      const part = new Map([...input].filter(([host]) => hosts.has(host)));
      return part.size === 0 ? new Map<string, O>() : ask(driver, part);
    }),
  );
  return new Map(answers.flatMap((answer) => [...answer]));
}

async function identitiesOf(opened: OpenedDriver, wanted: ReadonlyMap<string, string>): ReturnType<Hosts["identities"]> {
  const answers = await Promise.all(
    opened.map(async ({ driver, hosts }) => {
      const [id] = [...hosts].flatMap((host) => wanted.get(host) ?? []);
      return { hosts, identity: await driver.identity(id) };
    }),
  );
  const problems = answers.flatMap(({ identity }) => identity.diagnostics);
  const known = answers.flatMap(({ hosts, identity }) => (identity.ok ? [...hosts].map((host) => [host, identity.value] as const) : []));
  return answers.every(({ identity }) => identity.ok) ? ok(new Map(known)) : fail(...problems);
}

/** The backend of a host reports its changes; one without events only begins. */
async function follow(opened: OpenedDriver, host: string, following: Following): Promise<Diagnostic | undefined> {
  const driver = opened.find(({ hosts }) => hosts.has(host))?.driver;
  if (driver?.follow !== undefined) return driver.follow(host, following);
  following.onBegun();
  return new Promise((resolve) => {
    if (following.signal.aborted) resolve(undefined);
    else following.signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}

/** Opens a driver for each provider configuration. Connections are made on first use. */
export async function openHosts<C extends BackendConfig>(configs: readonly C[], drivers: Backends<C>): Promise<Result<Hosts>> {
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
    identities: (wanted = new Map()) => identitiesOf(opened, wanted),
    capabilities: (hosts) =>
      each(opened, new Map(hosts.map((host) => [host, host])), (driver, part) => driver.capabilities([...part.keys()])),
    observe: (scopes, onWait) => each(opened, scopes, (driver, part) => driver.observe(part, onWait)),
    run: (work, onStep) => each(opened, work, (driver, part) => driver.run(part, onStep)),
    arm: (ways) => each(opened, ways, (driver, part) => driver.arm(part)),
    disarm: (hosts) => each(opened, hosts, (driver, part) => driver.disarm(part)),
    follow: (host, following) => follow(opened, host, following),
    close: async () => void (await Promise.all(opened.map(({ driver }) => driver.close()))),
  });
}

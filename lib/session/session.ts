import { fail, ok, type Result } from "../diagnostic";
import type { Hosts } from "../reconcile/hosts";
import type { EngineEnvironment } from "../engine/requests";
import type { Clock } from "../ports/clock";
import type { Backend, Backends } from "../ports/backend";
import { openHosts } from "../reconcile/hosts";
import type { ProviderConfig } from "../resources/provider";
import { newObserver, type Observer } from "./observer";
import { unknownProvider, type Configured } from "./provider";
import { newQueue, type Queue } from "./apply/queue";

/** Writes a log entry. Fields are short and hold no secrets. */
export type SessionNote = (message: string, fields: Readonly<Record<string, unknown>>) => void;

/** One provider configuration in use, with the hosts that it configures. */
export interface ResourceSession {
  readonly provider: Configured;
  readonly world: EngineEnvironment;
  /** The hosts; the first call connects to them. */
  hosts(): Promise<Result<Hosts>>;
  observer(): Promise<Result<Observer>>;
  /** Batches the jobs to apply per host. */
  readonly queue: Queue;
  /** Waiting jobs end as interrupted, and no new ones start. */
  stop(): void;
  close(): Promise<void>;
}

/** The driver with a log entry for each observation and execution, with its duration. */
function noted(driver: Backend, clock: Clock, note: SessionNote): Backend {
  const timed = async <T>(message: string, fields: Readonly<Record<string, unknown>>, work: Promise<T>): Promise<T> => {
    const begin = clock.monotonic();
    const result = await work;
    note(message, { ...fields, milliseconds: Math.round(clock.monotonic() - begin) });
    return result;
  };
  const steps = (work: Parameters<Backend["run"]>[0]) => [...work.values()].reduce((sum, one) => sum + one.steps.length, 0);
  return {
    ...driver,
    observe: (scopes) => timed("observed hosts", { hosts: [...scopes.keys()] }, driver.observe(scopes)),
    run: (work, onStep) => timed("executed steps", { hosts: [...work.keys()], steps: steps(work) }, driver.run(work, onStep)),
  };
}

/** Drivers that stay open for the session: a caller that closes one only releases it. */
function kept(
  drivers: Backends<ProviderConfig>,
  change: (driver: Backend) => Backend,
): { readonly drivers: Backends<ProviderConfig>; readonly close: () => Promise<void> } {
  const open = new Map<string, Promise<Result<Backend>>>();
  const keep = (name: string) => (config: ProviderConfig) => {
    const key = `${name} ${JSON.stringify(config)}`;
    const driver = open.get(key) ?? drivers[name]!(config);
    open.set(key, driver);
    return driver.then((result) => (result.ok ? ok({ ...change(result.value), close: async () => {} }, result.diagnostics) : result));
  };
  return {
    drivers: Object.fromEntries(Object.keys(drivers).map((name) => [name, keep(name)])),
    close: async () => {
      for (const driver of open.values()) {
        const result = await driver;
        if (result.ok) await result.value.close();
      }
    },
  };
}

/** The name of the provider block in diagnostics. */
const PROVIDER = 'provider["netweft"]';

/** Opens a session for a provider configuration. It connects to nothing yet. */
export function openSession(provider: Configured, world: EngineEnvironment, note: SessionNote = () => {}): ResourceSession {
  const { drivers, close } = kept(world.drivers, (driver) => noted(driver, world.clock, note));
  const own: EngineEnvironment = { ...world, drivers };
  const aborter = new AbortController();
  let hosts: Promise<Result<Hosts>> | undefined;
  let observer: Observer | undefined;
  const openedHosts = () =>
    (hosts ??= provider.known ? openHosts([provider.context.provider], drivers) : Promise.resolve(fail(unknownProvider(PROVIDER))));
  return {
    provider,
    world: own,
    hosts: openedHosts,
    async observer() {
      const opened = await openedHosts();
      if (!opened.ok || !provider.known) return fail(...opened.diagnostics);
      return ok((observer ??= newObserver(opened.value, provider.context.provider.stack)));
    },
    queue: newQueue({ provider, world: own, signal: aborter.signal, changed: () => observer?.forget() }),
    stop: () => aborter.abort(),
    close,
  };
}

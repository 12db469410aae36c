import { fail, ok, type Result } from "../diagnostic";
import type { Hosts } from "../engine/hosts";
import type { World } from "../engine/requests";
import type { Clock, Driver, Drivers } from "../io";
import { openHosts } from "../engine/hosts";
import type { ProviderConfig } from "../resources/provider";
import { newObserver, type Observer } from "./look";
import { unknownProvider, type Configured } from "./provider";
import { newQueue, type Queue } from "./apply/queue";

/** Says what was done, for those who look for it afterwards. Fields are short and hold no secrets. */
export type Note = (message: string, fields: Readonly<Record<string, unknown>>) => void;

/** One provider configuration while somebody uses it: what it says, and the hosts that it leads to. */
export interface Session {
  readonly provider: Configured;
  readonly world: World;
  /** The hosts, connected to when the first one asks. */
  hosts(): Promise<Result<Hosts>>;
  observer(): Promise<Result<Observer>>;
  /** What is to be applied, put together per host. */
  readonly queue: Queue;
  /** Whoever waits is told that it was interrupted, and nothing new is begun. */
  stop(): void;
  close(): Promise<void>;
}

/** The driver, saying how often and how long hosts are looked at and worked on. */
function noted(driver: Driver, clock: Clock, note: Note): Driver {
  const timed = async <T>(message: string, fields: Readonly<Record<string, unknown>>, work: Promise<T>): Promise<T> => {
    const begin = clock.monotonic();
    const result = await work;
    note(message, { ...fields, milliseconds: Math.round(clock.monotonic() - begin) });
    return result;
  };
  const steps = (work: Parameters<Driver["run"]>[0]) => [...work.values()].reduce((sum, one) => sum + one.steps.length, 0);
  return {
    ...driver,
    observe: (scopes) => timed("looked at hosts", { hosts: [...scopes.keys()] }, driver.observe(scopes)),
    run: (work, onStep) => timed("worked on hosts", { hosts: [...work.keys()], steps: steps(work) }, driver.run(work, onStep)),
  };
}

/** Drivers that stay open for the session: whoever closes one has only finished with it. */
function kept(drivers: Drivers, change: (driver: Driver) => Driver): { readonly drivers: Drivers; readonly close: () => Promise<void> } {
  const open = new Map<string, Promise<Result<Driver>>>();
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

/** What the provider block is called in diagnostics. */
const PROVIDER = 'provider["netweft"]';

/** Begins to use a provider configuration. Nothing is connected to yet. */
export function openSession(provider: Configured, world: World, note: Note = () => {}): Session {
  const { drivers, close } = kept(world.drivers, (driver) => noted(driver, world.clock, note));
  const own: World = { ...world, drivers };
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

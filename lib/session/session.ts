import { fail, ok, type Result } from "../diagnostic";
import type { Hosts } from "../reconcile/hosts";
import type { EngineEnvironment } from "../engine/requests";
import type { Clock } from "../ports/clock";
import type { Backends } from "../ports/backend";
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
  readonly world: SessionEnvironment;
  /** The hosts; the first call connects to them. */
  hosts(): Promise<Result<Hosts>>;
  observer(): Promise<Result<Observer>>;
  /** Batches the jobs to apply per host. */
  readonly queue: Queue;
  /** Waiting jobs end as interrupted, and no new ones start. */
  stop(): void;
  close(): Promise<void>;
}

/** The hosts with a log entry for each observation and execution, with its duration. */
function noted(hosts: Hosts, clock: Clock, note: SessionNote): Hosts {
  const timed = async <T>(message: string, fields: Readonly<Record<string, unknown>>, work: Promise<T>): Promise<T> => {
    const begin = clock.monotonic();
    const result = await work;
    note(message, { ...fields, milliseconds: Math.round(clock.monotonic() - begin) });
    return result;
  };
  const waits = (host: string, since: string) => note("waiting for an apply of another run", { host, since });
  const steps = (work: Parameters<Hosts["run"]>[0]) => [...work.values()].reduce((sum, one) => sum + one.steps.length, 0);
  return {
    ...hosts,
    observe: (scopes) => timed("observed hosts", { hosts: [...scopes.keys()] }, hosts.observe(scopes, waits)),
    run: (work, onStep) => timed("executed steps", { hosts: [...work.keys()], steps: steps(work) }, hosts.run(work, onStep)),
  };
}

/** The name of the provider block in diagnostics. */
const PROVIDER = 'provider["netweft"]';

/** The environment of a session, which opens the hosts of its provider configuration itself. */
export interface SessionEnvironment extends Omit<EngineEnvironment, "hosts"> {
  readonly drivers: Backends<ProviderConfig>;
}

async function open(provider: Configured, { drivers, clock }: SessionEnvironment, note: SessionNote): Promise<Result<Hosts>> {
  if (!provider.known) return fail(unknownProvider(PROVIDER));
  const opened = await openHosts([provider.context.provider], drivers);
  return opened.ok ? ok(noted(opened.value, clock, note), opened.diagnostics) : opened;
}

/** Opens a session for a provider configuration. It connects to nothing yet. */
export function openSession(provider: Configured, world: SessionEnvironment, note: SessionNote = () => {}): ResourceSession {
  const aborter = new AbortController();
  let opened: Promise<Result<Hosts>> | undefined;
  let observer: Observer | undefined;
  const hosts = () => (opened ??= open(provider, world, note));
  return {
    provider,
    world,
    hosts,
    async observer() {
      const found = await hosts();
      if (!found.ok || !provider.known) return fail(...found.diagnostics);
      return ok((observer ??= newObserver(found.value, provider.context.provider.stack)));
    },
    queue: newQueue({ provider, world, hosts, signal: aborter.signal, changed: () => observer?.forget() }),
    stop: () => aborter.abort(),
    async close() {
      const found = await opened;
      if (found?.ok) await found.value.close();
    },
  };
}

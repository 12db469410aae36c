/**
 * The real kernel through iproute2: one program run on a host per observation, and one for all the work of a plan, however
 * large. How a host is reached is not this backend's concern; `open` implements the transports.
 */
import { diagnose, fail, ok, type Result } from "../../../lib/diagnostic";
import type { Backend, Outcome } from "../../../lib/ports/backend";
import type { Transport } from "../../../lib/ports/transport";
import type { HostConfig, ProviderConfig } from "../../../lib/resources/provider";
import { apply } from "./apply";
import { arm, disarm } from "./arm";
import { capabilities, hostOf, observe, type Host } from "./host";
import { follow } from "./follow";
import { commands } from "./programs";
import { own } from "../../../lib/net/own";

/** Opens the transport to a host; `programs` are the programs that it can run there. */
export type OpenShell = (name: string, host: HostConfig, programs: typeof commands) => Result<Transport>;

/**
 * Creates the backend from a function that opens transports. Hosts are opened on first use, and fail independently.
 *
 * @example
 * const drivers = { iproute2: iproute2(openShell) }; // openShell: see providers/transports
 */
export function iproute2(open: OpenShell): (config: ProviderConfig) => Promise<Result<Backend>> {
  return (config) => Promise.resolve(ok(driver(config, open)));
}

function driver(config: ProviderConfig, open: OpenShell): Backend {
  const opened = new Map<string, Result<Host>>();
  const hostNamed = (name: string): Result<Host> => {
    const known = opened.get(name) ?? openHost(name, config, open);
    opened.set(name, known);
    return known;
  };
  return {
    identity: () => Promise.resolve(ok({ backend: "iproute2" })),
    capabilities: (names) => each(names, (name) => whenOpen(hostNamed(name), capabilities)),
    observe: (scopes, onWait) =>
      each(scopes.keys(), (name) => whenOpen(hostNamed(name), (host) => observe(host, scopes.get(name)!, onWait))),
    run: (work, onStep) =>
      each(work.keys(), async (name): Promise<Outcome> => {
        const host = hostNamed(name);
        if (!host.ok) return { done: 0, failed: { diagnostic: host.diagnostics[0]! } };
        return apply(host.value, work.get(name)!, (done) => onStep(name, done));
      }),
    arm: (ways) => each(ways.keys(), (name) => whenOpen(hostNamed(name), (host) => arm(host, ways.get(name)!))),
    disarm: (hosts) => each(hosts.keys(), (name) => whenOpen(hostNamed(name), (host) => disarm(host, hosts.get(name)!))),
    follow: async (name, following) => {
      const host = hostNamed(name);
      return host.ok ? follow(host.value, following) : host.diagnostics[0]!;
    },
    async close() {
      for (const host of opened.values()) if (host.ok) await host.value.shell.close();
    },
  };
}

function openHost(name: string, config: ProviderConfig, open: OpenShell): Result<Host> {
  const host = own(config.hosts, name);
  if (host === undefined) return fail(diagnose("unknown-host", `The provider configuration has no host "${name}".`, { host: name }));
  const shell = open(name, host, commands);
  return shell.ok ? ok(hostOf(name, host, shell.value)) : shell;
}

async function whenOpen<T>(host: Result<Host>, action: (host: Host) => Promise<Result<T>>): Promise<Result<T>> {
  return host.ok ? action(host.value) : host;
}

/** All hosts at once. */
async function each<T>(names: Iterable<string>, work: (name: string) => Promise<T>): Promise<ReadonlyMap<string, T>> {
  return new Map(await Promise.all([...names].map(async (name) => [name, await work(name)] as const)));
}

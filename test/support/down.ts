/** Hosts that do not answer. */
import { diagnose, fail } from "../../lib/diagnostic";
import type { openConfigured } from "../../lib/engine";
import type { Backend } from "../../lib/ports/backend";
import { openSimulated } from "../../providers/backends/simulated";

type Drivers = Parameters<typeof openConfigured>[1];

/** Drivers of simulated hosts of which some are down, as `set` says: nothing is read or done there. `refuse`: they answer, with another key. */
export function downable(): {
  readonly drivers: Drivers;
  set(...hosts: readonly string[]): void;
  refuse(...hosts: readonly string[]): void;
} {
  let down: ReadonlySet<string> = new Set();
  let code: "host-unreachable" | "host-key-changed" = "host-unreachable";
  const why = (host: string) => diagnose(code, `Host "${host}" cannot be reached, says the test.`, { host });
  const split = <T>(all: ReadonlyMap<string, T>) => {
    const gone = [...all.keys()].filter((host) => down.has(host));
    return { up: new Map([...all].filter(([host]) => !down.has(host))), gone };
  };
  const over = (backend: Backend): Backend => ({
    ...backend,
    observe: async (scopes, onWait) => {
      const { up, gone } = split(scopes);
      return new Map([...(await backend.observe(up, onWait)), ...gone.map((host) => [host, fail(why(host))] as const)]);
    },
    capabilities: async (hosts) => {
      const { up, gone } = split(new Map(hosts.map((host) => [host, host])));
      return new Map([...(await backend.capabilities([...up.keys()])), ...gone.map((host) => [host, fail(why(host))] as const)]);
    },
    run: async (work, onStep) => {
      const { up, gone } = split(work);
      const lost = gone.map((host) => [host, { done: 0, failed: { diagnostic: why(host) } }] as const);
      return new Map([...(await backend.run(up, onStep)), ...lost]);
    },
  });
  return {
    drivers: {
      simulated: async (config) => {
        const opened = await openSimulated(config);
        return opened.ok ? { ...opened, value: over(opened.value) } : opened;
      },
    },
    set: (...hosts) => void ([code, down] = ["host-unreachable", new Set(hosts)]),
    refuse: (...hosts) => void ([code, down] = ["host-key-changed", new Set(hosts)]),
  };
}

import { ok } from "../../../lib/diagnostic";
import type { HostStore } from "./host-store";
import type { SimulatedHosts } from "./model";

/** Hosts in memory, as hosts of this backend. They take any id that a state has recorded. */
export function inMemory(hosts: SimulatedHosts, backend: string): HostStore {
  let changes = 0;
  const writer = { hosts, record: () => {}, flush: async () => {} };
  return {
    identity: (id) => ok({ backend, ...(id !== undefined && { id }) }),
    stamp: () => `${changes}`,
    snapshot: () => ok(hosts),
    async change(work) {
      const result = await work(writer);
      changes++;
      return ok(result);
    },
    settle: async () => {},
  };
}

import { diagnose, fail, ok, type Result } from "../diagnostic";
import { planChanges, type Planned } from "../engine";
import { emptyState } from "../engine/state";
import type { Driver, Drivers, Observation } from "../io";
import type { Session } from "./session";
import type { Stack } from "./stack";

const blankHost: Observation = { facts: new Map(), unsettled: new Map(), generation: "" };

/** Hosts on which nothing was ever made, and that cannot be asked what they can do. */
const blankDriver: Driver = {
  capabilities: async (hosts) => new Map(hosts.map((host) => [host, fail(diagnose("still-unknown", "Nobody has looked at this host."))])),
  observe: async (scopes) => new Map([...scopes.keys()].map((host) => [host, ok(blankHost)])),
  run: async () => new Map(),
  close: async () => undefined,
};

/**
 * The plan that would be made if there was no state and nothing on any host: it says what is wrong with a configuration by
 * itself, and how its resources hang together. No host is asked.
 */
export async function planBlank({ doors }: Session, { configuration, backend }: Stack): Promise<Result<Planned>> {
  const drivers: Drivers = Object.fromEntries(Object.keys(doors.drivers).map((name) => [name, async () => ok(blankDriver)]));
  return planChanges({
    configuration,
    state: emptyState(""),
    world: { drivers, clock: doors.clock },
    backend,
    mode: "apply",
    targets: [],
    replace: [],
    refresh: true,
  });
}

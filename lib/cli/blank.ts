import { diagnose, fail, ok, type Diagnostic } from "../diagnostic";
import { planChanges } from "../engine";
import { emptyState } from "../engine/state";
import type { Driver, Drivers, Observation, Scope } from "../io";
import { PROGRAMS } from "../kernel/program";
import type { Session } from "./session";
import type { Stack } from "./stack";

/** Each path shows a namespace of its own. */
function blankHost({ adopt }: Scope): Observation {
  const asked = Object.values(adopt).flat();
  const inodes = new Map([...new Set(asked.flatMap(({ path }) => path ?? []))].map((path, n) => [path, n + 1]));
  return { facts: new Map(), unsettled: new Map(), inodes, generation: "", programs: PROGRAMS };
}

/** Hosts on which nothing was ever made, and that cannot be asked what they can do. */
const blankDriver: Driver = {
  identity: async () => ok({ backend: "none" }),
  capabilities: async (hosts) => new Map(hosts.map((host) => [host, fail(diagnose("still-unknown", "Nobody has looked at this host."))])),
  observe: async (scopes) => new Map([...scopes].map(([host, scope]) => [host, ok(blankHost(scope))])),
  run: async () => new Map(),
  close: async () => undefined,
};

/**
 * What is wrong with a configuration by itself: planned as if there was no state and nothing on any host. No host is asked;
 * what only a host could say stays unknown, which is no mistake here.
 */
export async function checkBlank({ doors }: Session, { configuration, backend }: Stack): Promise<readonly Diagnostic[]> {
  const drivers: Drivers = Object.fromEntries(Object.keys(doors.drivers).map((name) => [name, async () => ok(blankDriver)]));
  const planned = await planChanges({
    configuration,
    state: emptyState(""),
    world: { drivers, clock: doors.clock },
    backend,
    mode: "apply",
    targets: [],
    replace: [],
    refresh: true,
  });
  return planned.diagnostics.filter(({ code }) => code !== "still-unknown");
}

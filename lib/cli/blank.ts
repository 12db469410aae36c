import type { ProviderBlock } from "../config/types";
import { diagnose, fail, ok, type Diagnostic } from "../diagnostic";
import { informed, openConfigured, planChanges, whileOpen } from "../engine";
import { emptyState } from "../engine/state";
import type { Backend, Backends, Observation, Scope } from "../ports/backend";
import { PROGRAMS } from "../kernel/program";
import { registry } from "../resources";
import type { ProviderConfig } from "../resources/provider";
import { isKnown } from "../schema/value";
import { questionChecker } from "./remote-states";
import type { CliSession } from "./session";
import type { LoadedStack } from "./stack";

/** Each path leads to a different namespace. */
function blankHost(scope: Scope): Observation {
  const asked = Object.values(scope.adopt).flat();
  const inodes = new Map([...new Set(asked.flatMap(({ path }) => path ?? []))].map((path, n) => [path, n + 1]));
  return { scope, facts: new Map(), unsettled: new Map(), inodes, generation: "", programs: PROGRAMS };
}

/** Empty hosts with unknown capabilities. */
const blankDriver: Backend = {
  identity: async () => ok({ backend: "none" }),
  capabilities: async (hosts) => new Map(hosts.map((host) => [host, fail(diagnose("still-unknown", "This host was not observed."))])),
  observe: async (scopes) => new Map([...scopes].map(([host, scope]) => [host, ok(blankHost(scope))])),
  run: async () => new Map(),
  arm: async () => new Map(),
  disarm: async () => new Map(),
  close: async () => undefined,
};

/** What follows from values that are read when the configuration is planned. */
const UNKNOWN_HERE: ReadonlySet<string> = new Set(["still-unknown", "unknown-count"]);

/**
 * The errors in a configuration by itself: planned without a state and on empty hosts. No host is observed; values that depend
 * on a host stay unknown, which is not an error here.
 */
export async function checkBlank(session: CliSession, { configuration, backend, folder }: LoadedStack): Promise<readonly Diagnostic[]> {
  const { doors } = session;
  const outputsOf = questionChecker(session, folder);
  const known = await informed(configuration, registry, outputsOf);
  if (!known.ok) return known.diagnostics;
  const providers = known.value.providers.map(asFarAsKnown);
  if (providers.includes(undefined)) return [];
  const drivers: Backends<ProviderConfig> = Object.fromEntries(
    Object.keys(doors.drivers).map((name) => [name, async () => ok(blankDriver)]),
  );
  const request = { configuration: { ...configuration, providers: providers as readonly ProviderBlock[] }, state: emptyState(""), backend };
  const planned = await whileOpen(await openConfigured(request, drivers), (hosts) =>
    planChanges({
      ...request,
      world: { types: registry, hosts, clock: doors.clock, outputsOf },
      mode: "apply",
      targets: [],
      replace: [],
      refresh: true,
    }),
  );
  return planned.diagnostics.filter(({ code }) => !UNKNOWN_HERE.has(code));
}

/** The block without what the state of another configuration says; undefined where that is its hosts, which resources name. */
function asFarAsKnown(block: ProviderBlock): ProviderBlock | undefined {
  const kept = Object.entries(block.config).filter(([, value]) => isKnown(value));
  const isWhole = block.config["hosts"] === undefined || isKnown(block.config["hosts"]);
  return isWhole ? { ...block, config: Object.fromEntries(kept) } : undefined;
}

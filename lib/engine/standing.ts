/** What hosts do with the packets of resources as they stand: the warnings of every plan, for a state and without a change. */
import type { Instance } from "../config/types";
import type { Diagnostic } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import type { Observation, Scope } from "../ports/backend";
import { asFacts, type Owned } from "../reconcile/goal";
import type { Registry } from "../resources/registry";
import { standing } from "./checks";
import { declaredView } from "./checks/view";
import { missingUplinks } from "./missing-uplinks";
import { isManaged } from "./owned";
import { hostConfigs, type Providers } from "./providers";
import { withQuestions } from "./resolve/questions";
import type { Resolved } from "./resolve/resolve";
import type { State, StateInstance } from "./state/types";

/** A state, and the facts that it owns. */
interface OwnedState {
  readonly state: State;
  readonly owned: ReadonlyMap<Key, Owned>;
  readonly types: Registry;
}

/** The instances of a state as if they were declared, each with the facts that it owns; not those of which an apply was interrupted. */
function asDeclared({ state, owned, types }: OwnedState): readonly Resolved[] {
  const facts = new Map<string, Fact[]>();
  for (const { fact, owners } of owned.values()) for (const owner of owners) facts.set(owner, [...(facts.get(owner) ?? []), fact]);
  const managed = [...state.instances.values()].filter((one) => isManaged(one, types) && !one.private?.pending && facts.has(one.address));
  return managed.map((one) => ({
    instance: asInstance(one),
    attributes: one.attributes,
    facts: facts.get(one.address) ?? [],
    ...{ wants: [], seen: [], known: true, diagnostics: [] },
  }));
}

function asInstance({ address, block, mode, type, name, provider, sensitive, dependencies }: StateInstance): Instance {
  const lifecycle = { createBeforeDestroy: false, preventDestroy: false, ignoreChanges: [], replaceTriggeredBy: [] };
  return { address, block, mode, type, name, provider, config: {}, sensitive, dependencies, lifecycle };
}

/** The scopes, extended by what the warnings need besides the facts. */
export function askedForStanding(scopes: ReadonlyMap<string, Scope>, stored: OwnedState): ReadonlyMap<string, Scope> {
  const { state, types } = stored;
  return withQuestions(scopes, asDeclared(stored), (address) => state.instances.get(address)?.attributes, types);
}

/** The warnings of hosts that were observed with `askedForStanding`. */
export function standingWarnings(
  stored: OwnedState,
  observed: ReadonlyMap<string, Observation>,
  providers: Pick<Providers, "configs">,
): readonly Diagnostic[] {
  const { owned, types } = stored;
  const actual = new Map([...observed].map(([host, { facts }]) => [host, facts]));
  const hosts = hostConfigs(providers);
  const goal = { desired: owned, owned, closedWorld: true };
  return standing({
    ...declaredView(asDeclared(stored), types),
    ...{ goal, actual, hosts, missing: missingUplinks({ goal, actual, hosts }) },
    wanted: asFacts(owned),
    programs: new Map([...observed].map(([host, { programs }]) => [host, programs])),
    changes: [],
  });
}

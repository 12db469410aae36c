/** The hosts of a rehearsal before the apply: the facts of the state, and minimal objects that these and the configuration need. */
import type { Configuration } from "../../config/types";
import type { Stage } from "../../ports/backend";
import type { Fact, Key } from "../../kernel/fact";
import { keyOf, rankOf } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import type { Context, Registry } from "../../resources";
import { applyMoved } from "../moved";
import { newName } from "../new-name";
import { contextIn, ownedBy } from "../owned";
import { hostConfigs, type Providers } from "../providers";
import type { ReadOutputs } from "../requests";
import type { State } from "../state/types";
import { needsIn } from "../resolve/supplement/network-packets";
import { declaredBlindly } from "../resolve/round";
import type { Resolved } from "../resolve/resolve";
import { anothersVlan, assumedFor, groundsOf, keysOf } from "./assumed";
import { believed, incompleteIn, pathsOf } from "./believed";
import { firewallsFor } from "./firewalls";
import { pathsToGateways } from "./gateways";
import { capabilitiesOf, lacksOf, ownOf, readOf, uplinksOf } from "./remembered";
import { own as memberOf } from "../../net/own";

export interface RehearsedSetting {
  readonly types: Registry;
  readonly configuration: Configuration;
  readonly state: State;
  readonly providers: Providers;
  readonly mode: "apply" | "destroy";
  readonly outputsOf?: ReadOutputs;
}

/** The stage, and those of its lines that are neither in the state nor declared. */
export interface Staged {
  readonly stage: Stage;
  readonly assumed: readonly string[];
}

async function declaredIn(setting: RehearsedSetting, state: State): Promise<ReadonlyMap<string, Resolved>> {
  const { types, configuration, providers, mode, outputsOf } = setting;
  if (mode === "destroy") return new Map();
  const fresh = (address: string) => newName(state, address);
  const start = { types, configuration, contexts: providers.contexts, state, forced: new Set<string>(), fresh, closedWorld: true };
  return declaredBlindly({ ...start, ...(outputsOf && { outputsOf }) });
}

/** The own interfaces and addresses of the hosts, as far as the state records them, and the declared uplinks. */
function ownThings({ providers }: RehearsedSetting, read: ReturnType<typeof readOf>): readonly Fact[] {
  const hosts = hostConfigs(providers);
  const uplinks = [...hosts].flatMap(([host, config]) => uplinksOf(host, config));
  return [...uplinks, ...[...read].flatMap(([host, attributes]) => ownOf(host, attributes, hosts.get(host) ?? {}))];
}

/** Merges by key, the first fact wins; in the order of creation. */
function inOrder(...sources: readonly Iterable<Fact>[]): readonly Fact[] {
  const all = new Map<Key, Fact>();
  for (const facts of sources) for (const fact of facts) if (!all.has(keyOf(fact))) all.set(keyOf(fact), fact);
  return [...all.values()].sort((a, b) => rankOf(a) - rankOf(b));
}

/** The initial content of the hosts of a rehearsal. */
export async function stageFor(setting: RehearsedSetting): Promise<Staged> {
  const { state } = applyMoved(setting.state, setting.configuration);
  const { contexts } = setting.providers;
  const declared = await declaredIn(setting, state);
  const wanted = [...declared.values()].flatMap(({ facts }) => facts);
  const owned = believed(ownedBy(state, setting.types, contextIn(contexts), declared).owned, incompleteIn(state));
  const read = readOf(state, setting.types);
  const own = ownThings(setting, read);
  const byKey = new Map(wanted.map((fact) => [keyOf(fact), fact]));
  const below = assumedFor(owned.values(), keysOf(own), groundsOf, (key) => {
    const wantedOne = byKey.get(key);
    return wantedOne === undefined ? anothersVlan(key) : [wantedOne];
  });
  const there = inOrder(owned.values(), own, below);
  const linked = assumedFor(wanted, keysOf(there));
  const ownLinks = keysOf([...own, ...below, ...linked].filter((fact) => !byKey.has(keyOf(fact))));
  const beside = [...linked, ...pathsToGateways([...there, ...wanted], [...there, ...wanted], ownLinks)];
  const applied = [...declared.values()].filter(({ instance }) => state.instances.has(instance.address));
  const contextOf = ({ instance }: Resolved): Context => contexts.get(instance.provider) ?? contexts.get("")!;
  const firewalls = firewallsFor(
    there,
    applied.flatMap((one) => needsIn(one.facts, (host) => memberOf(contextOf(one).provider.hosts, host))),
  );
  const stage = {
    facts: inOrder(there, beside, firewalls, pathsOf(owned)),
    lacks: lacksOf(declared.values(), state, setting.types, contextOf, there),
    capabilities: capabilitiesOf(read),
  };
  const assumed = inOrder([...below, ...beside, ...firewalls].filter((fact) => !byKey.has(keyOf(fact))));
  return { stage, assumed: assumed.map(textOf) };
}

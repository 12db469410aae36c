import type { Configuration, Evaluation, Instance } from "../../config/types";
import type { Observation } from "../../ports/backend";
import type { Key } from "../../kernel/fact";
import type { Context } from "../../resources";
import type { Draft, Value } from "../../schema/value";
import type { Owned } from "../../reconcile/goal";
import type { Hosts } from "../../reconcile/hosts";
import { typeNamed, type Registry } from "../../resources/registry";
import { replacedBy } from "../replaced";
import type { SkippedHosts } from "../skipped";
import type { State } from "../state/types";
import { ignoring } from "./ignore";
import { keysFor, type KeysWant } from "./tunnel-keys";
import { calledOn, ownThings } from "./host-properties";
import { resolveData, resolveManaged, type AllocatedValues, type Resolved, type Surroundings } from "./resolve";
import type { ReadOutputs } from "../requests";
import { stateAnswers, type StateAnswers } from "./state-answers";
import { newTally, type Tally } from "./fan-out";

/** The inputs of a survey. */
export interface Start {
  readonly types: Registry;
  readonly configuration: Configuration;
  readonly contexts: ReadonlyMap<string, Context>;
  readonly state: State;
  readonly hosts: Hosts;
  /** Instances that get new names and new allocations, because they are replaced in any case. */
  readonly forced: ReadonlySet<string>;
  /** A new name for a new object, by its address. */
  readonly fresh: (address: string) => string;
  /** False: only a part of the stack is known, and the members of an overlay network may be any of the hosts. */
  readonly closedWorld: boolean;
  /** For data sources that read the states of other configurations. */
  readonly outputsOf?: ReadOutputs;
  /** Whether a host that does not answer may be left as it is. Default: it is an error. */
  readonly maySkip?: (host: string) => boolean;
  /** Hosts that no provider block names any more, and that are observed for what was left behind there. */
  readonly leftHosts?: ReadonlySet<string>;
}

/** The intermediate result of a survey. */
export interface SurveyRound extends Start {
  readonly given: Map<string, AllocatedValues>;
  readonly results: Map<string, Resolved>;
  readonly owned: ReadonlyMap<Key, Owned>;
  readonly observed: ReadonlyMap<string, Observation>;
  readonly skipped: SkippedHosts;
  readonly data: ReadonlyMap<string, AllocatedValues>;
  readonly states: StateAnswers;
  readonly tally: Tally;
  /** Instances resolved after the hosts were observed: their facts may be outside the observation's scope. */
  readonly late: Set<string>;
}

/** Interfaces and addresses of the hosts apart from Netweft's, computed once per host. */
function looker(round: Pick<SurveyRound, "observed" | "owned">): Surroundings["look"] {
  const looks = new Map<string, AllocatedValues | undefined>();
  return (host) => {
    if (!looks.has(host)) looks.set(host, ownThings(round.observed.get(host)?.facts, round.owned));
    return looks.get(host);
  };
}

/** Resolves instances as far as possible in this round, and records the results in it. */
export function resolver(round: Omit<SurveyRound, "hosts">): (instance: Instance) => Draft {
  const look = looker(round);
  return (instance) => {
    const context = round.contexts.get(instance.provider) ?? round.contexts.get("")!;
    const resolved =
      instance.mode === "data"
        ? resolveData(instance, round.types, { host: (host) => round.data.get(host), state: round.states.answer })
        : managed(instance, context, round, look);
    round.results.set(instance.address, resolved);
    round.late.add(instance.address);
    return resolved.attributes;
  };
}

/** A replaced object is a new one: it does not keep earlier allocations, and its keys are deleted with its devices. */
function managed(instance: Instance, context: Context, round: Omit<SurveyRound, "hosts">, look: Surroundings["look"]): Resolved {
  const { address } = instance;
  const prior = round.state.instances.get(address)?.attributes;
  const isNew = prior === undefined && !round.forced.has(address);
  const keysOf = (all: boolean) => (want: KeysWant, earlier: Value | undefined, renew: boolean) =>
    keysFor(want, { earlier, observed: round.observed, skipped: round.skipped, renew: renew || all });
  const around: Surroundings = {
    types: round.types,
    context,
    given: round.given.get(address) ?? {},
    prior: round.forced.has(address) ? undefined : prior,
    fresh: () => round.fresh(address),
    hasProgram: (host, program) => round.observed.get(host)?.programs.includes(program) ?? true,
    keys: keysOf(round.forced.has(address)),
    inode: (host, path) => round.observed.get(host)?.inodes.get(path),
    look,
    admits: round.tally.admits,
    marked: (host, mark, of) => (isNew ? calledOn(round.observed.get(host)?.facts, mark, of) : undefined),
  };
  // A new object has nothing that could be kept: it is made as it is written.
  const resolved = resolveManaged(around.prior === undefined ? instance : ignoring(instance, around.prior, round.types), around);
  const { fields } = typeNamed(round.types, instance.type);
  if (around.prior === undefined || replacedBy(fields, around.prior, resolved.attributes).length === 0) return resolved;
  return resolveManaged(instance, { ...around, prior: undefined, keys: keysOf(true) });
}

/** Whether the instance becomes an object beside the one that it has in the state: with allocations of its own, whatever that one has. */
export function isBeside({ forced, state, types }: Omit<SurveyRound, "hosts">, { instance, attributes }: Resolved): boolean {
  const prior = state.instances.get(instance.address);
  if (prior === undefined || !instance.lifecycle.createBeforeDestroy) return false;
  return forced.has(instance.address) || replacedBy(typeNamed(types, instance.type).fields, prior.attributes, attributes).length > 0;
}

/** The first round: no host has been observed. */
export function firstRound<S>(start: S): S & Omit<SurveyRound, keyof Start> {
  const none = {
    given: new Map(),
    results: new Map(),
    owned: new Map(),
    observed: new Map(),
    data: new Map(),
    skipped: new Map(),
    late: new Set<string>(),
  };
  return { ...start, ...none, states: stateAnswers(), tally: newTally() };
}

/** Evaluates the configuration, and again while it names states that were not read yet. */
export async function evaluated(round: Omit<SurveyRound, "hosts">, before?: Evaluation): Promise<Evaluation> {
  let evaluation = round.configuration.evaluate(resolver(round), before);
  while (await round.states.read(round.outputsOf)) evaluation = round.configuration.evaluate(resolver(round), evaluation);
  return evaluation;
}

/** The declared instances, resolved as far as possible without an observation of any host. */
export async function declaredBlindly(start: Omit<Start, "hosts">): Promise<ReadonlyMap<string, Resolved>> {
  const round = firstRound(start);
  await evaluated(round);
  return round.results;
}

import { ok, type Diagnostic, type Result } from "../diagnostic";
import type { Observation, Scope } from "../ports/backend";
import { ROOT, type Fact, type Key } from "../kernel/fact";
import { addressesIn } from "../kernel/kinds/addr";
import { textOf } from "../kernel/line";
import { COMMON_STACK, ownerOf } from "../kernel/mark";
import { waitingHosts } from "../reconcile/armed";
import type { Owned } from "../reconcile/goal";
import { inUsersWords } from "../config/app";
import { concealed, concealing } from "./conceal";
import { backendsOf } from "../resources/backend";
import type { Registry } from "../resources/registry";
import { placesOf } from "./backends";
import { claimsOf } from "./claims";
import { ignoredBy, type IgnoredObjects } from "./ignored";
import { missingUplinks, waitingFacts } from "./missing-uplinks";
import type { Difference } from "../reconcile/drift/compare";
import { judgedDrift, type DriftGround, type JudgedDifference } from "../reconcile/drift/judged";
import { sayLeftBehind } from "./left-behind";
import type { DriftLine, DriftReport, DriftRequest } from "./requests";
import { contextIn, isManaged, ownedBy } from "./owned";
import { POLICY } from "./policy";
import { hostConfigs, readProviders, type Providers } from "./providers";
import { scopesOf } from "../reconcile/scope";
import { askedForStanding, standingWarnings } from "./standing";
import type { State } from "./state/types";
import { discreetly, secretsIn } from "./watch";

function lineOf({ kind, fact, actual, owners }: Difference): DriftLine {
  return { host: fact.host, line: textOf(fact), owners, what: kind, ...(actual && { actual: textOf(actual) }) };
}

/** The hosts that have something of the stack's and could not be read. */
function unreadHosts(owned: ReadonlyMap<Key, Owned>, observed: ReadonlyMap<string, Observation>): readonly string[] {
  return [...new Set([...owned.values()].map(({ fact }) => fact.host))].filter((host) => !observed.has(host)).sort();
}

/** How much was compared: an instance counts when all that it owns was. */
function compared(
  state: State,
  types: Registry,
  owned: ReadonlyMap<Key, Owned>,
  unread: readonly string[],
  unreadable: ReadonlyMap<string, Diagnostic>,
): Pick<DriftReport, "instances" | "facts" | "uncompared"> {
  const left = [...owned.values()].filter(({ fact }) => unread.includes(fact.host));
  const partly = new Set(left.flatMap(({ owners }) => owners));
  const isWhole = (address: string) => !partly.has(address) && !unreadable.has(address);
  const managed = [...state.instances.values()].filter((instance) => isManaged(instance, types)).map(({ address }) => address);
  const uncompared = managed.filter((address) => !isWhole(address));
  return { instances: managed.length - uncompared.length, facts: owned.size - left.length, uncompared };
}

/** What to read for a drift report, and the report over what was read. */
export interface DriftQuestions {
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly over: (answers: ReadonlyMap<string, Result<Observation>>) => DriftReport;
}

/** What a comparison of the state with the hosts has to read. */
export function prepareDrift(request: DriftRequest): Promise<Result<DriftQuestions>> {
  return discreetly(request, questionsOf);
}

/**
 * Compares what the state owns with what is. Nothing is changed and nothing is written, anywhere. A host that cannot be
 * read is an error among the report's diagnostics, and the lines of the others are there all the same.
 */
export async function findDrift(request: DriftRequest): Promise<Result<DriftReport>> {
  const prepared = await prepareDrift(request);
  if (!prepared.ok) return prepared;
  return ok(prepared.value.over(await request.world.hosts.observe(prepared.value.scopes)));
}

/** What `ignore_changes` of the declared instances leaves to others. Without it in any block, nothing is evaluated for it. */
function ignoredIn({ configuration, state, world: { types } }: DriftRequest, { contexts }: Providers, owned: ReadonlyMap<Key, Owned>) {
  if (configuration.ignoring !== true) return ignoredBy([], { state, types, contexts, owned });
  const { instances } = configuration.evaluate(({ address }) => state.instances.get(address)?.attributes ?? {});
  return ignoredBy(instances, { state, types, contexts, owned });
}

/** Values of data sources and of what is not there do not matter to how many instances are declared. */
function isUnapplied({ state, configuration, world: { types } }: DriftRequest): boolean {
  if ([...state.instances.values()].some((instance) => isManaged(instance, types))) return false;
  const declared = configuration.evaluate(({ address }) => state.instances.get(address)?.attributes ?? {});
  return declared.instances.some(({ mode }) => mode === "managed") || declared.diagnostics.length > 0;
}

/** What an apply repairs, or refuses to touch: without objects that it leaves because nothing declares them. */
function isDeclared({ class: kind, repair, isTolerated }: JudgedDifference): boolean {
  if (isTolerated) return false;
  return kind === "missing" || kind === "changed" || (kind === "unexpected" && repair.by !== "left");
}

function groundOf(
  request: DriftRequest,
  providers: Providers,
  owned: ReadonlyMap<Key, Owned>,
  { observed, tolerances }: Pick<DriftGround, "observed" | "tolerances">,
): DriftGround {
  const { state, world } = request;
  const actual = new Map([...observed].map(([host, { facts }]) => [host, facts]));
  const goal = { desired: owned, owned, closedWorld: true };
  const waiting = waitingFacts(missingUplinks({ goal, actual, hosts: hostConfigs(providers) }));
  const importId = (address: string) => {
    const { id } = state.instances.get(address)?.attributes ?? {};
    return typeof id === "string" ? id : undefined;
  };
  const managed = [...state.instances.values()].filter((instance) => isManaged(instance, world.types));
  const claims = managed.flatMap((instance) => claimsOf(instance, world.types));
  return { ...POLICY, owned, observed, actual, waiting, importId, claims, tolerances, stacks: new Set(stacksOf(owned, providers)) };
}

/** The stacks that the marks of owned objects name, the first one of most objects; without any, those of the provider blocks. */
function stacksOf(owned: ReadonlyMap<Key, Owned>, { contexts }: Providers): readonly string[] {
  const found = new Map<string, number>();
  for (const { fact } of owned.values()) {
    const stack = ownerOf(fact.mark)?.stack;
    if (stack !== undefined && stack !== COMMON_STACK) found.set(stack, (found.get(stack) ?? 0) + 1);
  }
  const marked = [...found].sort(([, a], [, b]) => b - a).map(([stack]) => stack);
  return marked.length > 0 ? marked : [...new Set([...contexts.values()].map(({ provider }) => provider.stack))];
}

/** Where a host has an address in a network of the stack, a permanent neighbour entry decides where its packets go. */
function withNeighbours(scopes: ReadonlyMap<string, Scope>, facts: readonly Fact[]): ReadonlyMap<string, Scope> {
  const asking = new Set(addressesIn(facts).flatMap(({ host, netns }) => (netns === ROOT ? [host] : [])));
  return new Map([...scopes].map(([host, scope]) => [host, asking.has(host) ? { ...scope, neighbours: true } : scope]));
}

async function questionsOf(request: DriftRequest): Promise<Result<DriftQuestions>> {
  const providers = readProviders(request.configuration.providers, request.backend);
  if (!providers.ok) return providers;
  const { hosts, types } = request.world;
  const { owned, unread } = ownedBy(request.state, types, contextIn(providers.value.contexts), new Map());
  const places = await placesOf([...request.state.instances.values()], hosts, request.world);
  if (!places.ok) return places;
  const known = hostConfigs(providers.value);
  for (const [key, { owners, fact }] of owned)
    if (!known.has(fact.host) && owners.every((one) => request.state.instances.get(one)?.private?.left !== undefined)) owned.delete(key);
  const facts = [...owned.values()].map(({ fact }) => fact);
  const scopes = withNeighbours(askedForStanding(scopesOf(facts), { state: request.state, owned, types }), facts);
  const unapplied = isUnapplied(request);
  const ignored = ignoredIn(request, providers.value, owned);
  return ok({ scopes, over: (answers) => reportOver(request, { providers: providers.value, owned, unread, unapplied, ignored }, answers) });
}

/** What is known before the hosts are read. */
interface Beforehand {
  readonly providers: Providers;
  readonly owned: ReadonlyMap<Key, Owned>;
  /** Instances whose lines could not be read. */
  readonly unread: ReadonlyMap<string, Diagnostic>;
  readonly unapplied: boolean;
  readonly ignored: IgnoredObjects;
}

function reportOver(
  request: DriftRequest,
  { providers, owned, unread: unreadable, unapplied, ignored }: Beforehand,
  answers: ReadonlyMap<string, Result<Observation>>,
): DriftReport {
  const { types } = request.world;
  const observed = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : [])));
  const unread = unreadHosts(owned, observed);
  const { tolerances, diagnostics: untold } = ignored;
  const ground = groundOf(request, providers, owned, { observed, tolerances });
  const { judged, coverage } = judgedDrift(ground);
  const stored = { state: request.state, owned, types };
  const problems = [...untold, ...unreadable.values(), ...[...answers.values()].flatMap((answer) => answer.diagnostics)];
  const warnings = [
    ...waitingHosts(observed),
    ...sayLeftBehind(request.state.instances.values()),
    ...standingWarnings(stored, observed, providers),
  ];
  const said = inUsersWords(request.configuration.written, [...problems, ...warnings]);
  const secrets = secretsIn(request);
  return {
    backends: backendsOf(providers.configs),
    unapplied,
    stack: [...ground.stacks][0]!,
    lines: judged.filter(isDeclared).map(({ difference }) => lineOf(difference)),
    judged,
    ignoredBy: tolerances,
    coverage,
    unread,
    ...compared(request.state, types, owned, unread, unreadable),
    secrets,
    diagnostics: concealed(said, concealing(secrets)),
  };
}

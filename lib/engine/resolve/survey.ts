import { bareAddress } from "../../net/cidr";
import type { Evaluation } from "../../config/types";
import { type Diagnostic } from "../../diagnostic";
import type { Observation, Scope } from "../../ports/backend";
import { type Fact, type FactOf, type Key } from "../../kernel/fact";
import { keyOf } from "../../kernel/kinds";
import { addressesIn } from "../../kernel/kinds/addr";
import { linksIn } from "../../kernel/kinds/link";
import { isOurVlan } from "../../kernel/kinds/vlan";
import { settingsIn } from "../../kernel/kinds/settings";
import { DECISIVE } from "../../kernel/program";
import { underlaid } from "../../resources/provider";
import { hostsOf, networkOf } from "../../resources/registry";
import { unadoptable } from "./adoptions";
import { allocate } from "../allocate";
import type { Asking } from "../allocate/asking";
import type { Owned } from "../../reconcile/goal";
import { readData } from "./host-properties";
import { contextIn, ownedBy } from "../owned";
import { withQuestions } from "./questions";
import type { Resolved } from "./resolve";
import { evaluated, firstRound, isBeside, type SurveyRound, type Start } from "./round";
import { covers, scopesOf, wasAskedFor } from "../../reconcile/scope";
import { settingQuestions } from "./setting-questions";
import { unsettable } from "./unsettable";
import { downBecause, type SkippedHosts } from "../skipped";
import { supplement } from "./supplement";
import { newTally } from "./fan-out";

/** Maximum number of evaluations until allocation is complete: networks, then addresses on them, then references to those. */
const MOST_ROUNDS = 12;

/** The resolved configuration and the observed hosts. */
export interface Survey {
  readonly evaluation: Evaluation;
  readonly resolved: ReadonlyMap<string, Resolved>;
  /** The facts that the state owns. */
  readonly owned: ReadonlyMap<Key, Owned>;
  /** Instances of the state that could not be read completely, and why. */
  readonly unread: ReadonlyMap<string, Diagnostic>;
  readonly observed: ReadonlyMap<string, Observation>;
  /** The hosts that do not answer, and are left as they are. */
  readonly skipped: SkippedHosts;
  readonly diagnostics: readonly Diagnostic[];
}

function declaredHosts({ results, types }: SurveyRound): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { instance, attributes, facts } of results.values()) {
    for (const host of hostsOf(types, { type: instance.type, attributes })) hosts.add(host);
    for (const fact of facts) hosts.add(fact.host);
  }
  return hosts;
}

function factsIn(results: Iterable<Resolved>): readonly Fact[] {
  const found: Fact[] = [];
  for (const { facts } of results) for (const fact of facts) found.push(fact);
  return found;
}

function* declaredSubnets({ results, types }: SurveyRound): Generator<{ readonly host: string; readonly subnet: string }> {
  for (const { instance, attributes } of results.values()) {
    const network = networkOf(types, { type: instance.type, attributes });
    for (const host of network?.hosts ?? []) for (const subnet of network?.subnets ?? []) if (subnet !== undefined) yield { host, subnet };
  }
}

function ownedFacts(owned: ReadonlyMap<Key, Owned>): readonly Fact[] {
  const found: Fact[] = [];
  for (const { fact, also = [] } of owned.values()) found.push(...also, fact);
  return found;
}

interface HostViews {
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly skipped: SkippedHosts;
  readonly observed: ReadonlyMap<string, Observation>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The hosts on which an address that spans several hosts may be in use already. */
function sharingHosts({ closedWorld, results, contexts }: SurveyRound): readonly string[] {
  const isShared =
    !closedWorld && [...results.values()].some(({ wants }) => wants.some((want) => want.what === "addresses" && want.host === null));
  if (!isShared) return [];
  return [...contexts.values()].flatMap(({ provider }) => underlaid(provider));
}

function configuredHosts({ contexts, leftHosts = new Set() }: SurveyRound): ReadonlySet<string> {
  return new Set([...[...contexts.values()].flatMap(({ provider }) => Object.keys(provider.hosts)), ...leftHosts]);
}

/** Observes every host with declared or owned facts, as far as the declaration is resolved by now. */
async function observe(round: SurveyRound): Promise<HostViews> {
  const known = configuredHosts(round);
  const hosts = [...new Set([...declaredHosts(round), ...sharingHosts(round)])].filter((host) => known.has(host));
  const all = scopesOf([...ownedFacts(round.owned), ...factsIn(round.results.values())], hosts);
  const scopes = withQuestions(
    new Map([...all].filter(([host]) => known.has(host))),
    [...round.results.values()],
    (address) => round.state.instances.get(address)?.attributes,
    round.types,
  );
  // One that did not answer before is not asked again: that takes as long each time.
  const answers = await round.hosts.observe(new Map([...scopes].filter(([host]) => !round.skipped.has(host))));
  const observed = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : [])));
  const down = [...answers].flatMap(([host, answer]) => {
    const why = round.maySkip?.(host) ? downBecause(answer) : undefined;
    return why === undefined ? [] : [[host, why] as const];
  });
  const skipped = new Map([...round.skipped, ...down]);
  const diagnostics = [...answers].flatMap(([host, answer]) => (skipped.has(host) ? [] : answer.diagnostics));
  return { scopes, observed, skipped, diagnostics };
}

/** Whether the assumptions about programs made before the observation hold, as far as they affect declared facts. */
function asAssumed({ observed }: HostViews): boolean {
  return [...observed.values()].every(({ programs }) => DECISIVE.every((program) => programs.includes(program)));
}

/** Whether a declared fact, or a setting that decides whether it can be, is outside the scope of the observation. */
function isUnread(round: SurveyRound, { scopes }: HostViews): boolean {
  const late = [...round.late].map((address) => round.results.get(address)!);
  const known = configuredHosts(round);
  const prior = (address: string) => round.state.instances.get(address)?.attributes;
  const settings = [...settingQuestions(late, prior, round.types)].map(
    ([host, { sysctls }]) => [host, { netns: [], adopt: {}, sysctls }] as const,
  );
  return [...scopesOf(late.flatMap(({ facts }) => facts)), ...settings].some(([host, wanted]) => {
    const looked = scopes.get(host);
    return looked === undefined ? known.has(host) : !covers(looked, wanted);
  });
}

/** Addresses that an interrupted apply claimed, by instance: the next apply allocates the same. */
function claimedAddresses(owned: ReadonlyMap<Key, Owned>): ReadonlyMap<string, readonly string[]> {
  const claimed = new Map<string, string[]>();
  const ownersOf = new Map([...owned.values()].flatMap(({ fact, owners, pending }) => (pending ? [[fact, owners] as const] : [])));
  for (const addr of addressesIn([...ownersOf.keys()])) {
    const address = bareAddress(addr.address);
    for (const owner of ownersOf.get(addr)!) claimed.set(owner, [...(claimed.get(owner) ?? []), address]);
  }
  return claimed;
}

/** What an instance may keep of its earlier allocations. */
function earlierOf(
  round: SurveyRound,
  resolved: Resolved,
  claimed: ReturnType<typeof claimedAddresses>,
): Pick<Asking, "claimed" | "prior" | "isBeside"> {
  const { address } = resolved.instance;
  if (isBeside(round, resolved)) return { claimed: [], prior: undefined, isBeside: true };
  const prior = round.forced.has(address) ? undefined : round.state.instances.get(address)?.attributes;
  return { claimed: claimed.get(address) ?? [], prior, isBeside: false };
}

function answerWants(round: SurveyRound): { readonly progress: boolean; readonly diagnostics: readonly Diagnostic[] } {
  const open = [...round.results.values()].filter(({ wants }) => wants.some(({ what }) => what === "subnets" || what === "addresses"));
  if (open.length === 0) return { progress: false, diagnostics: [] };
  const claimed = claimedAddresses(round.owned);
  const asking = open.map((resolved) => ({
    resolved,
    ...earlierOf(round, resolved, claimed),
    provider: (round.contexts.get(resolved.instance.provider) ?? round.contexts.get("")!).provider,
  }));
  const actual = new Map([...round.observed].map(([host, { facts }]) => [host, facts]));
  const answers = allocate(asking, [factsIn(round.results.values()), ownedFacts(round.owned)], actual, declaredSubnets(round));
  for (const [address, given] of answers.given) round.given.set(address, { ...round.given.get(address), ...given });
  return { progress: answers.given.size > 0, diagnostics: answers.diagnostics };
}

/** Errors found once everything was resolved. */
function impossible({ results, observed, tally, types }: SurveyRound): readonly Diagnostic[] {
  return [
    ...unadoptable(results.values(), observed),
    ...unsettable(results.values(), observed, types),
    ...tally.refused(results.values(), types),
  ];
}

/** Allocates until a fixed point, because values may depend on allocated ones. */
async function choose(
  round: SurveyRound,
  before: Evaluation,
): Promise<{ readonly evaluation: Evaluation; readonly problems: readonly Diagnostic[] }> {
  let evaluation = before;
  const problems: Diagnostic[] = [];
  for (let n = 0; n < MOST_ROUNDS; n++) {
    evaluation = await evaluated(round, evaluation);
    const { progress, diagnostics } = answerWants(round);
    problems.push(...diagnostics);
    if (!progress) break;
  }
  return { evaluation, problems };
}

/** Adds supplementary facts; what shows settings and VLANs among them is observed, too, so that the plan knows their values. */
async function completed(
  round: SurveyRound,
  looked: HostViews,
): Promise<{ readonly results: ReadonlyMap<string, Resolved>; readonly looked: HostViews }> {
  const { scopes, observed } = looked;
  const contextOf = ({ instance }: Resolved) => round.contexts.get(instance.provider) ?? round.contexts.get("")!;
  const results = supplement(round.results, { observed, owned: round.owned, contextOf });
  const read = new Set([...scopes].flatMap(([host, { sysctls }]) => sysctls.map(({ netns, name }) => `${host} ${netns} ${name}`)));
  const isRead = (setting: FactOf<"sysctl">) =>
    read.has(`${setting.host} ${setting.netns} ${setting.name}`) || observed.get(setting.host)?.facts.has(keyOf(setting)) === true;
  const facts = factsIn(results.values());
  // What stands on a VLAN is looked for only where there is one.
  const isSeen = (vlan: Fact) => [observed.get(vlan.host)].every((seen) => seen === undefined || wasAskedFor(seen, vlan));
  if (settingsIn(facts).every(isRead) && linksIn(facts).filter(isOurVlan).every(isSeen)) return { results, looked };
  return { results, looked: await observe({ ...round, results: new Map(results) }) };
}

/**
 * Evaluates, observes and allocates until a fixed point: first the configuration, then the hosts, then data sources and
 * allocation, on whose results other values may depend.
 */
export async function survey(start: Start): Promise<Survey> {
  let round: SurveyRound = firstRound(start);
  const blind = await evaluated(round);
  const { owned, unread } = ownedBy(start.state, start.types, contextIn(start.contexts), round.results);
  round = { ...round, owned };
  let looked = await observe(round);
  round.late.clear();
  round = {
    ...round,
    observed: looked.observed,
    skipped: looked.skipped,
    data: await readData(blind.instances, start.hosts, looked.observed, owned),
  };
  // Assumptions about hosts that were not observed yet.
  const assumed = asAssumed(looked);
  if (!assumed) round = { ...round, tally: newTally() };
  let chosen = await choose(round, assumed ? blind : await evaluated(round));
  if (isUnread(round, looked)) {
    looked = await observe(round);
    round = { ...round, observed: looked.observed, skipped: looked.skipped };
    chosen = await choose(round, chosen.evaluation);
  }
  const { results, looked: last } = await completed(round, looked);
  const found = [...round.results.values()].flatMap(({ diagnostics }) => diagnostics);
  const problems = [...last.diagnostics, ...chosen.problems, ...impossible(round)];
  return {
    evaluation: chosen.evaluation,
    resolved: results,
    owned,
    unread,
    observed: last.observed,
    skipped: last.skipped,
    diagnostics: [...chosen.evaluation.diagnostics, ...found, ...problems],
  };
}

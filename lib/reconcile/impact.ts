import { grouped } from "../kernel/among";
import { ROOT, type Fact, type Key, type Place } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { addressOf, keyOf, needsOf, providesOf, servedBy, typeOf } from "../kernel/kinds";
import { linkKey } from "../kernel/key";
import { ownerOf } from "../kernel/mark";
import { bareAddress } from "../net/cidr";
import type { Goal } from "./goal";
import type { Change, Impact, OwnerChange } from "./plan";
import { byOwner } from "./by-owner";
import { effectFromBelow, effectOfGateway, effectOnOwn, goes, type Effect, type EffectContext } from "./effects";
import { endpointsOf, type PlannedEndpoint } from "./endpoints";
import type { Phased } from "./phases";
import { hostRoutes, routesOfOthers } from "./routes";
import { effectsOfDepartures } from "./stale";

/** Inputs of the impact: the plan so far, its goal, and the observed hosts. */
export interface ImpactInputs extends Phased {
  readonly resources: readonly OwnerChange[];
  readonly goal: Goal;
  readonly actual: ReadonlyMap<string, Facts>;
}

const severity: Readonly<Record<Impact["kind"], number>> = { replaced: 0, brief: 1, live: 2 };

/**
 * The plan's impact on traffic: every endpoint whose traffic it affects, the worst first. New, deleted and unaffected endpoints
 * are not included.
 *
 * It is derived from objects and their owners: an endpoint is affected by changes of its own objects, and of those of the
 * owners of their dependencies on the same host; and by routes of others through its interface or in its namespace. The objects of an overlay network on another host affect the endpoints there.
 */
export function impactOf(plan: ImpactInputs): readonly Impact[] {
  const { changes, goal } = plan;
  if (changes.length === 0 || goal.owned.size === 0) return [];
  const setting = settingOf(plan);
  const found = effectsByEndpoint(plan, setting).flatMap(([endpoint, all]) => impactsOf(endpoint, all));
  return [...found, ...hostRoutes(changes, setting), ...bystanders(plan)].sort((a, b) => severity[a.kind] - severity[b.kind]);
}

/** What each change of the plan interrupts by itself, by its key: the endpoints that lose packets or connections. */
export function interruptionsOf(plan: ImpactInputs): ReadonlyMap<Key, readonly Impact[]> {
  const found = new Map<Key, Impact[]>();
  if (plan.changes.length === 0) return found;
  for (const [endpoint, all] of effectsByEndpoint(plan, settingOf(plan))) {
    const causes = grouped(
      all.filter(({ kind }) => kind !== "live"),
      ({ by }) => by,
    );
    for (const [key, some] of causes) {
      const list = key === undefined ? undefined : (found.get(key) ?? []);
      list?.push(...impactsOf(endpoint, some));
      if (list !== undefined) found.set(key!, list);
    }
  }
  return found;
}

/** The endpoints of a plan with the effects of its changes on each. */
function effectsByEndpoint(plan: ImpactInputs, setting: EffectContext): readonly (readonly [PlannedEndpoint, readonly Effect[]])[] {
  const { changes, departures, goal, actual } = plan;
  const handedOver = effectsOfDepartures(departures);
  const mine = byOwner(changes);
  const upwards = remembered((host) =>
    remembered((owner) => {
      const here = mine.get(owner)?.filter(({ after, before }) => (after ?? before)!.host === host);
      return summed(
        owner,
        effects(here, (change) => effectFromBelow(change, setting, owner)),
      );
    }),
  );
  const passing = routesOfOthers(changes);
  return endpointsOf(goal, actual).map((endpoint) => {
    const { address, host, below, routes } = endpoint;
    const own = effects(mine.get(address), (change) => effectOnOwn(change, setting, address));
    const changed = new Set(mine.get(address)?.map(({ key }) => key));
    const ways = [...routes].flatMap(([key, route]) => (changed.has(key) ? [] : (effectOfGateway(route, setting) ?? [])));
    const shared = effects(passing(endpoint), (change) => effectOnOwn(change, setting, address));
    return [endpoint, [...[...below].flatMap(upwards(host)), ...own, ...ways, ...shared, ...handedOver(address)]] as const;
  });
}

function settingOf({ changes, phases, resources }: ImpactInputs): EffectContext {
  const steps = phases.flatMap((phase) => Object.values(phase).flat());
  const gone = new Map<Key, number>();
  const routing = new Map<Key, number>();
  for (const { n, verb, fact } of steps) {
    if (verb === "del" && hostsAddress(fact) !== undefined) gone.set(keyOf(fact), n);
    if (verb !== "del" && typeOf(fact).ownEffect === "route") routing.set(keyOf(fact), n);
  }
  const gateways = new Map<string, { readonly change: Change; readonly n: number; readonly back: boolean }>();
  const coming = new Set(changes.flatMap(({ after }) => hostsAddress(after) ?? []));
  for (const change of changes) {
    const address = hostsAddress(change.before);
    if (address === undefined || !goes(change)) continue;
    gateways.set(address, { change, n: gone.get(change.key) ?? 0, back: coming.has(address) });
  }
  const served = new Set(changes.flatMap(({ action, after }) => (action === "add" ? (servedBy(after!) ?? []) : [])));
  const concerned = resources.filter(({ action }) => action === "replace" || action === "delete");
  return { resources: new Map(concerned.map((resource) => [resource.address, resource])), gateways, routing, served };
}

/** Key of an address in the root namespace, with its host; undefined for anything else. */
function hostsAddress(fact: Fact | undefined): string | undefined {
  const address = fact?.netns === ROOT ? addressOf(fact) : undefined;
  return address === undefined ? undefined : `${fact!.host} ${bareAddress(address)}`;
}

/** The distinct effects of some changes. */
function effects(changes: readonly Change[] | undefined, judge: (change: Change) => Effect | undefined): readonly Effect[] {
  const found = new Map<string, Effect>();
  for (const change of changes ?? []) {
    const effect = judge(change);
    if (effect) found.set(`${effect.kind} ${effect.why}`, effect);
  }
  return [...found.values()];
}

/** A network may change in a hundred ways at once, each affecting every endpoint: one represents all those without loss. */
function summed(owner: string, all: readonly Effect[]): readonly Effect[] {
  const [first, ...more] = all.filter(({ kind }) => kind === "live");
  if (first === undefined || more.length === 0) return all;
  const why = `${first.why}, and ${more.length} more of ${owner}`;
  return [...all.filter(({ kind }) => kind !== "live"), { ...first, why }];
}

function remembered<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    if (!known.has(name)) known.set(name, make(name));
    return known.get(name)!;
  };
}

/** One entry per endpoint; a second one where some of its connections end and the others pause. */
function impactsOf({ address, host }: PlannedEndpoint, all: readonly Effect[]): readonly Impact[] {
  const of = (kind: Impact["kind"], partial = false) => all.filter((one) => one.kind === kind && (one.only !== undefined) === partial);
  const entry = (kind: Impact["kind"], some: readonly Effect[]): Impact[] =>
    some.length === 0 ? [] : [{ endpoint: address, host, kind, why: reasons(some) }];
  const whole = entry("replaced", of("replaced"));
  if (whole.length > 0) return whole;
  const parts = endsOnly(of("replaced", true));
  const ended = entry("replaced", parts).map((one) => ({ ...one, only: parts.map(({ only }) => only!) }));
  const rest = [...ended, ...entry("brief", of("brief"))];
  return rest.length > 0 ? rest : entry("live", of("live"));
}

/** A route that is deleted with the addresses of its family adds no information. */
function endsOnly(parts: readonly Effect[]): readonly Effect[] {
  const isRoute = ({ only }: Effect) => only!.includes(" ");
  const families = new Set(parts.filter((part) => !isRoute(part)).map(({ only }) => only!.includes(":")));
  return parts.filter((part) => !isRoute(part) || !families.has(part.only!.includes(":")));
}

function reasons(some: readonly Effect[]): readonly string[] {
  const first = some.filter(({ derived }) => !derived);
  return [...new Set((first.length > 0 ? first : some).map(({ why }) => why))];
}

/**
 * Foreign objects on a link or in a namespace that is deleted: endpoints of other stacks, links of other programs, the host's
 * own addresses and routes on an imported bridge. This plan does not restore them.
 */
function* bystanders({ changes, goal, actual }: ImpactInputs): Generator<Impact> {
  const gone = new Map<Key, Change>();
  for (const change of changes) {
    const { before } = change;
    if (before !== undefined && goes(change)) for (const key of [change.key, ...providesOf(before)]) gone.set(key, change);
  }
  if (gone.size === 0) return;
  for (const [host, facts] of actual) {
    for (const [key, fact] of facts) {
      const { asBystander } = typeOf(fact);
      if (asBystander === undefined || goal.desired.has(key) || goal.owned.has(key)) continue;
      const change = needsOf(fact).flatMap((need) => gone.get(need.key) ?? [])[0];
      const named = change && asBystander(fact);
      if (named === undefined) continue;
      const why = `${change!.owners[0] ?? "its owner"} deletes the object that it is on, and this plan does not restore it`;
      const endpoint = typeof named === "string" ? named : carrierName(fact, named.link, facts);
      yield { endpoint, host, kind: "replaced", why: [why] };
    }
  }
}

/** The owner that is written on a link, or its name. */
function carrierName(place: Place, link: string, facts: Facts): string {
  const owner = ownerOf(facts.get(linkKey(place, link))?.mark);
  return owner ? `${owner.type} "${owner.id}" of the stack "${owner.stack}"` : `link ${link}`;
}

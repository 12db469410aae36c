import type { Diagnostic } from "../diagnostic";
import type { Key } from "../kernel/fact";
import type { Observation } from "../ports/backend";
import { diff, type DiffContext } from "./diff";
import { awaitedIn, type Difference } from "./drift/compare";
import { fingerprint } from "./fingerprint";
import type { Goal } from "./goal";
import { makePhases, type Phased } from "./phases";
import type { Change, Fingerprint } from "./plan";
import { lackingPrograms } from "./requirements";
import { assertAsked } from "./scope";
import { sessionsDown } from "./sessions";

/** The observation to plan over, and the policy of its owners. */
export interface PlanningGround extends Omit<DiffContext, "refused"> {
  readonly observed: ReadonlyMap<string, Observation>;
  /** False: `actual` is assumed to be as owned, and the observation shows no drift. */
  readonly refresh: boolean;
}

/** A plan of facts. The impact depends also on what becomes of the owners: see `impactOf`. */
export interface PlannedFacts extends Phased {
  /** The changes without those that repair side effects of others. */
  readonly direct: readonly Change[];
  /** Drift that no step repairs. */
  readonly awaited: readonly Difference[];
  /** The preconditions of the steps. */
  readonly seen: Fingerprint;
  /** Objects in the way, and objects that stay. */
  readonly conflicts: readonly Diagnostic[];
  /** What the steps need of their hosts and do not find. */
  readonly lacks: readonly Diagnostic[];
}

/** The changes from the observed facts to the wanted ones, in steps. Pure: all that is known of the hosts is given. */
export function planFacts(goal: Goal, ground: PlanningGround): PlannedFacts {
  const { actual, observed, isMeant, refresh } = ground;
  const { changes: direct, diagnostics: conflicts } = diff(goal, { ...ground, refused: refusedIn(observed) });
  for (const { action, after } of direct) {
    const seen = action === "add" ? observed.get(after!.host) : undefined;
    if (seen !== undefined) assertAsked(seen, after!);
  }
  const phased = makePhases(direct, goal, actual);
  const awaited = refresh ? awaitedIn(goal, observed, phased.changes).filter(({ owners }) => owners.some(isMeant)) : [];
  const programs = new Map([...observed].map(([host, one]) => [host, one.programs]));
  const lacks = [...lackingPrograms(phased.phases, programs), ...sessionsDown(awaited)];
  return { ...phased, direct, awaited, seen: fingerprint(phased, actual), conflicts, lacks };
}

/** Addresses that failed duplicate address detection. */
function refusedIn(observed: ReadonlyMap<string, Observation>): ReadonlySet<Key> {
  const all = [...observed.values()].flatMap(({ unsettled }) => [...unsettled]);
  return new Set(all.filter(([, state]) => state === "dadfailed").map(([key]) => key));
}

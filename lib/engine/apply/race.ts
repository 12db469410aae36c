/** Concurrent runs on one host: the conditions under which a run may observe and plan again without approval. */
import type { Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import type { Fact, Key } from "../../kernel/fact";
import { hasPlaceholder } from "../../kernel/placeholder";
import { keyOf, sameFact, typeOf, withinReach } from "../../kernel/kinds";
import { lineOf } from "../../kernel/line";
import { ownerOf } from "../../kernel/mark";
import { isSkeleton } from "../../resources/firewall/skeleton";
import { deposedIn, ownersAfter } from "../deposed";
import type { Plan } from "../plan";
import type { PlannedStep } from "../../reconcile/plan";
import type { State, StateInstance } from "../state/types";
import { own } from "../../net/own";

/** Maximum number of attempts against concurrent runs. */
export const MOST_ATTEMPTS = 20;

/** Failed or deviating new plans before the run stops. */
export const MOST_REFUSALS = 3;

/** Back-off before an attempt: increases each time, so that concurrent runs spread out. */
export function pauseBefore(attempt: number): number {
  return Math.min(attempt, 10) * 20;
}

/** The hosts that another run has changed first; none if there is another error as well. */
export function lostHosts(diagnostics: readonly Diagnostic[]): readonly string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.every(({ code }) => code === "host-changed") ? errors.flatMap(({ at }) => at.host ?? []) : [];
}

/** Objects shared by several stacks: whether another run created or released them does not affect our plan. */
function isCommon(fact: Fact): boolean {
  return fact.shared === true || isSkeleton(fact) || typeOf(fact).common === true;
}

function stepsOf(plan: Plan, host?: string): readonly PlannedStep[] {
  return plan.phases.flatMap((phase) => (host === undefined ? Object.values(phase).flat() : (own(phase, host) ?? [])));
}

function isSame(before: Fact | undefined, now: Fact | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  return sameFact(withinReach(before), withinReach(now));
}

/**
 * Whether everything that the plan touches on a host, except objects shared with other stacks, is unchanged, apart from objects
 * that another stack has created in its place: those are handled by a new plan.
 */
export function isUntouched(plan: Plan, host: string, before: Observation, now: Observation): boolean {
  const common = new Set(stepsOf(plan, host).flatMap(({ fact }) => (isCommon(fact) ? [keyOf(fact)] : [])));
  const stacks = new Set(plan.providers.map(({ stack }) => stack));
  const isOthers = (fact: Fact | undefined) => !stacks.has(ownerOf(fact?.mark)?.stack ?? plan.providers[0]!.stack);
  const keys: readonly Key[] = own(plan.seen.keys, host) ?? [];
  return keys.every((key) => {
    const fact = now.facts.get(key);
    return common.has(key) || isSame(before.facts.get(key), fact) || isOthers(fact);
  });
}

/** A step without the values that were unknown when it was planned. */
function words({ verb, fact }: PlannedStep): string {
  const line = lineOf(fact);
  return hasPlaceholder(line) ? `${verb} ${keyOf(fact)} ?` : `${verb} ${line}`;
}

/** Whether a new plan contains only approved steps, apart from objects shared by stacks. */
export function isPartOf(again: Plan, approved: Plan): boolean {
  const known = new Set(stepsOf(approved).map(words));
  return stepsOf(again).every((step) => isCommon(step.fact) || known.has(words(step)) || known.has(`${step.verb} ${keyOf(step.fact)} ?`));
}

/** The plan with the approved resource actions: a creation that has been claimed meanwhile stays a creation. */
export function asApproved(again: Plan, { resources }: Plan): Plan {
  const actions = new Map(resources.map(({ address, action }) => [address, action]));
  const meant = again.resources.map((one) => (one.action === "update" ? { ...one, action: actions.get(one.address) ?? one.action } : one));
  return { ...again, resources: meant };
}

/** The state without the claims of instances that are on these hosts only: nothing was executed there. */
export function unclaimed(claimed: State, before: State, plan: Plan, idle: ReadonlySet<string>): State {
  const busy = new Set(plan.changes.filter(({ before, after }) => !idle.has((after ?? before)!.host)).flatMap(({ owners }) => owners));
  const touched = new Set(plan.changes.flatMap(({ owners }) => owners));
  const isIdle = ({ address, private: own }: StateInstance) => own?.pending === true && !busy.has(address) && touched.has(address);
  const back = ownersAfter(deposedIn(plan))([...claimed.instances.values()].filter(isIdle).map(({ address }) => address));
  const instances = [...claimed.instances].flatMap(([address, instance]) => {
    if (back.includes(address) && !before.instances.has(address)) return [];
    if (!isIdle(instance)) return [[address, instance] as const];
    const earlier = before.instances.get(address);
    return earlier === undefined ? [] : [[address, earlier] as const];
  });
  return { ...claimed, instances: new Map(instances) };
}

/** Preconditions of a plan, checked when it is applied. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Observation, Scope } from "../../ports/backend";
import type { Facts } from "../../kernel/facts";
import { sameFact } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import { changedHosts } from "../../reconcile/fingerprint";
import type { Plan } from "../plan";
import { scopesOf } from "../../reconcile/scope";
import type { State } from "../state/types";
import type { Dropped } from "./stayed";
import { own } from "../../net/own";

type FreshObservations = ReadonlyMap<string, Observation>;

/** Whether the state has changed since the plan was made. */
export function staleState(plan: Plan, state: State): readonly Diagnostic[] {
  const { lineage, serial } = plan.prior;
  if (state.serial === serial && (state.lineage === lineage || serial === 0)) return [];
  const detail = `The plan was made against serial ${serial} of the state, which is at serial ${state.serial} now. Another run applied in the meantime, or an earlier one of the same plan: plan again.`;
  return [diagnose("stale-plan", detail)];
}

/** The scope of the objects that the plan changes, and of those that the state will release. */
export function scopesFor(plan: Plan, drops: readonly Dropped[]): ReadonlyMap<string, Scope> {
  const known = new Set(plan.providers.flatMap(({ hosts }) => Object.keys(hosts)));
  const hosts = plan.phases.flatMap((phase) => Object.keys(phase));
  const changed = plan.changes.flatMap(({ before, after }) => [before, after].flatMap((fact) => fact ?? []));
  const gone = drops.map(({ fact }) => fact).filter(({ host }) => known.has(host));
  const scopes = scopesOf([...changed, ...gone], hosts);
  return new Map([...scopes].map(([host, scope]) => [host, knowing(scope, own(plan.seen.adopt, host) ?? {})]));
}

/** The scope with the namespaces as known when the plan was made. */
function knowing(scope: Scope, adopt: Scope["adopt"]): Scope {
  const names = new Set([...Object.keys(scope.adopt), ...Object.keys(adopt)]);
  return {
    ...scope,
    adopt: Object.fromEntries([...names].map((name) => [name, [...(own(adopt, name) ?? []), ...(own(scope.adopt, name) ?? [])]])),
  };
}

/** The lines that differ from the plan's observation. */
function differences(plan: Plan, host: string, facts: Facts): string {
  const lines = plan.changes.flatMap(({ key, before, after }) => {
    const now = facts.get(key);
    if ((after ?? before)!.host !== host || (before === undefined ? now === undefined : now !== undefined && sameFact(before, now)))
      return [];
    return [`  was: ${before ? textOf(before) : "nothing"}\n  is:  ${now ? textOf(now) : "nothing"}`];
  });
  return lines.length === 0 ? "" : `\n${lines.slice(0, 10).join("\n")}`;
}

/** Whether a precondition of the plan has changed on a host since the plan was made. */
export function stalePlan(plan: Plan, seen: FreshObservations): readonly Diagnostic[] {
  const facts = new Map([...seen].map(([host, observation]) => [host, observation.facts]));
  return changedHosts(plan.seen, facts).map((host) => {
    const detail = `Host "${host}" changed after the plan was made, in an object that the plan depends on. Plan again.${differences(plan, host, facts.get(host)!)}`;
    return diagnose("stale-plan", detail, { host });
  });
}

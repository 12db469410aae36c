import { isChange, type Plan } from "../engine/plan";
import { inOrder } from "./host-order";

/** The summary of a plan, counted as in Terraform: a replacement is one to add and one to destroy. */
export interface PlanSummary {
  /** Instances that are imported, whatever else is done with them. */
  readonly imported: number;
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
  /** Whether the plan changes neither a host nor the state. */
  readonly empty: boolean;
}

export function summaryOf(plan: Plan): PlanSummary {
  const count = (...actions: string[]) => plan.resources.filter(({ action }) => actions.includes(action)).length;
  const imported = plan.resources.filter(({ importing }) => importing !== undefined).length;
  const add = count("create", "replace");
  const change = count("update");
  const destroy = count("delete", "replace");
  const empty = add + change + destroy + plan.changes.length + plan.outputs.length === 0 && !plan.resources.some(isChange);
  return { imported, add, change, destroy, empty };
}

/** Terraform's summary line, which people and bots search for. */
export function summaryLine({ imported, add, change, destroy }: PlanSummary): string {
  return `Plan: ${imported > 0 ? `${imported} to import, ` : ""}${add} to add, ${change} to change, ${destroy} to destroy.`;
}

export const NO_CHANGES = "No changes. Your infrastructure matches the configuration.";

/** Steps per host over all phases, in the order of the hosts' names. */
export function stepCounts(plan: Plan): ReadonlyMap<string, Readonly<Record<"add" | "set" | "del", number>>> {
  const perHost = new Map<string, Record<"add" | "set" | "del", number>>();
  for (const phase of plan.phases) {
    for (const [host, steps] of Object.entries(phase)) {
      const counts = perHost.get(host) ?? { add: 0, set: 0, del: 0 };
      perHost.set(host, counts);
      for (const { verb } of steps) counts[verb] += 1;
    }
  }
  return new Map([...perHost].sort(([a], [b]) => inOrder(a, b)));
}

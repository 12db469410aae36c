import { createHash } from "node:crypto";
import type { Fact } from "../../kernel/fact";
import { lineOf } from "../../kernel/line";
import { isKnown } from "../../schema/value";
import type { Plan } from "../plan";

/** A saved plan with the location of its state. */
export interface SavedPlan {
  readonly plan: Plan;
  /** Path of the state. */
  readonly state: string;
}

/** The first member of the first line, which identifies a saved plan. */
export const FORMAT = "netweft-plan";
export const VERSION = 1;

/**
 * A plan as text, one record per line: a header, the plan's records, and a trailer with the digest of all lines before it, so
 * that a truncated or edited file is not applied. Facts are canonical lines.
 */
export function* encodePlan({ plan, state }: SavedPlan): Generator<string> {
  const digest = createHash("sha256");
  for (const record of records(plan, state)) {
    const line = `${JSON.stringify(record)}\n`;
    digest.update(line);
    yield line;
  }
  yield `${JSON.stringify({ end: digest.digest("hex") })}\n`;
}

/** A fact as stored: its line, and the fields that are not in the line. */
export type FactRecord = string | { readonly line: string; readonly shared: true };

function factRecord(fact: Fact): FactRecord {
  return fact.shared ? { line: lineOf(fact), shared: true } : lineOf(fact);
}

function* records(plan: Plan, state: string): Generator<unknown> {
  const { version, prior, seen, on } = plan;
  yield { format: FORMAT, version: VERSION, plan: { version, prior, seen, on }, state };
  for (const provider of plan.providers) yield { provider };
  for (const resource of plan.resources) yield { resource };
  for (const { before, after, ...rest } of plan.changes) {
    yield { change: { ...rest, ...(before ? { before: factRecord(before) } : {}), ...(after ? { after: factRecord(after) } : {}) } };
  }
  for (const [phase, hosts] of plan.phases.entries()) {
    for (const [host, steps] of Object.entries(hosts)) {
      for (const { fact, from, ...rest } of steps) {
        yield { step: { ...rest, fact: factRecord(fact), ...(from ? { from: factRecord(from) } : {}) }, phase, host };
      }
    }
  }
  for (const impact of plan.impact) yield { impact };
  for (const { after, ...rest } of plan.outputs) yield { output: after && isKnown(after.value) ? { ...rest, after } : rest };
  for (const instance of plan.instances) yield { instance };
  for (const diagnostic of plan.diagnostics) yield { diagnostic };
}

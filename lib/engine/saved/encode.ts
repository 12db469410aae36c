import { createHash } from "node:crypto";
import type { Fact } from "../../kernel/fact";
import { lineOf } from "../../kernel/line";
import type { StatePlace } from "../../ports/state-store";
import { isKnown } from "../../schema/value";
import type { Plan } from "../plan";
import type { PlanSignature } from "./signature";

/** A saved plan with the location of its state. */
export interface SavedPlan {
  readonly plan: Plan;
  /** Without its secrets. */
  readonly state: StatePlace;
  /** Whether it had secrets that are not in the environment. */
  readonly withheld?: boolean;
}

/** The first member of the first line, which identifies a saved plan. */
export const FORMAT = "netweft-plan";
export const VERSION = 2;
/** Plans whose state is a local file are as they always were. */
export const LOCAL_VERSION = 1;

/**
 * A plan as text, one record per line: a header, the plan's records, and a trailer with the digest of all lines before it, so
 * that a truncated or edited file is not applied. Facts are canonical lines. `sign`: for a signature of the digest behind it.
 */
export function* encodePlan({ plan, ...where }: SavedPlan, sign?: (digest: string) => PlanSignature): Generator<string> {
  const digest = createHash("sha256");
  for (const record of records(plan, where)) {
    const line = `${JSON.stringify(record)}\n`;
    digest.update(line);
    yield line;
  }
  const end = digest.digest("hex");
  yield `${JSON.stringify({ end })}\n`;
  if (sign !== undefined) yield `${JSON.stringify({ signature: sign(end) })}\n`;
}

/** A fact as stored: its line, and the fields that are not in the line. */
export type FactRecord = string | { readonly line: string; readonly shared: true };

function factRecord(fact: Fact): FactRecord {
  return fact.shared ? { line: lineOf(fact), shared: true } : lineOf(fact);
}

function* records(plan: Plan, { state, withheld }: Omit<SavedPlan, "plan">): Generator<unknown> {
  const { version, prior, seen, on, skipped } = plan;
  const head = { version, prior, seen, on, ...(skipped && { skipped }) };
  if (state.backend === "local") yield { format: FORMAT, version: LOCAL_VERSION, plan: head, state: state.path };
  else yield { format: FORMAT, version: VERSION, plan: head, state, ...(withheld && { withheld }) };
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
  for (const imported of plan.imported ?? []) yield { imported };
  for (const instance of plan.instances) yield { instance };
  for (const diagnostic of plan.diagnostics) yield { diagnostic };
}

/** Fills the holes of a plan with what hosts have shown, or the apply has made up, in the meantime. */
import type { Observation } from "../../io";
import { fillText, isHole, isSecretHole, keyHole } from "../../kernel/hole";
import type { Fact } from "../../kernel/fact";
import type { Plan, PlannedStep } from "../plan";

/** Hole → its value. */
export type Values = ReadonlyMap<string, string>;

/** The value with all holes filled whose values are known, at every depth; the very same where there is nothing to fill. */
export function filled<T>(value: T, values: Values): T {
  if (values.size === 0) return value;
  if (typeof value === "string") return fillText(value, values) as T;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return filledList(value, values) as T;
  if (value instanceof Map) return value;
  const entries = Object.entries(value);
  const changed = entries.map(([name, part]) => [name, filled(part as unknown, values)] as const);
  return changed.every(([, part], n) => part === entries[n]![1]) ? value : (Object.freeze(Object.fromEntries(changed)) as T);
}

function filledList(list: readonly unknown[], values: Values): readonly unknown[] {
  const changed = list.map((part) => filled(part, values));
  return changed.every((part, n) => part === list[n]) ? list : changed;
}

/** The plan with the holes filled of which the values are known. */
export function filledPlan(plan: Plan, values: Values): Plan {
  if (values.size === 0) return plan;
  const { changes, phases, instances, resources, outputs } = plan;
  return { ...plan, ...filled({ changes, phases, instances, resources, outputs }, values) };
}

/** The public keys that hosts have made since they were looked at `before`: a key that is as it was fills nothing. */
export function keysMade(before: ReadonlyMap<string, Observation>, after: ReadonlyMap<string, Observation>): Values {
  const values = new Map<string, string>();
  for (const [host, { facts }] of after) {
    for (const [key, fact] of facts) {
      if (fact.kind !== "key") continue;
      const earlier = before.get(host)?.facts.get(key);
      if (earlier?.kind !== "key" || earlier.public !== fact.public) values.set(keyHole(host, fact.dev), fact.public);
    }
  }
  return values;
}

/** The hole of a fact. */
export function holeOf(fact: Fact): string | undefined {
  if (fact.kind === "key" || fact.kind === "peer") return isHole(fact.public) ? fact.public : undefined;
  if (fact.kind === "sa") return isHole(fact.key) ? fact.key : undefined;
  return undefined;
}

/** The secrets that a plan needs: their holes, each once. */
export function secretHoles({ changes }: Plan): readonly string[] {
  const holes = changes.flatMap(({ after }) => (after === undefined ? [] : (holeOf(after) ?? [])));
  return [...new Set(holes.filter(isSecretHole))];
}

/** Whether a step can be done: its holes are filled, or it is the one that fills them. */
export function isReady({ fact }: PlannedStep): boolean {
  return fact.kind === "key" || holeOf(fact) === undefined;
}

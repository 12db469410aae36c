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

/** The public keys of all devices that were seen. */
export function keysSeen(seen: ReadonlyMap<string, Observation>): Values {
  const values = new Map<string, string>();
  for (const [host, { facts }] of seen)
    for (const fact of facts.values() as Iterable<{ kind: string; public: string; dev: string }>)
      if (fact.kind === "key" && !isHole(fact.public)) values.set(keyHole(host, fact.dev), fact.public);
  return values;
}

/** Whether anything in a plan is to be filled. */
export function hasHoles({ changes }: Plan): boolean {
  return changes.some(({ after }) => after !== undefined && holeOf(after) !== undefined);
}

/** The hole of a fact. */
export function holeOf(fact: Fact): string | undefined {
  const { public: half, key } = fact as { readonly public?: string; readonly key?: string };
  return [half, key].find((one) => one !== undefined && isHole(one));
}

/** The secrets that a plan needs: their holes, each once. */
export function secretHoles({ changes }: Plan): readonly string[] {
  const holes = changes.flatMap(({ after }) => (after === undefined ? [] : (holeOf(after) ?? [])));
  return [...new Set(holes.filter(isSecretHole))];
}

/** Whether a step can be done: its holes are filled, or it is the one that fills them. */
export function isReady({ fact }: PlannedStep): boolean {
  return (fact.kind as string) === "key" || holeOf(fact) === undefined;
}

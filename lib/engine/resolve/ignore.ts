import type { Instance, Lifecycle } from "../../config/types";
import type { Path } from "../../diagnostic";
import { typeNamed, type Registry } from "../../resources/registry";
import type { Draft, Value } from "../../schema/value";

/** A copy of a value in which the place at the path holds what it holds in `from`. */
function withPrior(value: Value | undefined, from: Value | undefined, path: Path): Value {
  const [step, ...rest] = path;
  if (step === undefined) return from ?? null;
  if (Array.isArray(value) && typeof step === "number") {
    return value.map((element: Value, index) =>
      index === step ? withPrior(element, (from as readonly Value[] | undefined)?.[index], rest) : element,
    );
  }
  if (value === null || value === undefined || typeof value !== "object" || Array.isArray(value)) return value ?? null;
  const inside = value as Draft;
  const before = (from ?? {}) as Draft;
  const changed: Record<string, Value> = { ...inside };
  changed[step] = withPrior(inside[step], before[step], rest);
  return changed;
}

/** The names of the attributes that a user can set. */
export function settable(type: string, types: Registry): readonly string[] {
  return Object.entries(typeNamed(types, type).fields)
    .filter(([, field]) => field.required || field.optional)
    .map(([name]) => name);
}

/** Whether a change of this attribute, in dots, is ignored. */
export function ignores({ ignoreChanges }: Lifecycle, name: string): boolean {
  const steps = name.split(".");
  return ignoreChanges === "all" || ignoreChanges.some((path) => path.length <= steps.length && path.every((step, n) => step === steps[n]));
}

/** The instance as if the attributes of its `ignore_changes` were written as the state has them. */
export function ignoring(instance: Instance, prior: Draft, types: Registry): Instance {
  const { ignoreChanges } = instance.lifecycle;
  const paths: readonly Path[] = ignoreChanges === "all" ? settable(instance.type, types).map((name) => [name]) : ignoreChanges;
  if (paths.length === 0) return instance;
  const config = paths.reduce<Draft>((draft, path) => withPrior(draft, prior, path) as Draft, instance.config);
  return { ...instance, config };
}

import type { Resolved } from "../resolve/resolve";
import { replacedBy, sameValue } from "../replaced";
import { typeNamed, type Registry } from "../../resources/registry";
import type { State } from "../state/types";
import type { Path } from "../../diagnostic";
import type { Value } from "../../schema/value";

function at(value: Value | undefined, path: Path): Value | undefined {
  return path.reduce<Value | undefined>(
    (inside, step) => (inside !== null && typeof inside === "object" ? (inside as Record<string, Value>)[step] : undefined),
    value,
  );
}

/** What triggers are compared with. */
interface TriggerContext {
  readonly state: State;
  readonly types: Registry;
}

/** Whether a trigger's reference is new or differs from the state. Drift does not count: it is repaired in place. */
function fires(resolved: Resolved, path: Path, { state, types }: TriggerContext, forced: ReadonlySet<string>): boolean {
  const prior = state.instances.get(resolved.instance.address);
  if (prior === undefined) return false;
  if (path.length > 0) return !sameValue(at(prior.attributes, path), at(resolved.attributes, path));
  const { drift: _was, ...before } = prior.attributes;
  const { drift: _is, ...after } = resolved.attributes;
  const { fields } = typeNamed(types, prior.type);
  return forced.has(prior.address) || replacedBy(fields, before, after).length > 0 || !sameValue(before, after);
}

/** The instances whose `replace_triggered_by` fires, new ones included. `forced`: those that are replaced in any case. */
export function triggered(resolved: Iterable<Resolved>, context: TriggerContext, forced: ReadonlySet<string>): ReadonlySet<string> {
  const all = [...resolved];
  const replaced = new Set(forced);
  const found = new Set<string>();
  for (const { instance } of all) {
    for (const { address, path } of instance.lifecycle.replaceTriggeredBy) {
      const named = all.filter((other) => other.instance.address === address || other.instance.block === address);
      if (!named.some((other) => fires(other, path, context, replaced))) continue;
      found.add(instance.address);
      if (context.state.instances.has(instance.address)) replaced.add(instance.address);
    }
  }
  return found;
}

/** A configuration out of a state: what an earlier apply had made, without the code that declared it. */
import type { Configuration, Instance, Resolve } from "../config/types";
import { typeNamed, type Registry } from "../resources/registry";
import type { Draft, Value } from "../schema/value";
import { aliasOf, isManaged } from "./owned";
import type { State, StateInstance } from "./state/types";

/** Stored value, as text → what takes its place: references to objects that are made again. */
type References = Map<string, Value | symbol | undefined>;

/**
 * A configuration that declares the instances of a state with the values that they had, chosen ones included. `now`: the current one,
 * of which only the provider blocks, the place of the state and `prevent_destroy` count.
 */
export function configurationFrom(state: State, now: Configuration, types: Registry): Configuration {
  const stored = inOrder(
    [...state.instances.values()].filter((instance) => isManaged(instance, types) && typeof instance.attributes["id"] === "string"),
  );
  return {
    files: now.files,
    blocks: [...new Set(stored.map(({ block }) => block))],
    moved: [],
    providers: now.providers,
    ...(now.localNames && { localNames: now.localNames }),
    ...(now.backend && { backend: now.backend }),
    // What the code protects from deletion is not deleted because an earlier state does not have it.
    ...(now.guarded && { guarded: now.guarded }),
    evaluate: (resolve) => ({ instances: declared(stored, types, resolve), outputs: state.outputs, diagnostics: [] }),
  };
}

/** Referenced instances first. */
function inOrder(instances: readonly StateInstance[]): readonly StateInstance[] {
  const blocks = new Set(instances.map(({ block }) => block));
  const ordered: StateInstance[] = [];
  const done = new Set<string>();
  for (let left = instances; left.length > 0;) {
    const ready = left.filter(({ block, dependencies }) => dependencies.every((one) => one === block || done.has(one) || !blocks.has(one)));
    const next = ready.length > 0 ? ready : left;
    ordered.push(...next);
    left = left.filter((one) => !next.includes(one));
    for (const { block } of next) if (!left.some((one) => one.block === block)) done.add(block);
  }
  return ordered;
}

function declared(stored: readonly StateInstance[], types: Registry, resolve: Resolve): readonly Instance[] {
  const references: References = new Map();
  return stored.map((instance) => {
    const one = instanceOf(instance, settable(instance, types, references));
    const after = resolve(one);
    for (const [name, value] of Object.entries(instance.attributes))
      if (typeof value === "object" && value !== null) references.set(JSON.stringify(value), after[name]);
    return one;
  });
}

/** The attributes that a user can set, with references to what becomes of the objects now. */
function settable({ type, attributes }: StateInstance, types: Registry, references: References): Draft {
  const { fields } = typeNamed(types, type);
  const given = Object.entries(attributes).filter(([name, value]) => value !== null && (fields[name]?.required || fields[name]?.optional));
  return Object.fromEntries(given.map(([name, value]) => [name, renewed(value, references)])) as Draft;
}

function renewed(value: Draft[string], references: References): Draft[string] {
  if (value === null || typeof value !== "object") return value;
  return (references.get(JSON.stringify(value)) as Draft[string] | undefined) ?? value;
}

function instanceOf(instance: StateInstance, config: Draft): Instance {
  const { address, block, mode, type, name, key, sensitive, dependencies, createBeforeDestroy } = instance;
  const lifecycle = { createBeforeDestroy, preventDestroy: false, ignoreChanges: [], replaceTriggeredBy: [] };
  const same = { address, block, mode, type, name, sensitive, dependencies, ...(key !== undefined && { key }) };
  return { ...same, provider: aliasOf(instance), config, lifecycle };
}

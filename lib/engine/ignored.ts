/** `ignore_changes` as users mean it: how the objects of an instance may differ from its declaration on the hosts. */
import type { Instance } from "../config/types";
import { diagnose, type Diagnostic, type Path } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { keyOf, needsOf } from "../kernel/kinds";
import type { Goal, Owned } from "../reconcile/goal";
import { asTolerated, differingFields, type Tolerance, type Tolerances } from "../reconcile/tolerance";
import type { Context, ResourceType } from "../resources";
import { findType, type Registry } from "../resources/registry";
import { withOtherValues } from "../schema/other-values";
import { UNKNOWN, type Draft } from "../schema/value";
import { wholeFacts } from "./owned";
import { settable } from "./resolve/ignore";
import type { State } from "./state/types";

/** A tolerance, and whose `ignore_changes` says so. */
export interface Ignored extends Tolerance {
  readonly owner: string;
  /** Attributes in dots, or `all`. */
  readonly attributes: readonly string[];
}

/** What is ignored of the objects of a state, and the attributes of which that cannot be said. */
export interface IgnoredObjects {
  readonly tolerances: Tolerances<Ignored>;
  readonly diagnostics: readonly Diagnostic[];
}

const NOTHING: IgnoredObjects = { tolerances: new Map(), diagnostics: [] };

/** What the instances are resolved with, and what they own. */
interface IgnoringGround {
  readonly state: State;
  readonly types: Registry;
  readonly contexts: ReadonlyMap<string, Context>;
  readonly owned: ReadonlyMap<Key, Owned>;
}

/**
 * What `ignore_changes` leaves to others. Which objects an attribute decides is seen by compiling the instance with other values: what
 * vanishes or differs then may do so on the host. An object of several owners counts where all of them ignore it.
 */
export function ignoredBy(instances: Iterable<Instance>, ground: IgnoringGround): IgnoredObjects {
  const all = [...instances].filter(({ lifecycle: { ignoreChanges } }) => ignoreChanges === "all" || ignoreChanges.length > 0);
  if (all.length === 0) return NOTHING;
  const own = all.map((instance) => ({ address: instance.address, ...ignoredOf(instance, ground) }));
  const byOwner = new Map(own.map(({ address, tolerances }) => [address, tolerances]));
  const needed = new Set([...ground.owned.values()].flatMap(({ fact }) => needsOf(fact).map(({ key }) => key)));
  const tolerances = new Map<Key, Ignored>();
  for (const [key, { owners, pending }] of ground.owned) {
    const each = owners.map((owner) => byOwner.get(owner)?.get(key));
    const [first] = each;
    if (pending || first === undefined || !each.every((one) => one !== undefined)) continue;
    const both = each.reduce(common, first);
    tolerances.set(key, needed.has(key) ? { ...both, missing: false } : both);
  }
  return { tolerances, diagnostics: own.flatMap(({ diagnostics }) => diagnostics) };
}

function common(one: Ignored, other: Ignored): Ignored {
  const fields =
    one.fields === "all" ? other.fields : new Set([...one.fields].filter((name) => other.fields === "all" || other.fields.has(name)));
  return { ...one, missing: one.missing && other.missing, fields, forms: one.fields === "all" ? other.forms : one.forms };
}

/** The tolerances that one instance asks for. */
function ignoredOf(instance: Instance, { state, types, contexts }: IgnoringGround): IgnoredObjects {
  const { address, lifecycle, provider } = instance;
  const prior = state.instances.get(address)?.attributes;
  const type = findType(types, instance.type);
  const context = contexts.get(provider) ?? contexts.get("");
  const facts = prior && type && context && wholeFacts(type, prior, context);
  if (prior === undefined || type === undefined || context === undefined || facts === undefined) return NOTHING;
  const isAll = lifecycle.ignoreChanges === "all";
  const paths = lifecycle.ignoreChanges === "all" ? settable(instance.type, types).map((name): Path => [name]) : lifecycle.ignoreChanges;
  const found = new Map<Key, Ignored>();
  if (isAll)
    for (const fact of facts) found.set(keyOf(fact), { missing: false, fields: "all", forms: [], owner: address, attributes: ["all"] });
  const blind = paths.filter((path) => {
    const others = variants({ type, prior, context }, path);
    for (const other of others) compared(facts, other, { owner: address, attributes: [isAll ? "all" : path.join(".")] }, found);
    return others.length === 0;
  });
  return { tolerances: found, diagnostics: isAll ? [] : blind.flatMap((path) => unknowable(instance, type, path)) };
}

interface ProbedInstance {
  readonly type: ResourceType;
  readonly prior: Draft;
  readonly context: Context;
}

/** The objects of the instance as they would be with other values of an attribute. */
function variants({ type, prior, context }: ProbedInstance, path: Path): readonly ReadonlyMap<Key, Fact>[] {
  const { fields } = type;
  const isSet = ([name]: readonly [string, unknown]) => fields[name]?.required === true || fields[name]?.optional === true;
  return withOtherValues(fields, prior, path).flatMap((attributes) => {
    const completed = type.complete(Object.fromEntries(Object.entries(attributes).filter(isSet)), context);
    const whole = Object.fromEntries(
      Object.keys(fields).map((name) => [name, completed[name] === UNKNOWN ? (prior[name] ?? null) : (completed[name] ?? null)]),
    );
    const facts = wholeFacts(type, { ...whole, id: prior["id"]! }, context);
    return facts === undefined ? [] : [new Map(facts.map((fact) => [keyOf(fact), fact]))];
  });
}

function compared(
  facts: readonly Fact[],
  other: ReadonlyMap<Key, Fact>,
  said: Pick<Ignored, "owner" | "attributes">,
  found: Map<Key, Ignored>,
): void {
  for (const fact of facts) {
    const key = keyOf(fact);
    const now = other.get(key);
    const { fields, forms } = now === undefined ? { fields: "all" as const, forms: [] } : differingFields(fact, now);
    if (fields !== "all" && fields.size === 0 && forms.length === 0) continue;
    const before = found.get(key);
    found.set(key, {
      missing: now === undefined || before?.missing === true,
      fields: fields === "all" || before?.fields === "all" ? "all" : new Set([...(before?.fields ?? []), ...fields]),
      forms: [...(before?.forms ?? []), ...forms],
      owner: said.owner,
      attributes: [...new Set([...(before?.attributes ?? []), ...said.attributes])],
    });
  }
}

/** An attribute whose other values no objects could be computed for: drift of it looks like any other. */
function unknowable({ address }: Instance, { fields }: ResourceType, path: Path): readonly Diagnostic[] {
  const field = fields[String(path[0])];
  if (field === undefined || field.replace === true || !(field.required === true || field.optional === true)) return [];
  const detail = `\`ignore_changes\` of ${address} has \`${path.join(".")}\`. A change of the configuration is ignored. It is not known what differs on a host because of it: such drift is reported, and an apply repairs it. To leave it, ignore the findings in netweft.drift.json.`;
  return [diagnose("ignored-in-configuration-only", detail, { resource: address, path: ["lifecycle", "ignore_changes"] })];
}

/** The goal with what is ignored as it is on the hosts. A new or replaced object has nothing that could be ignored. */
export function leavingIgnored(
  goal: Goal,
  tolerances: Tolerances<Ignored>,
  { actual, forced }: { readonly actual: ReadonlyMap<string, Facts>; readonly forced: ReadonlySet<string> },
): Goal {
  if (tolerances.size === 0) return goal;
  const desired = new Map(goal.desired);
  for (const [key, tolerance] of tolerances) {
    const one = desired.get(key);
    const there = one && actual.get(one.fact.host);
    if (one === undefined || there === undefined || one.owners.some((owner) => forced.has(owner))) continue;
    const fact = asTolerated(key, one.fact, tolerance, there);
    if (fact === undefined) desired.delete(key);
    else if (fact !== one.fact) desired.set(key, { ...one, fact });
  }
  return { ...goal, desired };
}

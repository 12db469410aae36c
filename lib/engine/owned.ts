import { diagnose, type Diagnostic } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import { keyOf, sameFact } from "../kernel/kinds";
import { lineOf, parseWritten } from "../kernel/line";
import type { Context, ResourceType } from "../resources";
import { findType, typeNamed, type Registry } from "../resources/registry";
import { validate, validateStored } from "../schema/validate";
import { isKnown, type Draft } from "../schema/value";
import { withOwner, type Owned } from "../reconcile/goal";
import { forgetCommand } from "../reconcile/foreign";
import type { State, StateInstance } from "./state/types";

/** Whether an instance of the state has a resource type of Netweft. */
export function isManaged(instance: StateInstance, types: Registry): boolean {
  return instance.mode === "managed" && findType(types, instance.type) !== undefined;
}

/** The provider alias of an instance in the state: `provider["…"].edge` → `edge`. */
export function aliasOf(instance: StateInstance): string {
  return /"\]\.([^.]+)$/.exec(instance.provider)?.[1] ?? "";
}

/** The provider configuration of an instance; the default one if its alias no longer exists. */
export function contextIn(contexts: ReadonlyMap<string, Context>): (instance: StateInstance) => Context | undefined {
  return (instance) => contexts.get(aliasOf(instance)) ?? contexts.get("");
}

/** Whether the attributes in a state suffice to compile facts: an import or an interrupted apply may have left some unknown. */
function isWhole(type: ResourceType, attributes: Draft): boolean {
  const { fields } = type;
  const settable = Object.keys(fields).filter((name) => fields[name]!.required || fields[name]!.optional);
  const given = settable.filter((name) => fields[name]!.default !== undefined || fields[name]!.computed);
  if (typeof attributes["id"] !== "string" || given.some((name) => (attributes[name] ?? null) === null)) return false;
  // A computed name of what does not exist is empty, which no user may write.
  const written = (name: string) => (fields[name]!.computed && attributes[name] === "" ? null : (attributes[name] ?? null));
  if (validate(fields, Object.fromEntries(settable.map((name) => [name, written(name)]))).length > 0) return false;
  return validateStored(fields, Object.fromEntries(Object.keys(fields).map((name) => [name, written(name)]))).length === 0;
}

/** The facts that attributes compile to: `unknown` while some are unknown, `contradictory` where they fit their types and not each other. */
function compiled(type: ResourceType, attributes: Draft, context: Context): readonly Fact[] | "unknown" | "contradictory" {
  if (!isKnown(attributes) || !isWhole(type, attributes)) return "unknown";
  try {
    return type.compile(attributes, context);
  } catch (error) {
    // A file that was edited can have such values, to which no configuration leads.
    if (error instanceof TypeError) return "contradictory";
    throw error;
  }
}

/** The facts of attributes that are tried; undefined where these are no whole resource. */
export function wholeFacts(type: ResourceType, attributes: Draft, context: Context): readonly Fact[] | undefined {
  const facts = compiled(type, attributes, context);
  return typeof facts === "string" ? undefined : facts;
}

/** The facts that an instance of the state owns, and why not all could be read. */
export interface OwnedLines {
  readonly facts: readonly Fact[];
  /** Why not everything could be read. */
  readonly unread?: Diagnostic;
}

/** The facts that the attributes of a state compile to; none while some are unknown. `address` is for the error. */
export function storedFacts(type: ResourceType, attributes: Draft, context: Context, address: string): OwnedLines {
  const facts = compiled(type, attributes, context);
  if (facts === "contradictory") return { facts: [], unread: unreadable({ address }, "attributes that do not go together") };
  return { facts: facts === "unknown" ? [] : facts };
}

/** The diagnostic for an instance whose lines this version cannot read, with the remedy. */
function unreadable({ address }: Pick<StateInstance, "address">, what: string): Diagnostic {
  const detail = `The state says of ${address} ${what}. Its objects are unknown, so it is left unchanged, with all of its dependencies, until its state can be read. Use the version that wrote it, or restore the state from its backup. To give it up, run \`${forgetCommand(address)}\`: its objects stay on their hosts with their marks, and an apply takes those over that are declared.`;
  return diagnose("invalid-fact", detail, { resource: address });
}

/**
 * The facts that an instance of the state owns: the lines stored at its creation, so that a newer version deletes the objects
 * of an older one; compiled from its attributes where no lines are stored (Terraform may have dropped them).
 */
function factsOfInstance(instance: StateInstance, types: Registry, context: Context): OwnedLines {
  if (instance.private === undefined) {
    const stored = storedFacts(typeNamed(types, instance.type), instance.attributes, context, instance.address);
    const isForeign = instance.rest?.["private"] !== undefined;
    return isForeign ? { ...stored, unread: unreadable(instance, "what it owns in a form that this version does not know") } : stored;
  }
  const results = instance.private.facts.map((line) => parseWritten(line));
  const facts = results.flatMap((result) => (result.ok ? [result.value] : []));
  if (facts.length === results.length) return { facts };
  const bad = instance.private.facts.filter((_, index) => !results[index]!.ok);
  const lines = bad.map((line) => JSON.stringify(line)).join(", ");
  return { facts, unread: unreadable(instance, `that it owns ${lines}, which is no fact that this version knows`) };
}

/** Whether the lines in the state are equal to those that the instance's attributes compile to now. */
function isAsWritten(instance: StateInstance, facts: readonly Fact[]): boolean {
  const lines = instance.private?.facts;
  return lines !== undefined && lines.length === facts.length && facts.every((fact, index) => lineOf(fact) === lines[index]);
}

/**
 * All facts owned by the state, by key, and the instances that could not be read completely, by address. The declared facts of
 * an instance are compared with its lines as text first: mostly nothing has changed, and then no line needs to be parsed.
 */
export function ownedBy(
  state: State,
  types: Registry,
  contextOf: (instance: StateInstance) => Context | undefined,
  declared: ReadonlyMap<string, { readonly facts: readonly Fact[] }>,
): { readonly owned: Map<Key, Owned>; readonly unread: ReadonlyMap<string, Diagnostic> } {
  const owned = new Map<Key, Owned>();
  const unread = new Map<string, Diagnostic>();
  for (const instance of state.instances.values()) {
    const context = contextOf(instance);
    if (!isManaged(instance, types) || context === undefined) continue;
    const now = declared.get(instance.address)?.facts ?? [];
    const found: OwnedLines = isAsWritten(instance, now) ? { facts: now } : factsOfInstance(instance, types, context);
    if (found.unread) unread.set(instance.address, found.unread);
    const { claimed, leaving } = instance.private ?? {};
    const from = { instance, alone: [instance.address], open: new Set(claimed), leaving: new Set(leaving) };
    for (const fact of found.facts) put(owned, fact, from);
  }
  return { owned, unread };
}

/** The owner of a fact, its lines that were only claimed, and those that are to be deleted. */
interface OwnedSource {
  readonly instance: StateInstance;
  readonly alone: readonly string[];
  readonly open: ReadonlySet<string>;
  readonly leaving: ReadonlySet<string>;
}

function put(owned: Map<Key, Owned>, fact: Fact, { instance: { address, private: kept }, alone, open, leaving }: OwnedSource): void {
  const key = keyOf(fact);
  const other = owned.get(key);
  const owners = other === undefined ? alone : other.owners.at(-1) === address ? other.owners : withOwner(other.owners, address);
  if (!kept?.pending) return void owned.set(key, { fact, owners });
  const line = lineOf(fact);
  const isOpen = open.has(line) && (other === undefined || other.claimed === true);
  const goes = leaving.has(line);
  const [now, before] = goes && other !== undefined && !other.leaving ? [other.fact, fact] : [fact, other?.fact];
  const also = [...(other?.also ?? []), ...(before === undefined || sameFact(before, now) ? [] : [before])];
  const words = { ...(isOpen && { claimed: true as const }), ...(goes && now === fact && { leaving: true as const }) };
  owned.set(key, { fact: now, owners, pending: true, ...words, ...(also.length > 0 ? { also } : {}) });
}

import { diagnose, fail, hasErrors, located, ok, type Diagnostic, type Result } from "../../diagnostic";
import type { Fact, Key } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { keyOf, typeOf } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import { REMNANT } from "../../kernel/mark";
import type { Context, Registry, ResourceType } from "../../resources";
import { typeNamed } from "../../resources/registry";
import { convert } from "../../schema/convert";
import { withDefaults } from "../../schema/defaults";
import { validate } from "../../schema/validate";
import { UNKNOWN, type Draft, type Value } from "../../schema/value";
import { whose } from "../../reconcile/foreign";
import type { Owned } from "../../reconcile/goal";
import type { Resolved } from "../resolve/resolve";

/** Location of the object to import, and what is known about it. */
export interface Search {
  readonly types: Registry;
  /** The declared instance at the address. */
  readonly declared: Resolved;
  readonly id: string;
  /** The observed hosts. */
  readonly actual: Facts;
  readonly context: Context;
  /** The facts that the state owns. */
  readonly owned: ReadonlyMap<Key, Owned>;
}

/** An object as observed: its attributes, and its facts with their marks. */
export interface FoundObject {
  readonly attributes: Draft;
  readonly facts: readonly Fact[];
}

function nothingThere({ declared: { instance, attributes }, id }: Search): Diagnostic {
  const declaredId = String(attributes["id"]);
  const other = declaredId === id ? "" : ` ${instance.address} declares "${declaredId}".`;
  const detail = `There is no object of type ${instance.type} with the id "${id}".${other} Only existing objects can be imported: check the id and the host, or apply the configuration, which creates it.`;
  return diagnose("nothing-to-import", detail, { resource: instance.address });
}

/** The observed values of configurable attributes must pass validation. */
function invalid({ fields }: ResourceType, read: Draft): readonly Diagnostic[] {
  const settable = Object.keys(fields).filter((name) => fields[name]!.required || fields[name]!.optional);
  return validate(fields, Object.fromEntries(settable.map((name) => [name, read[name] ?? null])));
}

/** Attributes that the host does not show stay unknown: the next plan chooses them. */
function unset(value: Value): Value {
  if (value === UNKNOWN) return null;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(unset);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unset(part)]));
}

/** All attributes: those observed, those computed, and those derived from them. */
function complete(type: ResourceType, read: Draft, { declared, context }: Search): Draft {
  const given = Object.keys(type.fields).filter((name) => !type.fields[name]!.required && !type.fields[name]!.optional);
  const own = Object.fromEntries(given.map((name) => [name, declared.attributes[name] ?? read[name] ?? null]));
  return unset(type.complete(withDefaults(type.fields, { ...read, ...own, drift: [] }), context)) as Draft;
}

function refused(actual: Fact, wanted: Fact, { declared, owned }: Search): Diagnostic | undefined {
  const { address } = declared.instance;
  const at = { resource: address, host: actual.host, fact: textOf(actual) };
  const [owner] = owned.get(keyOf(actual))?.owners ?? [];
  if (owner !== undefined)
    return diagnose("already-managed", `"${at.fact}" is in the state already, as part of ${owner}. One kernel object has one owner.`, at);
  if (actual.mark === undefined || actual.mark === wanted.mark || actual.mark === REMNANT) return undefined;
  const detail = `"${at.fact}" ${whose(actual)}. Only objects without a mark can be imported: remove it from that stack first, or declare another object.`;
  return diagnose("foreign-object", detail, at);
}

/** Whether the object is another program's because it carries no mark: it is never overwritten. */
function isForeign(fact: Fact): boolean {
  return fact.mark === undefined && typeOf(fact).neverTakenOver === true;
}

/** The facts of the attributes that exist on the host, as observed. */
function factsThere(wanted: readonly Fact[], search: Search): Result<readonly Fact[]> {
  const there = wanted.flatMap((fact) => {
    const actual = search.actual.get(keyOf(fact));
    return actual === undefined || isForeign(actual) ? [] : [{ fact, actual }];
  });
  const problems = there.flatMap(({ fact, actual }) => (typeOf(fact).markable ? (refused(actual, fact, search) ?? []) : []));
  const free = there.filter(({ actual }) => !search.owned.has(keyOf(actual)));
  return problems.length > 0 ? fail(...problems) : ok(free.map(({ actual }) => actual));
}

function otherResource({ declared: { instance, attributes }, id }: Search, found: string): Diagnostic {
  const detail = `"${id}" is the object "${found}", but ${instance.address} declares "${String(attributes["id"])}". Give the id of what is declared, or declare what is there.`;
  return diagnose("invalid-import-id", detail, { resource: instance.address });
}

/** Finds an object and reads its attributes; changes nothing. */
export function takeOver(search: Search): Result<FoundObject> {
  const { types, declared, id, actual, context } = search;
  const { instance } = declared;
  const type = typeNamed(types, instance.type);
  const read = type.read(id, actual, context, convert(type.fields, instance.config));
  if (read === undefined) return fail(nothingThere(search));
  const wrong = invalid(type, read);
  if (hasErrors(wrong)) return fail(...wrong.map((one) => located(one, { resource: instance.address })));
  const attributes = complete(type, read, search);
  if (attributes["id"] !== declared.attributes["id"]) return fail(otherResource(search, String(attributes["id"])));
  const facts = factsThere(type.compile(attributes, context), search);
  return facts.ok ? ok({ attributes, facts: facts.value }) : facts;
}

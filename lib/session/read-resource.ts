import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { placesOf } from "../engine/backends";
import { ownedBy, storedFacts } from "../engine/owned";
import type { StateInstance } from "../engine/state/types";
import { sameValue } from "../engine/replaced";
import { ownThings } from "../engine/resolve/host-properties";
import type { Observation } from "../ports/backend";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { registry, type Context, type Want } from "../resources";
import { typeNamed } from "../resources/registry";
import { isKnown, type Draft, type Value } from "../schema/value";
import { driftOf, isPending } from "./drift";
import { nameOf, stateInstanceOf } from "./instance";
import { of, unknownProvider } from "./provider";
import type { ResourceSession } from "./session";

/** One resource of a state, as Terraform keeps it. */
export interface Stored {
  readonly type: string;
  readonly attributes: Draft;
  /** The provider's private bytes. */
  readonly private: Uint8Array;
}

/** A stored resource with its facts. */
interface KnownResource extends Stored {
  readonly address: string;
  readonly context: Context;
  /** What its attributes compile to. */
  readonly wanted: readonly Fact[];
  /** What it owns, by its private bytes. */
  readonly owned: readonly Fact[];
  readonly pending: boolean;
  readonly instance: StateInstance;
}

function known(stored: Stored, context: Context): Result<KnownResource> {
  const { type, attributes } = stored;
  const address = nameOf(type, attributes);
  const instance = stateInstanceOf(address, type, attributes, stored.private);
  const { facts: wanted, unread: contradictory } = storedFacts(typeNamed(registry, type), attributes, context, address);
  if (contradictory) return fail(contradictory);
  const state = { serial: 0, lineage: "", terraformVersion: "", outputs: new Map(), instances: new Map([[address, instance]]) };
  const { owned, unread } = ownedBy(state, registry, () => context, new Map([[address, { facts: wanted }]]));
  if (unread.size > 0) return fail(...unread.values());
  return ok({
    ...stored,
    address,
    context,
    wanted,
    owned: [...owned.values()].map(({ fact }) => fact),
    pending: isPending(instance),
    instance,
  });
}

/** The attributes with the kernel's current values for those that it holds. */
function refreshed(type: string, attributes: Draft, actual: Facts, context: Context): Draft {
  const { fields, read, complete } = typeNamed(registry, type);
  const id = attributes["id"];
  const found = typeof id === "string" ? read(id, actual, context, attributes) : undefined;
  if (found === undefined) return attributes;
  const changed = Object.keys(fields).filter((name) => fields[name]!.refreshed && isOther(found[name], attributes[name]));
  if (changed.length === 0) return attributes;
  const now: Draft = { ...attributes, ...Object.fromEntries(changed.map((name) => [name, found[name]!])) };
  const ref = complete(now, context)["ref"];
  return ref !== undefined && isKnown(ref) ? { ...now, ref } : now;
}

function isOther(found: Value | undefined, known: Value | undefined): boolean {
  return found !== undefined && isKnown(found) && !sameValue(found, known ?? null);
}

/** What the resource's attributes show of hosts beside its own objects. */
function questionsOf({ type, attributes }: Stored, context: Context): readonly Want[] {
  const unanswered = { ...attributes, addresses: null, interfaces: null, inode: null };
  return typeNamed(registry, type).wants?.(unanswered, context) ?? [];
}

/** A question whose answer is the host's own interfaces or addresses: a difference in them is no drift. */
type HostWant = Extract<Want, { what: "host-addresses" | "host-interfaces" }>;

function asksOfHost(want: Want): want is HostWant {
  return want.what === "host-addresses" || want.what === "host-interfaces";
}

/** The attributes with the host properties that a resource shows but does not own. */
function shown(stored: Stored, observed: ReadonlyMap<string, Observation>, context: Context): Draft {
  const looked = questionsOf(stored, context)
    .filter(asksOfHost)
    .flatMap(({ host, attribute }) => {
      const now = ownThings(observed.get(host)?.facts, new Map())?.[attribute];
      return now === undefined ? [] : [[attribute, now] as const];
    });
  return looked.length === 0 ? stored.attributes : { ...stored.attributes, ...Object.fromEntries(looked) };
}

/** Whether the adopted namespace is gone, or another one has taken its path: it is not the same resource then. */
function isSucceeded(stored: Stored, context: Context, observed: ReadonlyMap<string, Observation>): boolean {
  return questionsOf(stored, context).some((want) => {
    const known = stored.attributes[want.attribute];
    if (want.what !== "inode" || typeof known !== "number") return false;
    const now = observed.get(want.host)?.inodes.get(want.path);
    return now !== undefined && now !== known;
  });
}

type ObservedResource = ReadonlyMap<string, Observation>;

/** Observes the hosts as far as the resource needs. */
async function observe(
  { address, wanted, owned, instance, context, ...stored }: KnownResource,
  session: ResourceSession,
): Promise<Result<ObservedResource>> {
  const hosts = await session.hosts();
  const places = hosts.ok ? await placesOf([instance], hosts.value, session.world) : hosts;
  if (!places.ok) return fail(...of(address, places.diagnostics));
  const observer = await session.observer();
  if (!observer.ok) return fail(...of(address, observer.diagnostics));
  const hostsShown = questionsOf(stored, context)
    .filter(asksOfHost)
    .map(({ host }) => host);
  const answers = await observer.value.observe([...wanted, ...owned], hostsShown);
  const problems = [...answers.values()].flatMap((answer) => answer.diagnostics);
  if (hasErrors(problems)) return fail(...of(address, problems));
  return ok(new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : []))), problems);
}

/** The resource's attributes according to the observations. */
function asObserved(resource: KnownResource, seen: ObservedResource): Draft {
  const { type, wanted, owned, pending, context } = resource;
  const lines = driftOf({ wanted, owned, pending, seen });
  const whole = shown(resource, seen, context);
  if (lines.size === 0) return { ...whole, drift: [] };
  const now = pending ? whole : refreshed(type, whole, everything(seen), context);
  const { facts, unread } = storedFacts(typeNamed(registry, type), now, context, resource.address);
  if (unread) return { ...whole, drift: unexplained(lines, lines) };
  return { ...now, drift: unexplained(lines, driftOf({ wanted: facts, owned, pending, seen })) };
}

/**
 * Observes the hosts and returns a resource's current attributes: the kernel lines that differ are in `drift`, values that the
 * kernel holds are in their attributes. Null when it is gone, which only an adopted namespace can be: all else is repaired in
 * place.
 */
export async function readResource(stored: Stored, session: ResourceSession): Promise<Result<Draft | null>> {
  if (!session.provider.known) return ok(stored.attributes, [notObserved(nameOf(stored.type, stored.attributes))]);
  const resource = known(stored, session.provider.context);
  // One resource that cannot be read must not keep Terraform from planning all others.
  if (!resource.ok)
    return ok(
      stored.attributes,
      resource.diagnostics.map(({ detail, at }) => diagnose("left-out", detail, at)),
    );
  const seen = await observe(resource.value, session);
  if (!seen.ok) return seen;
  const isGone = isSucceeded(stored, session.provider.context, seen.value);
  return ok(isGone ? null : asObserved(resource.value, seen.value), seen.diagnostics);
}

/** The differences that the refreshed attributes do not explain. */
function unexplained(before: ReadonlyMap<Key, string>, now: ReadonlyMap<Key, string>): readonly string[] {
  return [...before].filter(([key]) => now.has(key)).map(([, line]) => line);
}

function everything(seen: ReadonlyMap<string, Observation>): Facts {
  const [only] = seen.values();
  if (seen.size === 1) return only!.facts;
  return new Map([...seen.values()].flatMap(({ facts }) => [...facts]));
}

function notObserved(resource: string): Diagnostic {
  return { ...unknownProvider(resource), severity: "warning" };
}

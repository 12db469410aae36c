import { fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { ownedBy, storedFacts } from "../engine/owned";
import type { StateInstance } from "../engine/state/types";
import { sameValue } from "../engine/replaced";
import { ownThings } from "../engine/survey/look";
import type { Observation } from "../io";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { resources, type Context } from "../resources";
import { nested } from "../resources/draft";
import { isKnown, type Draft, type Value } from "../schema/value";
import { driftOf, isPending } from "./drift";
import { nameOf, stateInstanceOf } from "./instance";
import { of, unknownProvider } from "./provider";
import type { Session } from "./session";

/** One resource of a state, as Terraform keeps it. */
export interface Stored {
  readonly type: string;
  readonly attributes: Draft;
  /** The provider's private bytes. */
  readonly private: Uint8Array;
}

/** Everything that a resource owns, by its private bytes. */
export function ownedFacts(instance: StateInstance, context: Context): Result<readonly Fact[]> {
  const { owned, diagnostics } = ownedBy(
    { serial: 0, lineage: "", terraformVersion: "", outputs: new Map(), instances: new Map([[instance.address, instance]]) },
    () => context,
    new Map(),
  );
  return hasErrors(diagnostics) ? fail(...diagnostics) : ok([...owned.values()].map(({ fact }) => fact));
}

/** The attributes that the kernel holds as values, as they are there. */
function refreshed(type: string, attributes: Draft, actual: Facts, context: Context): Draft {
  const { fields, read, complete } = resources[type]!;
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

/** What a resource shows of its host without having made it: that it differs is no change, and what is shown is what there is. */
function shown(type: string, attributes: Draft, observed: ReadonlyMap<string, Observation>, context: Context): Draft {
  const wants = resources[type]!.wants?.({ ...attributes, addresses: null, interfaces: null }, context) ?? [];
  const looked = wants.flatMap((want) => {
    if (want.what !== "host-addresses" && want.what !== "host-interfaces") return [];
    const now = ownThings(observed.get(want.host)?.facts, new Map())?.[want.attribute];
    return now === undefined ? [] : [[want.attribute, now] as const];
  });
  return looked.length === 0 ? attributes : { ...attributes, ...Object.fromEntries(looked) };
}

/** The hosts of which a resource shows what they have: a host network's, and that of an endpoint on one. */
function hostsShown({ type, attributes }: Stored): readonly string[] {
  const network = type === "netweft_host_network" ? attributes : nested(attributes, "network");
  const host = network?.["kind"] === "host" ? network["host"] : undefined;
  return typeof host === "string" ? [host] : [];
}

/** Whether the namespace that was adopted is not there any more, or another one is in its place: it is not the same resource then. */
function isSucceeded({ type, attributes }: Stored, facts: readonly Fact[], observed: ReadonlyMap<string, Observation>): boolean {
  if (type !== "netweft_namespace" || typeof attributes["inode"] !== "number") return false;
  const own = facts.find((fact) => fact.kind === "netns");
  const inodes = own === undefined ? undefined : observed.get(own.host)?.inodes;
  const now = inodes?.get(String(attributes["path"]));
  return now !== undefined && now !== attributes["inode"];
}

/**
 * Looks at the hosts and says how a resource is now: the kernel lines that differ are in `drift`, values that the kernel holds
 * are in their attributes. Null when it is gone, which only an adopted namespace ever is: all else is mended in place.
 */
export async function readResource(stored: Stored, session: Session): Promise<Result<Draft | null>> {
  const { type, attributes } = stored;
  const address = nameOf(type, attributes);
  if (!session.provider.known) return ok(attributes, [notLookedAt(address)]);
  const { context } = session.provider;
  const instance = stateInstanceOf(address, type, attributes, stored.private);
  const owned = ownedFacts(instance, context);
  if (!owned.ok) return owned;
  const observer = await session.observer();
  if (!observer.ok) return fail(...of(address, observer.diagnostics));
  const pending = isPending(instance);
  const compare = (draft: Draft, seen: ReadonlyMap<string, Observation>) =>
    driftOf({ wanted: storedFacts(type, draft, context), owned: owned.value, pending, seen });
  const answers = await observer.value.see([...storedFacts(type, attributes, context), ...owned.value], hostsShown(stored));
  const problems = [...answers.values()].flatMap((answer) => answer.diagnostics);
  if (hasErrors(problems)) return fail(...of(address, problems));
  const seen = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : [])));
  if (isSucceeded(stored, owned.value, seen)) return ok(null);
  const lines = compare(attributes, seen);
  const whole = shown(type, attributes, seen, context);
  if (lines.size === 0) return ok({ ...whole, drift: [] }, problems);
  const now = pending ? whole : refreshed(type, whole, everything(seen), context);
  return ok({ ...now, drift: unexplained(lines, compare(now, seen)) }, problems);
}

/** What differs whatever the refreshed attributes say. What else would follow from these is no difference yet. */
function unexplained(before: ReadonlyMap<Key, string>, now: ReadonlyMap<Key, string>): readonly string[] {
  return [...before].filter(([key]) => now.has(key)).map(([, line]) => line);
}

function everything(seen: ReadonlyMap<string, Observation>): Facts {
  const [only] = seen.values();
  if (seen.size === 1) return only!.facts;
  return new Map([...seen.values()].flatMap(({ facts }) => [...facts]));
}

function notLookedAt(resource: string): Diagnostic {
  return { ...unknownProvider(resource), severity: "warning" };
}

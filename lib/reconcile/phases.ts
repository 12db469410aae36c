import { cascadeOf } from "../kernel/cascade";
import { ROOT, type Fact, type Key } from "../kernel/fact";
import { isSecretPlaceholder } from "../kernel/placeholder";
import type { Facts } from "../kernel/facts";
import { gatewayOf, isLink, isSettled, typeOf } from "../kernel/kinds";
import type { Goal, Owned } from "./goal";
import { detectedInside, movedBetweenHosts } from "./between-hosts";
import { byHost } from "./by-host";
import { flowsThatEnd } from "./conntrack";
import { order } from "./order";
import { departuresOf, staleEntries, type Departures } from "./stale";
import type { Change, Phase, PlannedStep } from "./plan";

/** Side effects are found by simulating the steps; recreating the lost objects may rarely cost others. */
const MOST_ROUNDS = 4;

type HostSteps = readonly Omit<PlannedStep, "n">[];

/** The steps of one host by turn: those of one come after the earlier ones of all hosts. */
interface HostPlan extends Readonly<Record<"first" | "steps" | "last", HostSteps>> {
  readonly changes: readonly Change[];
}

/** The goal for one host. */
type WantedEntry = readonly (readonly [Key, Owned])[];

/** Facts that are correct now and would be lost as a side effect of these steps. */
function lost(desired: WantedEntry, actual: Facts, left: Facts, changes: readonly Change[]): readonly Change[] {
  const known = new Set(changes.map(({ key }) => key));
  const found: Change[] = [];
  for (const [key, { fact, owners }] of desired) {
    if (known.has(key) || !actual.has(key)) continue;
    const before = left.get(key);
    if (before !== undefined && isSettled(before, fact)) continue;
    const common = { key, after: fact, owners, because: "collateral" } as const;
    found.push({ ...common, ...repairing(before, actual.get(key)!) });
  }
  return found;
}

/** Lost objects are recreated. A link is deleted first all the same: see `withoutDying`. */
function repairing(left: Fact | undefined, before: Fact): Pick<Change, "action" | "before"> {
  if (left !== undefined) return { action: "change", before: left };
  return isLink(before) ? { action: "replace", before } : { action: "add" };
}

/** Whether a step can have side effects: an `add` never does. */
function isRisky(changes: readonly Change[]): boolean {
  return changes.some(({ action }) => action !== "add");
}

function planHost(changes: readonly Change[], desired: () => WantedEntry, actual: Facts, moved: ReadonlySet<string>): HostPlan {
  let all = changes;
  let steps = order(all, moved);
  for (let n = 0; n < MOST_ROUNDS && isRisky(all); n++) {
    const more = lost(desired(), actual, cascadeOf(actual, steps), all);
    if (more.length === 0) break;
    all = [...all, ...more];
    steps = order(all, moved);
  }
  return { changes: all, ...inTurns(all, steps, moved) };
}

/** The steps of each turn; `steps` are all of them. */
function inTurns(changes: readonly Change[], steps: HostSteps, moved: ReadonlySet<string>): Pick<HostPlan, "first" | "steps" | "last"> {
  if (!changes.some(({ turn }) => turn !== undefined)) return { first: [], steps, last: [] };
  const of = (now: Change["turn"]) =>
    order(
      changes.filter(({ turn }) => turn === now),
      moved,
    );
  return { first: of("first"), steps: of(undefined), last: of("last") };
}

/**
 * The steps of each phase. What a namespace gets from an address on that another host has until then comes after that host's first
 * steps, among which is the deletion of the address.
 */
function stretches(steps: HostSteps, moved: ReadonlySet<string>): readonly HostSteps[] {
  const arrives = ({ verb, fact }: HostSteps[number]) => verb === "add" && moved.has(detectedInside(fact) ?? "");
  const begin = moved.size === 0 ? -1 : steps.findIndex(arrives);
  if (begin < 0) return detections(steps);
  const places = new Set(steps.filter(arrives).map(({ fact }) => fact.netns));
  const waits = ({ fact }: HostSteps[number], n: number) => n >= begin && places.has(fact.netns);
  return [...detections(steps.filter((step, n) => !waits(step, n))), ...detections(steps.filter(waits))];
}

/**
 * Steps that run at once, and steps that have to wait: duplicate address detection of a new IPv6 address takes a second or two,
 * so a route in use changes to a new gateway of the host only after that, and so do final deletions. A route from such an
 * address waits as well: the kernel refuses it until then. A step with a placeholder waits for the host that resolves it.
 */
function detections(steps: HostSteps): readonly HostSteps[] {
  const fresh = new Set(steps.flatMap(({ verb, fact }) => (verb === "add" ? (detectedOnHost(fact) ?? []) : [])));
  const tentative = new Set(steps.flatMap(({ verb, fact }) => (verb === "add" ? (placed(fact, typeOf(fact).detected?.(fact)) ?? []) : [])));
  const turns = ({ verb, fact }: HostSteps[number]) =>
    (verb === "set" && fresh.has(gatewayOf(fact) ?? "")) ||
    (verb !== "del" && tentative.has(placed(fact, typeOf(fact).source?.(fact)) ?? ""));
  const first = steps.findIndex(turns);
  if (first < 0 && !steps.some(awaitsKey)) return [steps];
  const waits = (step: HostSteps[number], n: number) => awaitsKey(step) || turns(step) || (first >= 0 && n > first && step.verb === "del");
  return [steps.filter((step, n) => !waits(step, n)), steps.filter(waits)];
}

/** Whether a step needs a value that another host generates in this plan. Secrets exist before any step. */
function awaitsKey({ fact }: HostSteps[number]): boolean {
  const { placeholder, resolves } = typeOf(fact);
  const awaited = resolves === undefined ? placeholder?.(fact) : undefined;
  return awaited !== undefined && !isSecretPlaceholder(awaited);
}

/** An address with its place. */
function placed({ host, netns }: Fact, address: string | undefined): string | undefined {
  return address === undefined ? undefined : `${host} ${netns} ${address}`;
}

/** The address of a host of which the kernel looks for duplicates. */
function detectedOnHost(fact: Fact): string | undefined {
  return fact.netns === ROOT ? typeOf(fact).detected?.(fact) : undefined;
}

/**
 * The steps of one host for all of its changes, in order over all phases, without the final deletions (`withEndings`). `moved`: the
 * addresses that move between hosts in the plan (`movedBetweenHosts`).
 */
export function orderedSteps(changes: readonly Change[], moved: ReadonlySet<string>): HostSteps {
  const { first, steps, last } = inTurns(changes, order(changes, moved), moved);
  return [...stretches(first, moved).flat(), ...stretches(steps, moved).flat(), ...last];
}

/** Merges the phases of all hosts: those with one number run concurrently. */
function inPhases(all: ReadonlyMap<string, readonly HostSteps[]>): readonly Phase[] {
  let n = 0;
  const phases: Record<string, readonly PlannedStep[]>[] = [];
  for (let at = 0; [...all.values()].some((some) => some.length > at); at++) {
    const phase: Record<string, readonly PlannedStep[]> = {};
    for (const [host, some] of all) if ((some[at]?.length ?? 0) > 0) phase[host] = some[at]!.map((step) => ({ n: ++n, ...step }));
    if (Object.keys(phase).length > 0) phases.push(phase);
  }
  return phases;
}

/** All changes, the addresses that change owner with them, and the steps. */
export interface Phased {
  readonly changes: readonly Change[];
  readonly departures: Departures;
  readonly phases: readonly Phase[];
}

/**
 * The numbered steps of every host, and all changes: the requested ones and the side effects of the kernel. Hosts run
 * concurrently in each phase. Conntrack entries are deleted in the last one, when no rule can admit them again, and so are
 * learned entries of addresses that have changed owner.
 */
export function makePhases(changes: readonly Change[], goal: Goal, actual: ReadonlyMap<string, Facts>): Phased {
  let wanted: ReadonlyMap<string, WantedEntry> | undefined;
  const desiredOn = (host: string) => (wanted ??= byHost(goal.desired, ([, { fact }]) => fact.host)).get(host) ?? [];
  const hosts = byHost(changes, ({ after, before }) => (after ?? before)!.host);
  const moved = movedBetweenHosts(changes);
  const planned = (host: string, some: readonly Change[]) => planHost(some, () => desiredOn(host), actual.get(host) ?? new Map(), moved);
  const plans = [...hosts].map(([host, some]) => [host, planned(host, some)] as const);
  const all = plans.flatMap(([, plan]) => plan.changes);
  const isNew = plans.some(([, { first }]) => first.length > 0);
  const first = padded(new Map(isNew ? plans.map(([host, plan]) => [host, stretches(plan.first, moved)]) : []));
  const work = new Map(plans.map(([host, { steps }]) => [host, [...(first.get(host) ?? []), ...stretches(steps, moved)]]));
  const departures = departuresOf(goal, all, actual);
  const last = new Map(plans.map(([host, plan]) => [host, plan.last]));
  const endings = [last, flowsThatEnd(goal, all, actual), staleEntries(departures, actual)];
  return { changes: all, departures, phases: inPhases(withEndings(work, endings)) };
}

/** All hosts with as many stretches. */
function padded(work: ReadonlyMap<string, readonly HostSteps[]>): ReadonlyMap<string, readonly HostSteps[]> {
  const depth = Math.max(0, ...[...work.values()].map(({ length }) => length));
  return new Map([...work].map(([host, some]) => [host, Array.from({ length: depth }, (_, n) => some[n] ?? [])]));
}

/** Appends the deletions that come after all other steps of all hosts. */
function withEndings(
  work: ReadonlyMap<string, readonly HostSteps[]>,
  endings: readonly ReadonlyMap<string, HostSteps>[],
): ReadonlyMap<string, readonly HostSteps[]> {
  const last = (host: string) => endings.flatMap((some) => some.get(host) ?? []);
  const hosts = new Set([...work.keys(), ...endings.flatMap((some) => [...some.keys()])]);
  const all = padded(new Map([...hosts].map((host) => [host, work.get(host) ?? []])));
  return new Map([...all].map(([host, some]) => [host, [...some, last(host)]]));
}

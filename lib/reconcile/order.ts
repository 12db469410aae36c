import { type Fact, type FactOf, type Key } from "../kernel/fact";
import { addressOf, isCarried, keyOf, kinds, needsOf, providesOf, rankOf, servedBy, typeOf } from "../kernel/kinds";
import { isOf6 } from "../kernel/kinds/link-effects";
import { detectedInside } from "./between-hosts";
import type { Change, PlannedStep } from "./plan";

type DraftStep = Omit<PlannedStep, "n">;

function rankOfStep({ verb, fact, from }: DraftStep): number {
  const rank = verb === "set" && from !== undefined ? typeOf(fact).rankOfChange?.(fact, from) : undefined;
  return rank ?? rankOf(fact);
}

/** The sort is stable, so that steps of one rank stay in the order of the configuration. */
function byRank(steps: readonly DraftStep[], direction: 1 | -1 = 1): readonly DraftStep[] {
  return [...steps].sort((a, b) => direction * (rankOfStep(a) - rankOfStep(b)));
}

/** Creations by rank, except that what precedes all settings comes before them where the objects that it needs exist. */
function inOrder(creations: readonly DraftStep[]): readonly DraftStep[] {
  const made = new Set(creations.flatMap(({ fact }) => takes(fact)));
  const isFirst = ({ fact }: DraftStep) =>
    typeOf(fact).precedesSettings?.(fact) === true && needsOf(fact).every(({ key }) => !made.has(key));
  const others = byRank(creations.filter((step) => !isFirst(step)));
  const before = others.filter((step) => rankOfStep(step) < kinds.sysctl.rank);
  return [...before, ...creations.filter(isFirst), ...others.slice(before.length)];
}

/** What is created before anything is deleted, with the settings of such links. */
function precedingDeletions(creations: readonly DraftStep[], removals: readonly DraftStep[]): readonly DraftStep[] {
  const unsettled = new Set([...creations, ...removals].flatMap(({ fact }) => takes(fact)));
  const isFirst = ({ verb, fact }: DraftStep) =>
    verb === "add" && typeOf(fact).precedesDeletions?.(fact) === true && needsOf(fact).every(({ key }) => !unsettled.has(key));
  const first = creations.filter(isFirst);
  const made = new Set(first.flatMap(({ fact }) => takes(fact)));
  const isSetting = ({ fact }: DraftStep) => typeOf(fact).linkSetting !== undefined && needsOf(fact).some(({ key }) => made.has(key));
  return creations.filter((step) => first.includes(step) || isSetting(step));
}

/**
 * Deletions that the kernel does not do implicitly. Dependent objects need no step of their own: a namespace takes its
 * settings, a link its addresses and routes, and one step is thousands of times cheaper than all of them. Links are deleted
 * explicitly (`deletedBesides`).
 */
function withoutDying(removals: readonly DraftStep[]): readonly DraftStep[] {
  const gone = new Set<Key>();
  const left: DraftStep[] = [];
  // The kernel does not delete a chain to which an element still leads.
  const referred = new Set<Key>();
  for (const step of byRank(removals)) {
    const needs = needsOf(step.fact);
    const dies = !typeOf(step.fact).deletedBesides && needs.some((need) => need.diesWith && gone.has(need.key));
    for (const key of takes(step.fact)) gone.add(key);
    if (dies && !needs.some(({ key, diesWith }) => !diesWith && referred.has(key))) continue;
    left.push(step);
    if (typeOf(step.fact).isReferredTo) referred.add(keyOf(step.fact));
  }
  return left;
}

/** Keys whose dependents are deleted with it. An adopted namespace survives: only our name for it is deleted. */
function takes(fact: Fact): readonly Key[] {
  if (typeOf(fact).sparesDependents?.(fact)) return [];
  return [keyOf(fact), ...providesOf(fact)];
}

function removalOf(change: Change): DraftStep {
  return { verb: "del", fact: change.before!, owners: change.owners };
}

function creationOf(change: Change): DraftStep {
  if (change.action === "change") return { verb: "set", fact: change.after!, from: change.before!, owners: change.owners };
  return { verb: "add", fact: change.after!, owners: change.owners };
}

/** Link and family of an address; of a route, its output link and family. */
function familyOnLink(fact: FactOf<"addr"> | FactOf<"route">): string {
  return `${fact.host} ${fact.netns} ${isOf6(fact) ? 6 : 4} ${fact.dev ?? ""}`;
}

/** Links and families: of addresses, and of routes. */
function familiesOf(carried: readonly (FactOf<"addr"> | FactOf<"route">)[]): readonly [Set<string>, Set<string>] {
  const isAddress = (fact: Fact) => addressOf(fact) !== undefined;
  const of = (some: typeof carried) => new Set(some.map(familyOnLink));
  return [of(carried.filter(isAddress)), of(carried.filter((fact) => !isAddress(fact)))];
}

function secondaryIn(fact: Fact): string | undefined {
  return typeOf(fact).secondaryIn?.(fact);
}

/**
 * When an address is deleted. After new ones are added, because deleting the last address of a link deletes its routes; but
 * before new ones of its own IPv4 network, which the kernel would make secondary to it and delete with it. Where another
 * address is added, or no route is added through its link, the deletion also waits for the change of routes, so that a gateway
 * is deleted when no route uses it. A route is deleted after the one that takes its place with another metric.
 */
function momentsOf(
  creations: readonly DraftStep[],
  elsewhere: ReadonlySet<string>,
): (step: DraftStep) => "early" | "released" | "swapped" | "before routes" | "last" {
  const facts = creations.map(({ fact }) => fact);
  const made = new Set(facts.map(keyOf));
  const renewed = new Set(facts.map(secondaryIn));
  const moved = new Set([...facts.map(detectedInside), ...elsewhere]);
  const served = new Set(facts.map(servedBy));
  const [addressed, routed] = familiesOf(facts.filter(isCarried));
  return ({ fact }) => {
    const serves = servedBy(fact);
    if (serves !== undefined && served.has(serves) && !made.has(keyOf(fact))) return "last";
    // Targets of rules and elements are deleted after the references, in the same transaction.
    if (typeOf(fact).isReferredTo && !made.has(keyOf(fact))) return "released";
    if (addressOf(fact) === undefined || !isCarried(fact)) return "early";
    const network = secondaryIn(fact);
    if (made.has(keyOf(fact)) || (network !== undefined && renewed.has(network))) return "swapped";
    // As long as both have it, the earlier owner answers the new one's duplicate address detection.
    const detected = detectedInside(fact);
    if (detected !== undefined && moved.has(detected)) return "swapped";
    const family = familyOnLink(fact);
    const open = routed.has(family) || routed.has(familyOnLink({ ...fact, dev: "" }));
    return open && !addressed.has(family) ? "before routes" : "last";
  };
}

/** The steps of one host for its changes: those of each turn by themselves. `moved`: the addresses that move between hosts. */
export function order(changes: readonly Change[], moved: ReadonlySet<string> = new Set()): readonly DraftStep[] {
  if (!changes.some(({ turn }) => turn !== undefined)) return sequence(changes, moved);
  return (["first", undefined, "last"] as const).flatMap((now) =>
    sequence(
      changes.filter(({ turn }) => turn === now),
      moved,
    ),
  );
}

/**
 * The steps of one host and turn, in an order that the kernel accepts and that interrupts traffic least: deletions
 * first, from the leaves to the roots, except addresses (`momentsOf`); before them only what the kernel may refuse.
 */
function sequence(changes: readonly Change[], moved: ReadonlySet<string>): readonly DraftStep[] {
  const going = changes.filter(({ action }) => action === "remove" || action === "replace");
  const removals = byRank(withoutDying(going.map(removalOf)), -1);
  const all = inOrder(changes.filter(({ action }) => action !== "remove").map(creationOf));
  const preceding = precedingDeletions(all, removals);
  const creations = all.filter((step) => !preceding.includes(step));
  const momentOf = momentsOf(creations, moved);
  const at = (moment: ReturnType<typeof momentOf>) => removals.filter((step) => momentOf(step) === moment);
  const first = (rank: number) => creations.findIndex((step) => rankOfStep(step) >= rank);
  const ranks = [kinds.netns.rank, kinds.addr.rank, kinds.route.rank];
  const [firewall, addrs, routes] = ranks.map(first).map((n) => (n < 0 ? creations.length : n)) as [number, number, number];
  return [
    ...preceding,
    ...at("early"),
    ...creations.slice(0, firewall),
    ...at("released"),
    ...creations.slice(firewall, addrs),
    ...at("swapped"),
    ...creations.slice(addrs, routes),
    ...at("before routes"),
    ...creations.slice(routes),
    ...at("last"),
  ];
}

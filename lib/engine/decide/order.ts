import type { Fact, Key } from "../../kernel/fact";
import { keyOf, needsOf, providesOf, rankOf } from "../../kernel/kinds";
import type { Change, PlannedStep } from "../plan";

type Draft = Omit<PlannedStep, "n">;

/** Sorting keeps the order of equals, so that steps of one rank stay in the order of the configuration. */
function byRank(steps: readonly Draft[], direction: 1 | -1 = 1): readonly Draft[] {
  return [...steps].sort((a, b) => direction * (rankOf(a.fact) - rankOf(b.fact)));
}

/**
 * Removals that the kernel does not make by itself. What dies with something that goes needs no step of its own: a
 * namespace takes its links, a link its addresses and routes, and one step is thousands of times cheaper than all.
 */
function withoutDying(removals: readonly Draft[]): readonly Draft[] {
  const gone = new Set<Key>();
  const left: Draft[] = [];
  for (const step of byRank(removals)) {
    const dies = needsOf(step.fact).some((need) => need.diesWith && gone.has(need.key));
    for (const key of takes(step.fact)) gone.add(key);
    if (!dies) left.push(step);
  }
  return left;
}

/** Keys under which others die with it. An adopted namespace lives on: only our name for it goes. */
function takes(fact: Fact): readonly Key[] {
  if (fact.kind === "netns" && fact.from !== undefined) return [];
  return [keyOf(fact), ...providesOf(fact)];
}

function removalOf(change: Change): Draft {
  return { verb: "del", fact: change.before!, owners: change.owners };
}

function creationOf(change: Change): Draft {
  if (change.action === "change") return { verb: "set", fact: change.after!, from: change.before!, owners: change.owners };
  return { verb: "add", fact: change.after!, owners: change.owners };
}

/**
 * The steps of one host for its changes, in an order that the kernel accepts and that costs the least traffic: what goes
 * goes first and leaves from the leaves to the roots, except addresses: a new one comes before an old one goes, because
 * the last address of a link takes the routes with it.
 */
export function order(changes: readonly Change[]): readonly Draft[] {
  const removals = withoutDying(changes.filter(({ action }) => action === "remove" || action === "replace").map(removalOf));
  const creations = byRank(changes.filter(({ action }) => action !== "remove").map(creationOf));
  const made = new Set(creations.map(({ fact }) => keyOf(fact)));
  const isLate = ({ fact }: Draft) => fact.kind === "addr" && !made.has(keyOf(fact));
  const early = byRank(
    removals.filter((step) => !isLate(step)),
    -1,
  );
  const late = removals.filter(isLate);
  const firstRoute = creations.findIndex(({ fact }) => fact.kind === "route");
  const cut = firstRoute < 0 ? creations.length : firstRoute;
  return [...early, ...creations.slice(0, cut), ...late, ...creations.slice(cut)];
}

import type { Fact, Key } from "../../kernel/fact";
import { keyOf, needsOf, providesOf, rankOf } from "../../kernel/kinds";
import { formatCidr, networkOf, parseCidr } from "../../net/cidr";
import type { Change, PlannedStep } from "../plan";

type Draft = Omit<PlannedStep, "n">;

/** Sorting keeps the order of equals, so that steps of one rank stay in the order of the configuration. */
function byRank(steps: readonly Draft[], direction: 1 | -1 = 1): readonly Draft[] {
  return [...steps].sort((a, b) => direction * (rankOf(a.fact) - rankOf(b.fact)));
}

/**
 * Creations by rank, but that a link which is there already learns to accept advertisements before its host forwards:
 * afterwards the default route that it had from one would be gone.
 */
function inOrder(creations: readonly Draft[]): readonly Draft[] {
  const made = new Set(creations.flatMap(({ fact }) => takes(fact)));
  const isFirst = ({ fact }: Draft) =>
    fact.kind === "sysctl" && fact.name.endsWith(".accept_ra") && needsOf(fact).every(({ key }) => !made.has(key));
  return [...creations.filter(isFirst), ...byRank(creations.filter((step) => !isFirst(step)))];
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

/** The IPv4 network that an address is in on its link; undefined for anything else. */
function networkOnLink(fact: Fact): string | undefined {
  if (fact.kind !== "addr" || fact.address.includes(":")) return undefined;
  return `${fact.host} ${fact.netns} ${fact.dev} ${formatCidr(networkOf(parseCidr(fact.address)!))}`;
}

/**
 * The steps of one host for its changes, in an order that the kernel accepts and that costs the least traffic: what goes
 * goes first and leaves from the leaves to the roots. An address that goes waits for the new ones, because the last address
 * of a link takes the routes with it; but not for new ones of its own IPv4 network, which the kernel would make secondary
 * to it and take along.
 */
export function order(changes: readonly Change[]): readonly Draft[] {
  const removals = withoutDying(changes.filter(({ action }) => action === "remove" || action === "replace").map(removalOf));
  const creations = inOrder(changes.filter(({ action }) => action !== "remove").map(creationOf));
  const made = new Set(creations.map(({ fact }) => keyOf(fact)));
  const renewed = new Set(creations.map(({ fact }) => networkOnLink(fact)));
  const isLate = ({ fact }: Draft) => {
    const network = networkOnLink(fact);
    return fact.kind === "addr" && !made.has(keyOf(fact)) && (network === undefined || !renewed.has(network));
  };
  const early = byRank(
    removals.filter((step) => !isLate(step)),
    -1,
  );
  const late = removals.filter(isLate);
  const firstRoute = creations.findIndex(({ fact }) => fact.kind === "route");
  const cut = firstRoute < 0 ? creations.length : firstRoute;
  return [...early, ...creations.slice(0, cut), ...late, ...creations.slice(cut)];
}

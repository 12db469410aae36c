import { isAdopted } from "../../kernel/adopted";
import type { Fact, FactOf, Key, Kind, Need } from "../../kernel/fact";
import { keyOf, kinds, needsOf, providesOf, rankOf } from "../../kernel/kinds";
import { formatCidr, networkOf, parseCidr } from "../../net/cidr";
import type { Change, PlannedStep } from "../plan";

type Draft = Omit<PlannedStep, "n">;

/** A link that is to take larger packets does so after those who only pass them on: nothing is sent that has no way yet. */
function rankOfStep({ verb, fact, from }: Draft): number {
  const grows = verb === "set" && fact.kind === "link" && from?.kind === "link" && fact.mtu > from.mtu;
  return grows ? kinds.port.rank : rankOf(fact);
}

/** Sorting keeps the order of equals, so that steps of one rank stay in the order of the configuration. */
function byRank(steps: readonly Draft[], direction: 1 | -1 = 1): readonly Draft[] {
  return [...steps].sort((a, b) => direction * (rankOfStep(a) - rankOfStep(b)));
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
 * namespace takes its settings, a link its addresses and routes, and one step is thousands of times cheaper than all. A
 * pair goes by itself: a program that has joined the namespace keeps it, and everything in it, when its name goes. So do
 * the links of a namespace that is made `again`.
 */
function withoutDying(removals: readonly Draft[], again: ReadonlySet<Key>): readonly Draft[] {
  const gone = new Set<Key>();
  const left: Draft[] = [];
  for (const step of byRank(removals)) {
    const { kind } = step.fact;
    const stays = ({ key }: Need) => kind === "veth" || (kind === "link" && again.has(key));
    const dies = needsOf(step.fact).some((need) => need.diesWith && gone.has(need.key) && !stays(need));
    for (const key of takes(step.fact)) gone.add(key);
    if (!dies) left.push(step);
  }
  return left;
}

/** Keys under which others die with it. An adopted namespace lives on: only our name for it goes. */
function takes(fact: Fact): readonly Key[] {
  if (fact.kind === "netns" && isAdopted(fact)) return [];
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

/** What rules and elements lead to goes after they have been changed, in the same transaction. */
const REFERRED_TO: ReadonlySet<Kind> = new Set(["chain", "set", "table"]);

/** The addresses of one family on a link, by which link; for a route the family and the link that it goes through. */
function familyOnLink(fact: FactOf<"addr"> | FactOf<"route">): string {
  const six = (fact.kind === "addr" ? fact.address : fact.destination).includes(":");
  return `${fact.host} ${fact.netns} ${six ? 6 : 4} ${fact.dev ?? ""}`;
}

/**
 * When an address goes. It waits for the new ones, because the last address of a link takes the routes with it; but not for
 * new ones of its own IPv4 network, which the kernel would make secondary to it and take along. Where another one comes, or
 * no route is made through its link, it even waits until routes lead elsewhere: so a gateway goes when nobody uses it.
 */
function momentsOf(creations: readonly Draft[]): (step: Draft) => "early" | "released" | "swapped" | "before routes" | "last" {
  const facts = creations.map(({ fact }) => fact);
  const made = new Set(facts.map(keyOf));
  const renewed = new Set(facts.map(networkOnLink));
  const families = (kind: "addr" | "route") => new Set(facts.flatMap((fact) => (fact.kind === kind ? familyOnLink(fact) : [])));
  const [addressed, routed] = [families("addr"), families("route")];
  return ({ fact }) => {
    if (REFERRED_TO.has(fact.kind) && !made.has(keyOf(fact))) return "released";
    if (fact.kind !== "addr") return "early";
    const network = networkOnLink(fact);
    if (made.has(keyOf(fact)) || (network !== undefined && renewed.has(network))) return "swapped";
    const family = familyOnLink(fact);
    const open = routed.has(family) || routed.has(familyOnLink({ ...fact, dev: "" }));
    return open && !addressed.has(family) ? "before routes" : "last";
  };
}

/**
 * The steps of one host for its changes, in an order that the kernel accepts and that costs the least traffic: what goes
 * goes first and leaves from the leaves to the roots, but for addresses (`momentsOf`).
 */
export function order(changes: readonly Change[]): readonly Draft[] {
  const again = new Set(changes.filter(({ action }) => action === "replace").map(({ key }) => key));
  const going = changes.filter(({ action }) => action === "remove" || action === "replace");
  const removals = byRank(withoutDying(going.map(removalOf), again), -1);
  const creations = inOrder(changes.filter(({ action }) => action !== "remove").map(creationOf));
  const momentOf = momentsOf(creations);
  const at = (moment: ReturnType<typeof momentOf>) => removals.filter((step) => momentOf(step) === moment);
  const first = (rank: number) => creations.findIndex((step) => rankOfStep(step) >= rank);
  const ranks = [kinds.netns.rank, kinds.addr.rank, kinds.route.rank];
  const [firewall, addrs, routes] = ranks.map(first).map((n) => (n < 0 ? creations.length : n)) as [number, number, number];
  return [
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

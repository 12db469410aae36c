import { ROOT, type Fact, type FactOf, type Key } from "../kernel/fact";
import type { Need } from "../kernel/fact-type";
import { acceptRaLink } from "../kernel/kinds/sysctl";
import { keyOf, kinds, needsOf, providesOf, rankOf, typeOf } from "../kernel/kinds";
import { bareAddress, formatCidr, networkOf, parseCidr } from "../net/cidr";
import { isIpv6 } from "../net/ip";
import type { Change, PlannedStep } from "./plan";

type DraftStep = Omit<PlannedStep, "n">;

/** An MTU is raised on forwarding links first, then on sending ones, so that no packet is too large for its path. */
function rankOfStep({ verb, fact, from }: DraftStep): number {
  const grows = verb === "set" && fact.kind === "link" && from?.kind === "link" && fact.mtu > from.mtu;
  return grows ? kinds.port.rank : rankOf(fact);
}

/** The sort is stable, so that steps of one rank stay in the order of the configuration. */
function byRank(steps: readonly DraftStep[], direction: 1 | -1 = 1): readonly DraftStep[] {
  return [...steps].sort((a, b) => direction * (rankOfStep(a) - rankOfStep(b)));
}

/**
 * Creations by rank, except that `accept_ra` of an existing link is set before its host starts forwarding: otherwise the
 * default route learned from an advertisement would be lost.
 */
function inOrder(creations: readonly DraftStep[]): readonly DraftStep[] {
  const made = new Set(creations.flatMap(({ fact }) => takes(fact)));
  const isFirst = ({ fact }: DraftStep) =>
    fact.kind === "sysctl" && acceptRaLink(fact.name) !== undefined && needsOf(fact).every(({ key }) => !made.has(key));
  const others = byRank(creations.filter((step) => !isFirst(step)));
  const before = others.filter((step) => rankOfStep(step) < kinds.sysctl.rank);
  return [...before, ...creations.filter(isFirst), ...others.slice(before.length)];
}

/**
 * Deletions that the kernel does not do implicitly. Dependent objects need no step of their own: a namespace takes its
 * settings, a link its addresses and routes, and one step is thousands of times cheaper than all of them. A veth pair is
 * deleted explicitly: a process inside the namespace keeps it, and everything in it, after its name is deleted. So are the
 * links of a namespace that is created `again`.
 */
function withoutDying(removals: readonly DraftStep[], again: ReadonlySet<Key>): readonly DraftStep[] {
  const gone = new Set<Key>();
  const left: DraftStep[] = [];
  for (const step of byRank(removals)) {
    const { kind } = step.fact;
    const stays = ({ key }: Need) => kind === "veth" || (kind === "link" && again.has(key));
    const dies = needsOf(step.fact).some((need) => need.diesWith && gone.has(need.key) && !stays(need));
    for (const key of takes(step.fact)) gone.add(key);
    if (!dies) left.push(step);
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

/** The IPv4 network that an address is in on its link; undefined for anything else. */
function networkOnLink(fact: Fact): string | undefined {
  if (fact.kind !== "addr" || fact.address.includes(":")) return undefined;
  return `${fact.host} ${fact.netns} ${fact.dev} ${formatCidr(networkOf(parseCidr(fact.address)!))}`;
}

/** Link and family of an address; of a route, its output link and family. */
function familyOnLink(fact: FactOf<"addr"> | FactOf<"route">): string {
  const six = (fact.kind === "addr" ? fact.address : fact.destination).includes(":");
  return `${fact.host} ${fact.netns} ${six ? 6 : 4} ${fact.dev ?? ""}`;
}

/**
 * When an address is deleted. After new ones are added, because deleting the last address of a link deletes its routes; but
 * before new ones of its own IPv4 network, which the kernel would make secondary to it and delete with it. Where another
 * address is added, or no route is added through its link, the deletion also waits for the change of routes, so that a gateway
 * is deleted when no route uses it.
 */
function momentsOf(creations: readonly DraftStep[]): (step: DraftStep) => "early" | "released" | "swapped" | "before routes" | "last" {
  const facts = creations.map(({ fact }) => fact);
  const made = new Set(facts.map(keyOf));
  const renewed = new Set(facts.map(networkOnLink));
  const moved = new Set(facts.flatMap((fact) => (fact.kind === "addr" ? bareAddress(fact.address) : [])));
  const families = (kind: "addr" | "route") => new Set(facts.flatMap((fact) => (fact.kind === kind ? familyOnLink(fact) : [])));
  const [addressed, routed] = [families("addr"), families("route")];
  return ({ fact }) => {
    // Targets of rules and elements are deleted after the references, in the same transaction.
    if (typeOf(fact).isReferredTo && !made.has(keyOf(fact))) return "released";
    if (fact.kind !== "addr") return "early";
    const network = networkOnLink(fact);
    if (made.has(keyOf(fact)) || (network !== undefined && renewed.has(network))) return "swapped";
    // As long as both have it, the earlier owner answers the new one's duplicate address detection.
    if (fact.netns !== ROOT && isIpv6(fact.address) && moved.has(bareAddress(fact.address))) return "swapped";
    const family = familyOnLink(fact);
    const open = routed.has(family) || routed.has(familyOnLink({ ...fact, dev: "" }));
    return open && !addressed.has(family) ? "before routes" : "last";
  };
}

/**
 * The steps of one host for its changes, in an order that the kernel accepts and that interrupts traffic least: deletions
 * first, from the leaves to the roots, except addresses (`momentsOf`).
 */
export function order(changes: readonly Change[]): readonly DraftStep[] {
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

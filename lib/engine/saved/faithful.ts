/** Whether this version could have made a saved plan. Its digest is not a signature: anyone can compute it. */
import { isClosing } from "../../kernel/kinds/chain";
import type { ProviderConfig } from "../../resources/provider";
import type { Fact, FactOf } from "../../kernel/fact";
import { isUnseen, keyOf, typeOf } from "../../kernel/kinds";
import { bridgesIn } from "../../kernel/kinds/link";
import { acceptsAsRouter } from "../../kernel/kinds/sysctl";
import { isOurVlan, usedLink, vlanFacts, vlanNamed } from "../../kernel/kinds/vlan";
import { lineOf } from "../../kernel/line";
import { byHost } from "../../reconcile/by-host";
import { isOurs } from "../../reconcile/ours";
import { movedBetweenHosts } from "../../reconcile/between-hosts";
import { orderedSteps } from "../../reconcile/phases";
import { enteredBy } from "../../reconcile/unexpected";
import { closed, closedFamilies } from "../../resources/firewall/closed";
import { forwardedFamilies } from "../resolve/supplement/closed";
import { possibleExceptions } from "../resolve/supplement/cooperation";
import { possibleAdmissions } from "../resolve/supplement/intakes";
import { needsIn } from "../resolve/supplement/network-packets";
import { deposedIn, ownersAfter } from "../deposed";
import { ownedBy, storedFacts } from "../owned";
import { withInstances } from "../state/edit";
import type { Plan } from "../plan";
import type { Change, PlannedStep } from "../../reconcile/plan";
import { typeNamed, type Registry } from "../../resources/registry";
import type { State } from "../state/types";
import { own } from "../../net/own";

function factOf({ before, after }: Change): Fact {
  return (after ?? before)!;
}

/** The fields of each action. */
const SIDES: Readonly<Record<Change["action"], readonly [before: boolean, after: boolean]>> = {
  add: [false, true],
  change: [true, true],
  replace: [true, true],
  remove: [true, false],
};

function brokenChange({ action, key, before, after, owners }: Change, known: ReadonlySet<string>): boolean {
  const sides = SIDES[action] as (typeof SIDES)[Change["action"]] | undefined;
  if (sides === undefined || sides[0] !== (before !== undefined) || sides[1] !== (after !== undefined)) return true;
  return [before, after].some((fact) => fact && keyOf(fact) !== key) || !owners.some((owner) => known.has(owner));
}

function stepText({ verb, fact, from }: Pick<PlannedStep, "verb" | "fact" | "from">): string {
  return `${verb} ${lineOf(fact)}${from === undefined ? "" : ` from ${lineOf(from)}`}`;
}

function stepsOn({ phases }: Plan, host: string): readonly PlannedStep[] {
  return phases.flatMap((phase) => own(phase, host) ?? []);
}

/** Deletions of conntrack and learned entries depend on data outside the plan; `show` prints each of them. */
function isEndingOf(host: string, known: ReadonlySet<string>): (step: PlannedStep) => boolean {
  return ({ verb, fact, owners }) => verb === "del" && fact.host === host && owners.length > 0 && owners.every((owner) => known.has(owner));
}

/**
 * The inconsistency in a plan, or undefined: every change must concern an object owned by a resource of the plan, and the steps
 * must be exactly those derived from the changes.
 */
export function unfaithful(plan: Plan): string | undefined {
  const after = ownersAfter(deposedIn(plan));
  const known = new Set(plan.resources.flatMap(({ address }) => [address, ...after([address])]));
  if (plan.changes.some((change) => brokenChange(change, known))) return "a change in it is no change of its resources";
  if (plan.instances.some(({ mode, address }) => mode === "managed" && !known.has(address)))
    return "an instance in it is none of its resources";
  const importing = new Set(plan.resources.flatMap(({ address, importing: from }) => (from === undefined ? [] : [address])));
  if (plan.imported?.some(({ address }) => !importing.has(address))) return "an imported instance in it is none of its resources";
  const changes = byHost(plan.changes, (change) => factOf(change).host);
  const moved = movedBetweenHosts(plan.changes);
  for (const host of new Set([...changes.keys(), ...plan.phases.flatMap((phase) => Object.keys(phase))])) {
    const steps = stepsOn(plan, host);
    const [endings, others] = [steps.filter(({ fact }) => isUnseen(fact.kind)), steps.filter(({ fact }) => !isUnseen(fact.kind))];
    const due = orderedSteps(changes.get(host) ?? [], moved).map(stepText);
    if (others.length !== due.length || others.some((step, n) => stepText(step) !== due[n]))
      return "its steps do not follow from its changes";
    if (!endings.every(isEndingOf(host, known)))
      return "it deletes connections or neighbour entries that have nothing to do with its resources";
  }
  return undefined;
}

/**
 * Whether an observation can have added the fact to its resource (`resolve/supplement`): a setting of a link that accepts
 * router advertisements, a rule of iptables that a network needs, the chain that keeps a router closed, or a VLAN that a link
 * stands on.
 */
function supplements(declared: readonly ProvidedFacts[], bridges: readonly FactOf<"link">[]): (fact: Fact) => boolean {
  let rules: ReadonlySet<string> | undefined;
  return (fact) => {
    if (!typeOf(fact).supplemented?.(fact)) return false;
    if (isClosing(fact)) return isClosedAs(fact, declared);
    if (isOurVlan(fact)) return isBelow(fact, fact.mtu, declared);
    rules ??= new Set(
      [
        ...declared.flatMap(({ facts, provider }) => needsIn(facts, (host) => own(provider.hosts, host)).flatMap(possibleAdmissions)),
        ...bridges.flatMap(possibleExceptions),
      ].map(lineOf),
    );
    return acceptsAsRouter(fact) !== undefined || rules.has(lineOf(fact)) || isBelow(fact, 0, declared);
  };
}

/** Whether the chain is one that a declared router's host can have: it only ever closes the host between links. */
function isClosedAs(chain: FactOf<"chain"> & Fact, declared: readonly ProvidedFacts[]): boolean {
  const isRouter = declared.some(({ facts }) => forwardedFamilies(facts).some(([host]) => host === chain.host));
  return isRouter && lineOf(closed(chain.host, closedFamilies(chain))) === lineOf(chain);
}

/** Whether it is a VLAN below a declared link, the one that its name stands for, or a setting of it. */
function isBelow(fact: Fact, mtu: number, declared: readonly ProvidedFacts[]): boolean {
  const used = declared.flatMap(({ facts }) => facts.filter(({ host }) => host === fact.host).flatMap((one) => usedLink(one) ?? []));
  const vlans = used.filter((name) => vlanNamed(name) !== undefined);
  return vlans.some((name) => vlanFacts(fact.host, name, mtu).some((one) => lineOf(one) === lineOf(fact)));
}

/** The facts of an instance with a provider that it may have. */
interface ProvidedFacts {
  readonly facts: readonly Fact[];
  readonly provider: ProviderConfig;
}

/** The facts of each of the plan's instances, with each provider that it may have. */
function declaredFacts({ instances, providers }: Plan, types: Registry): readonly ProvidedFacts[] {
  const managed = instances.filter(({ mode }) => mode === "managed");
  return managed.flatMap(({ type, attributes, address }) =>
    providers.map((provider) => ({ provider, facts: storedFacts(typeNamed(types, type), attributes, { provider }, address).facts })),
  );
}

/**
 * The first line of a plan that neither its instances nor the state explain: it creates an undeclared object, or changes or
 * deletes one that is not ours.
 */
export function unaccounted(plan: Plan, state: State, types: Registry): string | undefined {
  if (plan.changes.length === 0) return undefined;
  const [provider] = plan.providers;
  const before = withInstances(state, plan.imported ?? [], new Set());
  const { owned } = ownedBy(before, types, () => provider && { provider }, new Map());
  const declared = declaredFacts(plan, types);
  const facts = [...declared.flatMap((one) => one.facts), ...[...owned.values()].flatMap(({ fact, also }) => [fact, ...(also ?? [])])];
  const lines = new Set(facts.map(lineOf));
  const isSupplement = supplements(declared, bridgesIn(facts));
  const isGood = ({ key, action, before, after }: Change): boolean => {
    if (after !== undefined && !lines.has(lineOf(after)) && !isSupplement(after)) return false;
    if (before === undefined) return true;
    const earlier = owned.get(key);
    const wanted = after ?? earlier?.fact;
    if (wanted !== undefined) return isOurs(before, wanted, earlier);
    const entered = enteredBy(before);
    return action === "remove" && entered !== undefined && facts.some((fact) => keyOf(fact) === entered);
  };
  const bad = plan.changes.find((change) => !isGood(change));
  return bad && lineOf(factOf(bad));
}

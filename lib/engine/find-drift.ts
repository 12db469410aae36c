import { ok, type Diagnostic, type Result } from "../diagnostic";
import type { Observation } from "../ports/backend";
import type { Key } from "../kernel/fact";
import { kinds, sameFact } from "../kernel/kinds";
import { textOf } from "../kernel/line";
import type { Owned } from "../reconcile/goal";
import { concealed, concealing } from "./conceal";
import { backendsOf } from "../resources/backend";
import { placesOf } from "./backends";
import { intruders } from "../reconcile/unexpected";
import { leftOver } from "../reconcile/left-over";
import type { DriftLine, DriftReport, DriftRequest } from "./requests";
import { contextIn, isManaged, ownedBy } from "./owned";
import { POLICY } from "./policy";
import { readProviders } from "./providers";
import { scopesOf } from "../reconcile/scope";
import type { State } from "./state/types";
import { discreetly, secretsIn } from "./watch";

/** How one fact of ours differs from what is there; undefined when it does not. */
function differs(key: Key, { fact, owners, leaving }: Owned, seen: Observation): DriftLine | undefined {
  const actual = seen.facts.get(key);
  const common = { host: fact.host, line: textOf(fact), owners };
  if (leaving) {
    const left = leftOver(fact, seen.facts, POLICY);
    return left && { ...common, what: "left", line: textOf(left), actual: textOf(left) };
  }
  if (actual === undefined) return { ...common, what: "missing" };
  if (seen.unsettled.get(key) === "dadfailed") return { ...common, what: "refused", actual: textOf(actual) };
  if (sameFact(actual, fact)) return undefined;
  const unmarked = kinds[fact.kind].markable && actual.mark !== fact.mark;
  return { ...common, what: unmarked ? "unmarked" : "changed", actual: textOf(actual) };
}

function added(owned: ReadonlyMap<Key, Owned>, { facts }: Observation): readonly DriftLine[] {
  return [...intruders(facts, owned, (key) => owned.has(key))].map(([, { fact, owners }]) => {
    const line = textOf(fact);
    return { host: fact.host, line, owners, what: "added", actual: line };
  });
}

function compare(owned: ReadonlyMap<Key, Owned>, observed: ReadonlyMap<string, Observation>): readonly DriftLine[] {
  const lines: DriftLine[] = [];
  for (const [key, one] of owned) {
    const seen = observed.get(one.fact.host);
    const line = seen && differs(key, one, seen);
    if (line) lines.push(line);
  }
  return [...lines, ...[...observed.values()].flatMap((seen) => added(owned, seen))];
}

/** The hosts that have something of the stack's and could not be read. */
function unreadHosts(owned: ReadonlyMap<Key, Owned>, observed: ReadonlyMap<string, Observation>): readonly string[] {
  return [...new Set([...owned.values()].map(({ fact }) => fact.host))].filter((host) => !observed.has(host)).sort();
}

/** How much was compared: an instance counts when all that it owns was. */
function compared(
  state: State,
  owned: ReadonlyMap<Key, Owned>,
  unread: readonly string[],
  unreadable: ReadonlyMap<string, Diagnostic>,
): Pick<DriftReport, "instances" | "facts"> {
  const left = [...owned.values()].filter(({ fact }) => unread.includes(fact.host));
  const partly = new Set(left.flatMap(({ owners }) => owners));
  const isWhole = (address: string) => !partly.has(address) && !unreadable.has(address);
  const whole = [...state.instances.values()].filter((instance) => isManaged(instance) && isWhole(instance.address));
  return { instances: whole.length, facts: owned.size - left.length };
}

/**
 * Compares what the state owns with what is. Nothing is changed and nothing is written, anywhere. A host that cannot be
 * read is an error among the report's diagnostics, and the lines of the others are there all the same.
 */
export async function findDrift(request: DriftRequest): Promise<Result<DriftReport>> {
  const found = await discreetly(request, compareAll);
  if (!found.ok) return found;
  const secrets = secretsIn(request);
  return ok({ ...found.value, secrets, diagnostics: concealed(found.value.diagnostics, concealing(secrets)) });
}

/** Values of data sources and of what is not there do not matter to how many instances are declared. */
function isUnapplied({ state, configuration }: DriftRequest): boolean {
  if ([...state.instances.values()].some(isManaged)) return false;
  const declared = configuration.evaluate(({ address }) => state.instances.get(address)?.attributes ?? {});
  return declared.instances.some(({ mode }) => mode === "managed") || declared.diagnostics.length > 0;
}

async function compareAll(request: DriftRequest): Promise<Result<Omit<DriftReport, "secrets">>> {
  const providers = readProviders(request.configuration.providers, request.backend);
  if (!providers.ok) return providers;
  const { contexts, configs } = providers.value;
  const { owned, unread: unreadable } = ownedBy(request.state, contextIn(contexts), new Map());
  const { hosts } = request.world;
  const places = await placesOf([...request.state.instances.values()], hosts, request.world);
  if (!places.ok) return places;
  const answers = await hosts.observe(scopesOf([...owned.values()].map(({ fact }) => fact)));
  const problems: readonly Diagnostic[] = [...unreadable.values(), ...[...answers.values()].flatMap((answer) => answer.diagnostics)];
  const observed = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : [])));
  const unread = unreadHosts(owned, observed);
  return ok({
    backends: backendsOf(configs),
    unapplied: isUnapplied(request),
    lines: compare(owned, observed),
    unread,
    ...compared(request.state, owned, unread, unreadable),
    diagnostics: problems,
  });
}

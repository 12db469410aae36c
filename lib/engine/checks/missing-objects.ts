import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact, type Key, type Place } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import type { LinkSetting } from "../../kernel/fact-type";
import { LOOPBACK } from "../../kernel/key";
import { keyOf, needsOf, providesOf, typeOf } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import { nearest } from "../../schema/nearest";
import type { Owned } from "../../reconcile/goal";
import { endsIn } from "../../reconcile/ours";
import { hostLinkOf, isProxyLink, isUplink } from "./missing-links";
import type { View } from "./view";

/** A wanted fact, and what it needs of what may be missing. */
type Needing = Owned & { readonly needed: readonly Key[] };

/** What new facts need, and of what is deleted, what others need. A fact that has lost something and does not change is not of this plan. */
function* unsettled({ goal, changes }: View): Generator<Needing> {
  const needed = (fact: Fact) => needsOf(fact).map(({ key }) => key);
  for (const { after, owners } of changes) if (after !== undefined) yield { fact: after, owners, needed: needed(after) };
  const gone = new Set(changes.flatMap(({ action, before }) => (action === "remove" ? [keyOf(before!), ...providesOf(before!)] : [])));
  const changed = new Set(changes.map(({ key }) => key));
  if (gone.size === 0) return;
  for (const [key, one] of goal.desired) if (!changed.has(key)) yield { ...one, needed: needed(one.fact).filter((need) => gone.has(need)) };
}

/** The links inside a namespace, as they are to be. */
function linksIn({ goal, wanted, actual }: View, { host, netns }: Place): readonly string[] {
  const there = [...(actual.get(host)?.values() ?? [])].filter((fact) => !goal.owned.has(keyOf(fact)));
  const ends = [...wanted.values(), ...there].flatMap((fact) => (fact.host === host ? (typeOf(fact).ends?.(fact) ?? []) : []));
  return [...new Set([LOOPBACK, ...ends.filter((end) => end.netns === netns).map(({ name }) => name)])];
}

/** A setting of a link that its namespace does not have, or not before another resource is made. */
function noSuchLink(fact: Fact, { dev, setting }: LinkSetting, resource: string, view: View): Diagnostic {
  const links = linksIn(view, fact);
  const meant = nearest(dev, links);
  const help = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const detail = `The namespace "${fact.netns}" has no interface "${dev}"; it has ${links.map((name) => `"${name}"`).join(", ")}.${help} A setting of "default" applies to every interface that is created later.`;
  return diagnose("missing-object", detail, { resource, path: ["sysctls", setting], host: fact.host, fact: textOf(fact) });
}

/** Whether an object of others is on the host under this key, or an end of a pair of others. */
function isThere(key: Key, facts: Facts, { goal }: View): boolean {
  const pair = endsIn(facts).get(key);
  return (facts.has(key) && !goal.owned.has(key)) || (pair !== undefined && !goal.owned.has(keyOf(pair)));
}

/** Every wanted fact depends on wanted facts, or on observed ones that stay. */
export function needsAreMet(view: View): readonly Diagnostic[] {
  const { goal, actual, changes } = view;
  if (changes.length === 0) return [];
  const provided = new Set<Key>();
  for (const { fact } of goal.desired.values()) for (const key of providesOf(fact)) provided.add(key);
  const found: Diagnostic[] = [];
  for (const { fact, owners, needed } of unsettled(view)) {
    const facts = actual.get(fact.host);
    if (facts === undefined) continue;
    for (const key of needed) {
      if (goal.desired.has(key) || provided.has(key) || isThere(key, facts, view)) continue;
      const setting = fact.netns === ROOT ? undefined : typeOf(fact).linkSetting?.(fact);
      if (setting !== undefined) {
        found.push(noSuchLink(fact, setting, owners[0]!, view));
        break;
      }
      const dev = hostLinkOf(key, fact);
      if (dev !== undefined && (isProxyLink(dev, fact.host, view) || isUplink(dev, fact.host, view))) break;
      const detail = `"${textOf(fact)}" needs "${key.split(" ").slice(2).join(" ")}", which is neither declared nor on host "${fact.host}". Declare it, and refer to it instead of naming it.`;
      found.push(diagnose("missing-object", detail, { resource: owners[0]!, host: fact.host, fact: textOf(fact) }));
    }
  }
  return found;
}

import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { gatewayOf, isLink, needsOf, providesOf } from "../kernel/kinds";
import type { Goal, Owned } from "./goal";

/** An instance with an interface in a namespace, before and after the plan, and its dependencies. */
export interface PlannedEndpoint {
  readonly address: string;
  readonly host: string;
  /** The owners of the objects that it depends on: its namespace and bridge, before and after. */
  readonly below: ReadonlySet<string>;
  /** The ends of its interfaces, in their namespaces. */
  readonly ends: ReadonlySet<Key>;
  /** Its routes through a gateway. */
  readonly routes: ReadonlyMap<Key, Fact>;
}

interface EndpointDraft {
  host: string;
  readonly below: Set<string>;
  readonly ends: Set<Key>;
  readonly routes: Map<Key, Fact>;
  before: boolean;
  after: boolean;
}

/** Whether it is a link with an end in a named namespace. */
function isInterface(fact: Fact): boolean {
  return isLink(fact) && needsOf(fact).length > 0;
}

/** The existing endpoints that stay, in the order of the configuration. */
export function endpointsOf(goal: Goal, actual: ReadonlyMap<string, Facts>): readonly PlannedEndpoint[] {
  return draftsIn(goal, actual).filter(({ before, after }) => before && after);
}

/** All wanted endpoints, whether they exist or not. */
export function wantedEndpoints(goal: Goal): readonly PlannedEndpoint[] {
  return draftsIn(goal, new Map()).filter(({ after }) => after);
}

function draftsIn({ desired, owned }: Goal, actual: ReadonlyMap<string, Facts>): readonly (PlannedEndpoint & EndpointDraft)[] {
  const drafts = new Map<string, EndpointDraft>();
  const take = (key: Key, { fact, owners }: Owned, after: boolean) => {
    for (const owner of owners) {
      const draft = draftOf(drafts, owner, fact.host);
      for (const need of needsOf(fact)) for (const side of [desired, owned]) addOthers(draft.below, side.get(need.key), owner);
      if (gatewayOf(fact) !== undefined) draft.routes.set(key, fact);
      if (!isInterface(fact)) continue;
      for (const end of providesOf(fact)) draft.ends.add(end);
      // An endpoint on an overlay network has entries on other members, too.
      draft.host = fact.host;
      draft.after ||= after;
      draft.before ||= actual.get(fact.host)?.has(key) === true;
    }
  };
  for (const [key, one] of desired) take(key, one, true);
  for (const [key, one] of owned) if (desired.get(key) !== one) take(key, one, false);
  return [...drafts].map(([address, draft]) => ({ address, ...draft }));
}

function draftOf(drafts: Map<string, EndpointDraft>, owner: string, host: string): EndpointDraft {
  const known = drafts.get(owner);
  if (known) return known;
  const fresh: EndpointDraft = { host, below: new Set(), ends: new Set(), routes: new Map(), before: false, after: false };
  drafts.set(owner, fresh);
  return fresh;
}

function addOthers(below: Set<string>, needed: Owned | undefined, self: string): void {
  for (const owner of needed?.owners ?? []) if (owner !== self) below.add(owner);
}

/** Effects of changed routes on packets of others than their owners: of the interface that they use, or of the whole host. */
import { ROOT, type Key, type Place } from "../kernel/fact";
import { typeOf } from "../kernel/kinds";
import { linkKey } from "../kernel/key";
import { effectOnOwn, type EffectContext } from "./effects";
import type { PlannedEndpoint } from "./endpoints";
import type { Change, Impact } from "./plan";

const placeOf = ({ host, netns }: Place): string => `${host} ${netns}`;

function isOfRoute({ after, before }: Change): boolean {
  return typeOf((after ?? before)!).ownEffect === "route";
}

/** The link that a route uses, or its place, where it uses none. */
function usedBy({ after, before }: Change): Key {
  const fact = (before ?? after)!;
  return "dev" in fact && fact.dev !== undefined ? linkKey(fact, fact.dev) : placeOf(fact);
}

/** The changes of routes that an endpoint's packets use, and that are not its own. */
export function routesOfOthers(changes: readonly Change[]): (endpoint: PlannedEndpoint) => readonly Change[] {
  const found = new Map<Key, Change[]>();
  for (const change of changes) {
    if (!isOfRoute(change)) continue;
    const key = usedBy(change);
    found.set(key, [...(found.get(key) ?? []), change]);
  }
  return ({ address, ends }) =>
    [...ends].flatMap((end) => {
      const place = end.split(" ").slice(0, 2).join(" ");
      const some = [...(found.get(end) ?? []), ...(found.get(place) ?? [])];
      return some.filter(({ owners }) => !owners.includes(address));
    });
}

/** The host's own routes that are deleted or changed: packets of the host, and of everything behind it, use them. */
export function hostRoutes(changes: readonly Change[], setting: EffectContext): readonly Impact[] {
  return changes.filter(isOfRoute).flatMap((change) => {
    const fact = change.before;
    if (fact === undefined || fact.netns !== ROOT || change.because === "drift") return [];
    const effect = effectOnOwn(change, setting, "");
    const name = typeOf(fact).asBystander?.(fact);
    if (effect === undefined || effect.kind === "live" || typeof name !== "string") return [];
    return [{ endpoint: name, host: fact.host, kind: effect.kind, why: [effect.why] }];
  });
}

/** Replacements with `create_before_destroy` in a plan: the old object is an owner of its own, until the plan is shown. */
import type { Key } from "../../kernel/fact";
import type { Goal, Owned } from "../../reconcile/goal";
import type { ImpactInputs } from "../../reconcile/impact";
import type { Change } from "../../reconcile/plan";
import { asOneOwner, ownedAfter, successorsIn, withDeposed, type Deposed } from "../deposed";
import type { Resolved } from "../resolve/resolve";
import type { State } from "../state/types";

/** The length of the keys that Terraform gives deposed objects. */
const KEY_LENGTH = 8;

type OwnedFacts = ReadonlyMap<Key, Owned>;

/** The part of a plan's scene that concerns them. */
interface DeposingScene {
  readonly seen: { readonly owned: OwnedFacts };
  readonly declared: readonly Resolved[];
  readonly forced: ReadonlySet<string>;
  readonly deposed: Deposed;
}

/**
 * Of these replaced instances, those that are created first, with the keys of their old objects, and the facts that the state owns
 * then. `nameOf` makes the names of new objects.
 */
export function deposing(
  replaced: readonly Resolved[],
  owned: OwnedFacts,
  state: State,
  nameOf: (address: string) => string,
): { readonly deposed: Deposed; readonly owned: OwnedFacts } {
  const first = replaced.filter(({ instance }) => instance.lifecycle.createBeforeDestroy && state.instances.has(instance.address));
  const deposed = new Map(first.map(({ instance: { address } }) => [address, nameOf(address).slice(0, KEY_LENGTH)]));
  return { deposed, owned: ownedAfter(owned, deposed) };
}

/** Old owner → its successor, what is left over from earlier applies included. */
export function successorsOf(
  { declared, deposed }: DeposingScene,
  state: State,
  isMeant: (address: string) => boolean,
): ReadonlyMap<string, string> {
  const here = new Set(declared.map(({ instance }) => instance.address).filter(isMeant));
  return successorsIn(withDeposed(state, deposed), (address) => here.has(address));
}

/** The replaced instances whose objects are recreated in their places. */
export function destroyedFirst({ forced, deposed }: DeposingScene): ReadonlySet<string> {
  return deposed.size === 0 ? forced : new Set([...forced].filter((address) => !deposed.has(address)));
}

/** For the impact, an object and its successor are one. */
export function asReplaced(
  { changes }: { readonly changes: readonly Change[] },
  goal: Goal,
  { deposed, seen }: DeposingScene,
): Pick<ImpactInputs, "changes" | "goal"> {
  return { changes: asOneOwner(changes, deposed), goal: { ...goal, owned: seen.owned } };
}

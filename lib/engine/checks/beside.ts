/** With `create_before_destroy`, the old object and the new one exist at the same time: whether they can. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Fact, Key } from "../../kernel/fact";
import { canChange, keyOf, typeOf } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import type { Owned } from "../../reconcile/goal";
import { occupies, wantsFree } from "../../reconcile/turns";
import type { Registry } from "../../resources/registry";
import { isPublished } from "../claims";
import type { Deposed } from "../deposed";
import type { Resolved } from "../resolve/resolve";
import { currentAddress, deposedAddress } from "../state/address";
import type { State } from "../state/types";
import { subnetsAreApart } from "./overlapping-subnets";
import { addressesAreUnique } from "./shared-addresses";
import { macsAreUnique } from "./shared-macs";
import { portsAreApart } from "./shared-ports";
import { declaredView, type PlanRule, type View } from "./view";

/** The old objects of a plan. */
interface OldObjects {
  readonly deposed: Deposed;
  readonly state: State;
  readonly types: Registry;
}

/** What two objects on one host cannot have in common although their facts differ. */
const RULES: readonly PlanRule[] = [subnetsAreApart, addressesAreUnique, macsAreUnique, portsAreApart];

const OTHERWISE =
  "remove `create_before_destroy` for this change, from the resources that depend on it, too: then the old one is destroyed first.";

function impossible(address: string, why: string, at: Diagnostic["at"]): Diagnostic {
  const detail = `${address} is created before the old one is destroyed, because it or a resource that depends on it has \`create_before_destroy\`, and both cannot exist at the same time: ${why}${OTHERWISE}`;
  return diagnose("cannot-coexist", detail, { ...at, resource: address });
}

/** The old objects' own facts, by all keys that they occupy, and by the other identities that only one object has. */
function standing(
  { goal }: View,
  deposed: Deposed,
): { readonly keys: ReadonlyMap<Key, Owned>; readonly unique: ReadonlyMap<string, Owned> } {
  const old = new Set([...deposed].map(([address, key]) => deposedAddress(address, key)));
  const mine = [...goal.owned.values()].filter(({ fact, owners }) => fact.shared !== true && owners.some((owner) => old.has(owner)));
  return {
    keys: new Map(mine.flatMap((one) => occupies(one.fact).map((key) => [key, one] as const))),
    unique: new Map(mine.flatMap((one) => (uniqueOf(one.fact) === undefined ? [] : [[uniqueOf(one.fact)!, one] as const]))),
  };
}

function uniqueOf(fact: Fact): string | undefined {
  const unique = typeOf(fact).unique?.(fact);
  return unique === undefined ? undefined : `${fact.host} ${unique}`;
}

/** The old fact beside which a new one cannot be. A main object is never shared; others of one key change in place, if the kernel can. */
function obstacle({ fact }: Owned, { keys, unique }: ReturnType<typeof standing>): Owned | undefined {
  const same = keys.get(keyOf(fact));
  const isShared = same !== undefined && !typeOf(fact).importable && keyOf(same.fact) === keyOf(fact) && canChange(same.fact, fact);
  const [only, own] = [uniqueOf(fact), isShared ? keyOf(fact) : undefined];
  const found = wantsFree(fact).flatMap((key) => (key === own ? [] : (keys.get(key) ?? [])));
  return found[0] ?? (isShared || only === undefined ? undefined : unique.get(only));
}

/** The new object needs what the old one is. */
function sameObjects(view: View, deposed: Deposed): readonly Diagnostic[] {
  const old = standing(view, deposed);
  const found = new Map<string, Diagnostic>();
  const made = new Set<string>();
  for (const one of view.goal.desired.values()) {
    const [address] = one.owners as readonly [string];
    if (one.fact.shared) continue;
    if (!old.keys.has(keyOf(one.fact))) made.add(address);
    const other = found.has(address) ? undefined : obstacle(one, old);
    if (other === undefined) continue;
    const why = `there is one "${textOf(other.fact)}" on host "${one.fact.host}". Change what names it, too, or `;
    const subject = deposed.has(address) ? address : currentAddress(other.owners[0]!);
    found.set(subject, impossible(subject, why, { host: one.fact.host, fact: textOf(one.fact) }));
  }
  const known = new Set([...old.keys.values()].flatMap(({ owners }) => owners));
  for (const [address, key] of deposed) {
    if (found.has(address) || made.has(address) || !known.has(deposedAddress(address, key))) continue;
    found.set(address, impossible(address, "they would be the same kernel objects. Change what names them, or ", {}));
  }
  return [...found.values()];
}

/** The old objects as if they were declared. */
function oldOnes({ resolved }: View, { deposed, state }: OldObjects): readonly Resolved[] {
  return resolved.flatMap(({ instance, ...rest }) => {
    const key = deposed.get(instance.address);
    if (key === undefined) return [];
    const { attributes } = state.instances.get(instance.address)!;
    return [{ ...rest, instance: { ...instance, address: deposedAddress(instance.address, key), config: {} }, attributes, facts: [] }];
  });
}

/** The new object needs a part of a network that the old one has. */
function samePlaces(view: View, { deposed, state, types }: OldObjects): readonly Diagnostic[] {
  const old = declaredView(oldOnes(view, { deposed, state, types }), types);
  const both: View = {
    ...view,
    networks: [...old.networks, ...view.networks],
    attachments: [...old.attachments, ...view.attachments],
    claims: [...old.claims.filter(isPublished), ...view.claims],
  };
  const names = [...deposed].map(([address, key]) => [deposedAddress(address, key), address] as const);
  return RULES.flatMap((rule) => rule(both)).flatMap(({ severity, detail, at }) => {
    const subject = names.find(([old]) => at.resource === old || detail.includes(old));
    if (subject === undefined || severity !== "error") return [];
    const said = names.reduce((text, [old, address]) => text.replaceAll(old, `the old ${address}`), detail);
    return [impossible(subject[1], `${said} Otherwise `, at)];
  });
}

/** The errors for replacements that cannot be created before the old object is destroyed. */
export function impossibleBeside(view: View, old: OldObjects): readonly Diagnostic[] {
  if (old.deposed.size === 0) return [];
  const same = sameObjects(view, old.deposed);
  const named = new Set(same.map(({ at }) => at.resource));
  return [...same, ...samePlaces(view, old).filter(({ at }) => !named.has(at.resource))];
}

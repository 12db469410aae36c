/** The effect of one change on the traffic of an endpoint: of its own objects, and of their dependencies. */
import type { Fact, FactOf, Key, Kind } from "../kernel/fact";
import type { EffectFromBelow, OwnEffect } from "../kernel/fact-type";
import { addressOf, bridgeOf, gatewayOf, servedBy, typeOf } from "../kernel/kinds";
import { sayPlaceholders } from "../kernel/placeholder";
import { bareAddress } from "../net/cidr";
import type { Change, Impact, OwnerChange } from "./plan";

/**
 * `by`: the key of the change that causes it, where it is one alone. `only`: the address or route whose connections end while others
 * continue. `derived`: it follows from a more specific effect.
 */
export interface Effect {
  readonly kind: Impact["kind"];
  readonly why: string;
  readonly by?: Key;
  readonly only?: string;
  readonly derived?: true;
}

/** Context of the whole plan for one change. */
export interface EffectContext {
  /** Owners that are replaced or deleted. */
  readonly resources: ReadonlyMap<string, OwnerChange>;
  /** Deleted addresses of root namespaces, by `host address`, with the deleting step; `back`: they are added again, on any link. */
  readonly gateways: ReadonlyMap<string, { readonly change: Change; readonly n: number; readonly back: boolean }>;
  /** The steps that add routes. */
  readonly routing: ReadonlyMap<Key, number>;
  /** What added objects do for packets (`servedBy`). */
  readonly served: ReadonlySet<string>;
}

type Judge = (change: Change, setting: EffectContext, endpoint: string) => Effect | undefined;

/** Whether the change deletes the object, even if only to recreate it. */
export function goes({ action, because }: Change): boolean {
  return action === "replace" || action === "remove" || (action === "add" && because === "collateral");
}

function words(fact: Fact): string {
  return `${fact.kind} ${typeOf(fact as FactOf<Kind>).text(fact as FactOf<Kind>)}`;
}

function sentence(change: Change): string {
  const { action, before, after } = change;
  const [was, is] = [before && shown(before), after && shown(after)];
  if (was !== undefined && is !== undefined && was !== is) return `"${was}" becomes "${is}"`;
  if (action === "remove") return `"${was}" is removed`;
  return `"${is}" is ${goes(change) ? "made again" : action === "add" ? "added" : "changed"}`;
}

function shown(fact: Fact): string {
  return sayPlaceholders(words(fact), "(known after apply)");
}

/** Why an object of this owner is deleted: the attributes that force the owner's replacement, if any. */
function reason(owner: string, change: Change, { resources }: EffectContext, endpoint?: string): string {
  const resource = resources.get(owner);
  const name = owner === endpoint ? "it" : owner;
  if (resource?.action === "delete") return `${name} is destroyed`;
  if (resource?.action !== "replace") return sentence(change);
  return `${name} is replaced${resource.replaceBy.length > 0 ? ` because of ${resource.replaceBy.join(", ")}` : ""}`;
}

function live(change: Change): Effect {
  return { kind: "live", why: sentence(change), by: change.key };
}

function brief(change: Change): Effect {
  return { kind: "brief", why: sentence(change), by: change.key };
}

function lost(change: Change, only: string): Effect {
  return { kind: "replaced", why: sentence(change), by: change.key, only };
}

type LinkBody = Partial<Pick<FactOf<"veth">, "mac" | "mtu" | "up" | "peerMtu" | "peerUp"> & Pick<FactOf<"link">, "stp">>;

/** Neighbours keep an old MAC address until their entry expires. Marks and aliases of a link do not affect its traffic. */
function linkChanged(change: Change): Effect | undefined {
  const [was, is] = [change.before as LinkBody, change.after as LinkBody];
  const cut = (was.up === true && !is.up) || (was.peerUp === true && is.peerUp === false) || (was.mac !== is.mac && is.mac !== undefined);
  if (cut) return brief(change);
  const differs = (["mtu", "peerMtu", "stp", "up", "peerUp"] as const).some((name) => was[name] !== is[name]);
  return differs ? live(change) : undefined;
}

function link(kind: "brief" | "replaced", change: Change, setting: EffectContext, endpoint: string, owner: string): Effect | undefined {
  if (goes(change)) return { kind, why: reason(owner, change, setting, endpoint), by: change.key, ...derivedFrom(change) };
  return change.action === "change" ? linkChanged(change) : undefined;
}

function derivedFrom({ because }: Change): Pick<Effect, "derived"> {
  return because === "collateral" ? { derived: true } : {};
}

const ownLink: Judge = (change, setting, endpoint) => link("replaced", change, setting, endpoint, endpoint);

const ownPort: Judge = (change) => {
  const { before, after } = change;
  const moves = before !== undefined && after !== undefined && bridgeOf(before) !== bridgeOf(after);
  return goes(change) || moves ? { ...brief(change), derived: true } : live(change);
};

const ownAddr: Judge = (change) => {
  if (change.action === "remove") return lost(change, bareAddress(addressOf(change.before!)!));
  return goes(change) ? { ...brief(change), ...derivedFrom(change) } : live(change);
};

const ownRoute: Judge = (change, setting) => {
  if (change.action === "remove" && setting.served.has(servedBy(change.before!) ?? "")) return live(change);
  if (change.action === "remove") return lost(change, words(change.before!));
  if (goes(change)) return { ...brief(change), ...derivedFrom(change) };
  const gateway = change.before && changedGateway(change.before, setting);
  const late = gateway !== undefined && gateway.n < (setting.routing.get(change.key) ?? Infinity);
  return late ? { ...brief(change), why: `its gateway goes before the next one comes: ${sentence(change)}` } : live(change);
};

function changedGateway(fact: Fact, { gateways }: EffectContext) {
  const gateway = gatewayOf(fact);
  return gateway === undefined ? undefined : gateways.get(`${fact.host} ${gateway}`);
}

/** The effect of a change of an endpoint's own object. Filter kinds change without interrupting packets. */
const own: Readonly<Record<OwnEffect, Judge>> = { carrier: ownLink, attachment: ownPort, address: ownAddr, route: ownRoute };

type JudgeFromBelow = (change: Change, setting: EffectContext, owner: string) => Effect | undefined;

/**
 * The effect of a change of a namespace's or network's object on the endpoints in it. Addresses and routes of the host matter
 * only where an endpoint uses them.
 */
const below: Readonly<Record<EffectFromBelow, JudgeFromBelow>> = {
  inhabited: (change, setting, owner) =>
    goes(change) ? { kind: "replaced", why: reason(owner, change, setting), by: change.key } : undefined,
  carrier: (change, setting, owner) => link("brief", change, setting, "", owner),
  attachment: (change) => (goes(change) ? { ...brief(change), derived: true } : live(change)),
  none: () => undefined,
  secret: renewed,
};

/** No packets pass between the change of a key on one host and its configuration on the others. */
function renewed(change: Change): Effect | undefined {
  return change.action === "add" || change.action === "remove" ? live(change) : brief(change);
}

export function effectOnOwn(change: Change, setting: EffectContext, endpoint: string): Effect | undefined {
  const effect = typeOf((change.after ?? change.before)!).ownEffect;
  return effect === undefined ? live(change) : own[effect](change, setting, endpoint);
}

export function effectFromBelow(change: Change, setting: EffectContext, owner: string): Effect | undefined {
  const effect = typeOf((change.after ?? change.before)!).effectFromBelow;
  return effect === undefined ? live(change) : below[effect](change, setting, owner);
}

/** The effect on an unchanged route when its gateway is deleted. */
export function effectOfGateway(route: Fact, setting: EffectContext): Effect | undefined {
  const gateway = changedGateway(route, setting);
  if (gateway === undefined) return undefined;
  if (!gateway.back) return lost(gateway.change, words(route));
  return { ...brief(gateway.change), why: `its gateway: ${sentence(gateway.change)}`, derived: true };
}

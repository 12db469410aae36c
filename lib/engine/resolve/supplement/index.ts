/**
 * Facts that a resource owns besides its compiled ones because of the state of its host. Resources are compiled without an
 * observation; this is where an observation adds facts, so that plans, states and drift treat them like all others.
 */
import type { Observation } from "../../../ports/backend";
import type { Fact, Key } from "../../../kernel/fact";
import { isLink, keyOf } from "../../../kernel/kinds";
import { bridgesIn } from "../../../kernel/kinds/link";
import { forwardDropsIn } from "../../../kernel/kinds/policy";
import type { Owned } from "../../../reconcile/goal";
import type { Context } from "../../../resources";
import type { ForwardingFamily } from "../../../resources/firewall/closed";
import type { Resolved } from "../resolve";
import { acceptRa, forwards, listeningLinks, settledLinks, type DeclaredLinks } from "./accept-ra";
import { closedChain, forwardedFamilies } from "./closed";
import { exceptions } from "./cooperation";
import { admissions, gatesOf } from "./intakes";
import { vlansBelow } from "./vlans";
import { own } from "../../../net/own";

/** The observed hosts, and the facts owned already. */
export interface ObservedHosts {
  readonly observed: ReadonlyMap<string, Observation>;
  readonly owned: ReadonlyMap<Key, Owned>;
  readonly contextOf: (resolved: Resolved) => Context;
}

/** The instances with their supplementary facts. */
export function supplement(resolved: ReadonlyMap<string, Resolved>, found: ObservedHosts): ReadonlyMap<string, Resolved> {
  const ours = linksOf(resolved);
  const add = [settings(found, ours), closing(resolved, found, ours), rules(found), below(found, ours)];
  const all = new Map(resolved);
  for (const [address, one] of resolved) {
    if (one.facts.length === 0) continue;
    const more = add.map((adding) => adding(one, address)).flat();
    if (more.length > 0) all.set(address, { ...one, facts: [...one.facts, ...more] });
  }
  return all;
}

type Adding = (resolved: Resolved, address: string) => readonly Fact[];

/** The keys of all links that are declared. Most hosts never ask for them. */
function linksOf(resolved: ReadonlyMap<string, Resolved>): DeclaredLinks {
  let keys: ReadonlySet<Key> | undefined;
  const found = () => new Set([...resolved.values()].flatMap(({ facts }) => facts.filter(isLink).map(keyOf)));
  return { has: (key) => (keys ??= found()).has(key) };
}

const NOTHING: readonly Fact[] = [];

function settings({ observed, owned }: ObservedHosts, ours: DeclaredLinks): Adding {
  const listening = new Map([...observed].map(([host, { facts }]) => [host, listeningLinks(host, facts, ours)] as const));
  const settled = settledLinks(owned, (host) => observed.get(host)?.facts);
  return ({ facts }, address) => {
    const hosts = forwards(facts);
    if (hosts.length === 0) return NOTHING;
    return hosts.flatMap((host) => acceptRa(host, [...(listening.get(host) ?? []), ...settled(host, address)]));
  };
}

/** The chain that keeps a host closed, for each instance that makes it a router, unless its provider block says otherwise. */
function closing(resolved: ReadonlyMap<string, Resolved>, { observed, owned, contextOf }: ObservedHosts, ours: DeclaredLinks): Adding {
  const isClosed = (one: Resolved) => one.instance.mode === "managed" && contextOf(one).provider.host_forwarding !== "open";
  const families = new Map<string, Set<ForwardingFamily>>();
  for (const one of resolved.values())
    for (const [host, family] of isClosed(one) ? forwardedFamilies(one.facts) : [])
      families.set(host, (families.get(host) ?? new Set()).add(family));
  const chains = new Map(
    [...families].map(([host, some]) => {
      const actual = observed.get(host)?.facts;
      return [host, actual && closedChain(host, some, { actual, owned, ours })] as const;
    }),
  );
  return (one) => {
    const hosts = isClosed(one) ? new Set(forwardedFamilies(one.facts).map(([host]) => host)) : [];
    return [...hosts].flatMap((host) => chains.get(host) ?? []);
  };
}

/** The VLANs that links of an instance are to stand on. */
function below({ observed }: ObservedHosts, ours: DeclaredLinks): Adding {
  return ({ facts, instance }) => (instance.mode === "managed" ? vlansBelow(facts, (host) => observed.get(host)?.facts, ours) : NOTHING);
}

function rules({ observed, contextOf }: ObservedHosts): Adding {
  const policies = new Map([...observed].map(([host, { facts }]) => [host, forwardDropsIn(facts)] as const));
  const gates = gatesOf([...observed].map(([host, { facts }]) => [host, facts]));
  if (gates.size === 0 && [...policies.values()].every(({ length }) => length === 0)) return () => NOTHING;
  return (resolved) => {
    const { provider } = contextOf(resolved);
    if (resolved.instance.mode !== "managed" || provider.host_firewall !== "cooperate") return [];
    const forwarded = bridgesIn(resolved.facts).flatMap((bridge) => exceptions(bridge, policies.get(bridge.host) ?? []));
    return [...forwarded, ...admissions(resolved.facts, gates, (host) => own(provider.hosts, host))];
  };
}

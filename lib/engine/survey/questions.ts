import type { Scope } from "../../io";
import { ROOT } from "../../kernel/fact";
import { publishesOf } from "../claims";
import type { Resolved } from "./resolve";
import { hostsOfNetwork } from "./sites";

/** Whether packets that only cross a bridge are shown to the firewall: then a policy ends those, too. */
export const BRIDGE_CALLS = { 4: "net.bridge.bridge-nf-call-iptables", 6: "net.bridge.bridge-nf-call-ip6tables" } as const;

const NOTHING: Scope = { netns: [], adopt: {}, sysctls: [] };

/**
 * The scopes with what only a plan wants to know of a host beside its facts: what listens there where ports are published,
 * names are to be answered or tunnels end, and who ends forwarded packets where there are bridges.
 */
export function withQuestions(scopes: ReadonlyMap<string, Scope>, resolved: Iterable<Resolved>): ReadonlyMap<string, Scope> {
  const asked = new Map(scopes);
  const ask = (host: string, more: Partial<Scope>) => {
    if (asked.has(host)) asked.set(host, { ...(asked.get(host) ?? NOTHING), ...more });
  };
  for (const { instance, attributes } of resolved) {
    for (const { host } of publishesOf({ address: instance.address, type: instance.type, attributes })) ask(host, { sockets: true });
    for (const host of hostsOfNetwork(instance.type, attributes))
      ask(host, listens(instance.type, attributes) ? { policies: true, sockets: true } : { policies: true });
  }
  for (const [host, scope] of asked) {
    if (scope.policies) asked.set(host, { ...scope, sysctls: withSettings(scope.sysctls) });
  }
  return asked;
}

/** Whether something of the network is to listen on its host: its name server, or the ends of its tunnels. */
function listens(type: string, attributes: Resolved["attributes"]): boolean {
  return type === "netweft_overlay_network" || attributes["names"] !== false;
}

function withSettings(sysctls: Scope["sysctls"]): Scope["sysctls"] {
  const known = new Set(sysctls.filter(({ netns }) => netns === ROOT).map(({ name }) => name));
  return [...sysctls, ...Object.values(BRIDGE_CALLS).flatMap((name) => (known.has(name) ? [] : [{ netns: ROOT, name }]))];
}

import type { Scope } from "../../ports/backend";
import { EMPTY_SCOPE } from "../../reconcile/scope";
import { ROOT } from "../../kernel/fact";
import { rulesIn } from "../../kernel/kinds/rule";
import { isUplinkRule } from "../../resources/uplinks/compile";
import { networkOf, type Registry } from "../../resources/registry";
import type { Draft } from "../../schema/value";
import { publishesOf } from "../claims";
import type { Resolved } from "./resolve";
import { settingQuestions } from "./setting-questions";
import { forwards } from "./supplement/accept-ra";

/** Whether bridged packets pass the firewall (br_netfilter): then a drop policy affects those, too. */
export const BRIDGE_CALLS = { 4: "net.bridge.bridge-nf-call-iptables", 6: "net.bridge.bridge-nf-call-ip6tables" } as const;

/**
 * The scopes, extended by what only a plan needs besides facts: listening sockets where ports are published, DNS is served or
 * tunnels end, policy rules where ports are published, what sets firewall marks where these tell uplinks apart, foreign forward policies where there are bridges, what namespaces allow for the declared sysctls, and the links that accept router advertisements where the host is
 * to forward IPv6.
 */
export function withQuestions(
  scopes: ReadonlyMap<string, Scope>,
  resolved: readonly Resolved[],
  prior: (address: string) => Draft | undefined,
  types: Registry,
): ReadonlyMap<string, Scope> {
  const asked = new Map(scopes);
  const ask = (host: string, more: Partial<Scope>) => {
    if (asked.has(host)) asked.set(host, { ...(asked.get(host) ?? EMPTY_SCOPE), ...more });
  };
  for (const { instance, attributes, facts } of resolved) {
    for (const host of forwards(facts)) ask(host, { routers: true });
    const typed = { address: instance.address, type: instance.type, attributes };
    for (const { host } of publishesOf(typed, types)) ask(host, { sockets: true, rules: true });
    for (const rule of rulesIn(facts).filter(isUplinkRule)) ask(rule.host, { marks: true });
    const network = networkOf(types, typed);
    for (const host of network?.hosts ?? []) ask(host, network?.listens ? { policies: true, sockets: true } : { policies: true });
  }
  const settings = settingQuestions(resolved, prior, types);
  for (const [host, scope] of asked) {
    const { sysctls = [], offered = [] } = settings.get(host) ?? {};
    const calls = scope.policies ? Object.values(BRIDGE_CALLS).map((name) => ({ netns: ROOT, name })) : [];
    asked.set(host, { ...scope, sysctls: eachOnce([...scope.sysctls, ...sysctls, ...calls]), offered: [...offered] });
  }
  return asked;
}

function eachOnce(sysctls: Scope["sysctls"]): Scope["sysctls"] {
  return [...new Map(sysctls.map((setting) => [`${setting.netns} ${setting.name}`, setting])).values()];
}

import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { exceptionsIn } from "../../kernel/kinds/iptables";
import { forwardDropsIn } from "../../kernel/kinds/policy";
import { settingAt } from "../../kernel/kinds/settings";
import { BRIDGE_CALLS } from "../resolve/questions";
import type { View } from "./view";
import { isOfIptables } from "../resolve/supplement/cooperation";
import { listed, remedyFor, tableOf, whoseIs } from "./forwarding-remedy";

/** A network of ours on one host, and the traffic that has to pass for it. */
interface ForwardedNetwork {
  readonly resource: string;
  readonly host: string;
  readonly bridge: string;
  readonly internal: boolean;
  readonly publishes: boolean;
}

function forwardedNetworks({ networks, attachments }: View): readonly ForwardedNetwork[] {
  const publishing = new Set(attachments.flatMap(({ attachment: { publishes, network } }) => (publishes ? (network.id ?? []) : [])));
  return networks.flatMap(({ instance, network: { id, bridge, internal, hosts } }) => {
    if (bridge === undefined) return [];
    const common = { resource: instance.address, bridge, internal, publishes: id !== undefined && publishing.has(id) };
    return hosts.map((host) => ({ ...common, host }));
  });
}

function lists(links: readonly string[], bridge: string): boolean {
  return links.some((link) => link === bridge || (link.endsWith("*") && bridge.startsWith(link.slice(0, -1))));
}

/** Whether bridged packets pass the chain. */
function seesBridged({ family }: FactOf<"policy">, facts: Facts, host: string): boolean {
  if (family === "bridge") return true;
  const calls = (version: 4 | 6) => callsFor(facts, host, version);
  if (family === "inet") return calls(4) || calls(6);
  return calls(family.startsWith("ip6") ? 6 : 4);
}

function callsFor(facts: Facts, host: string, version: 4 | 6): boolean {
  return settingAt(facts, { host, netns: ROOT }, BRIDGE_CALLS[version])?.value === "1";
}

/** The traffic of a network that a foreign chain drops, as text. */
function ended(policy: FactOf<"policy">, network: ForwardedNetwork, facts: Facts): readonly string[] {
  const { bridge, internal, publishes } = network;
  const routed = policy.family !== "bridge" && !internal;
  const comes = lists(policy.out, bridge);
  const found = [
    routed && !lists(policy.in, bridge) && "what its endpoints send elsewhere",
    routed && !policy.replies && !comes && !lists(policy.back, bridge) && "the answers that come back to them",
    routed && publishes && !policy.dnat && !comes && "connections to the ports that they publish",
    seesBridged(policy, facts, network.host) && !lists(policy.within, bridge) && "even what they send to each other on the bridge",
  ];
  return found.filter((words) => words !== false);
}

/** Whether declared exceptions of ours are in the same tables. */
function isExcepted({ family, host }: FactOf<"policy">, bridge: string, rules: readonly FactOf<"iptables">[]): boolean {
  return rules.some((rule) => rule.host === host && rule.family === family && rule.dev === bridge && rule.payload === undefined);
}

/** What one firewall of a host does to one network, or to several for which it is the same. */
interface DroppedTraffic {
  readonly host: string;
  readonly policies: readonly FactOf<"policy">[];
  readonly networks: readonly ForwardedNetwork[];
  readonly what: readonly string[];
}

/** Findings with what `keyOf` gives in common, as one. */
function merged(findings: readonly DroppedTraffic[], keyOf: (finding: DroppedTraffic) => readonly unknown[]): readonly DroppedTraffic[] {
  const groups = new Map<string, DroppedTraffic[]>();
  for (const finding of findings) {
    const key = JSON.stringify(keyOf(finding));
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => ({
    ...group[0]!,
    policies: [...new Set(group.flatMap(({ policies }) => policies))],
    networks: [...new Set(group.flatMap(({ networks }) => networks))],
  }));
}

/** One for all networks and chains of a firewall for which it says the same. */
function inOne(findings: readonly DroppedTraffic[]): readonly DroppedTraffic[] {
  const names = (policies: DroppedTraffic["policies"]) => policies.map((policy) => [policy.family, policy.table, policy.chain]);
  const firewall = ({ host, policies: [policy], what }: DroppedTraffic) => [host, what, policy!.by, policy!.verdict, isOfIptables(policy!)];
  const byNetwork = merged(findings, (one) => [firewall(one), one.networks[0]!.resource]);
  return merged(byNetwork, (one) => [firewall(one), names(one.policies)]);
}

function say({ host, policies, networks, what }: DroppedTraffic, facts: Facts): Diagnostic {
  const { by, verdict } = policies[0]!;
  const chains = policies.map((policy) => `the chain "${policy.chain}" of the table "${tableOf(policy)}"`);
  const bridges = networks.map(({ bridge }) => bridge);
  const behind = listed(bridges.map((bridge) => `"${bridge}"`));
  const one = networks.length === 1;
  const bridged = what[what.length - 1]!.startsWith("even") ? bridgedRemedy(policies, facts, host) : "";
  const detail = `The firewall of host "${host}"${whoseIs({ by })} ${verdict}s forwarded packets that no rule lets through: ${listed(chains)}. For the network${one ? "" : "s"} behind ${behind} it ends ${listed(what)}. What Netweft allows does not help, because a packet has to pass every table. ${remedyFor(policies, bridges)}${bridged} Where a rule lets the network${one ? "" : "s"} through by ${one ? "its" : "their"} addresses, there is nothing to do.`;
  return diagnose("forwarding-dropped", detail, { resource: networks[0]!.resource, host });
}

function bridgedRemedy(policies: DroppedTraffic["policies"], facts: Facts, host: string): string {
  const passing = policies.filter(({ family }) => family !== "bridge");
  const names = ([4, 6] as const).filter(
    (version) =>
      callsFor(facts, host, version) && passing.some(({ family }) => family === "inet" || family.startsWith("ip6") === (version === 6)),
  );
  if (names.length === 0) return "";
  const commands = names.map((version) => `\`sysctl -w ${BRIDGE_CALLS[version]}=0\``).join(" and ");
  const chains = passing.length === 1 ? "the chain" : "the chains";
  return ` Bridged packets pass ${chains} because of br_netfilter; ${commands} end${names.length === 1 ? "s" : ""} that for all bridges of the host.`;
}

/** A foreign firewall that drops the traffic of networks is reported. */
export function trafficMayPass(view: View): readonly Diagnostic[] {
  const { wanted, actual } = view;
  const policies = new Map([...actual].map(([host, facts]) => [host, forwardDropsIn(facts)] as const));
  if ([...policies.values()].every((some) => some.length === 0)) return [];
  const rules = exceptionsIn(wanted);
  const found = forwardedNetworks(view).flatMap((network) =>
    (policies.get(network.host) ?? []).flatMap((policy): readonly DroppedTraffic[] => {
      if (isExcepted(policy, network.bridge, rules)) return [];
      const what = ended(policy, network, actual.get(network.host)!);
      return what.length === 0 ? [] : [{ host: network.host, policies: [policy], networks: [network], what }];
    }),
  );
  return inOne(found).map((finding) => say(finding, actual.get(finding.host)!));
}

import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type FactOf } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { exceptionsIn } from "../../kernel/kinds/iptables";
import { forwardDropsIn } from "../../kernel/kinds/policy";
import { settingAt } from "../../kernel/kinds/settings";
import { BRIDGE_CALLS } from "../resolve/questions";
import type { View } from "./view";
import { remedyFor, tableOf, whoseIs } from "./forwarding-remedy";

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

function say(policy: FactOf<"policy">, network: ForwardedNetwork, what: readonly string[], facts: Facts): Diagnostic {
  const { host, resource, bridge } = network;
  const { chain, verdict } = policy;
  const list = what.length === 1 ? what[0]! : `${what.slice(0, -1).join(", ")} and ${what[what.length - 1]!}`;
  const bridged = what[what.length - 1]!.startsWith("even") ? bridgedRemedy(policy, facts, host) : "";
  const detail = `The firewall of host "${host}"${whoseIs(policy)} ${verdict}s forwarded packets that no rule lets through: the chain "${chain}" of the table "${tableOf(policy)}". For the network behind "${bridge}" it ends ${list}. What Netweft allows does not help, because a packet has to pass every table. ${remedyFor(policy, bridge)}${bridged} Where a rule lets the network through by its addresses, there is nothing to do.`;
  return diagnose("forwarding-dropped", detail, { resource, host });
}

function bridgedRemedy({ family }: FactOf<"policy">, facts: Facts, host: string): string {
  if (family === "bridge") return "";
  const names = ([4, 6] as const).filter(
    (version) => callsFor(facts, host, version) && (family === "inet" || family.startsWith("ip6") === (version === 6)),
  );
  const commands = names.map((version) => `\`sysctl -w ${BRIDGE_CALLS[version]}=0\``).join(" and ");
  return ` Bridged packets pass the chain because of br_netfilter; ${commands} ends that for all bridges of the host.`;
}

/** A foreign firewall that drops the traffic of a network is reported. */
export function trafficMayPass(view: View): readonly Diagnostic[] {
  const { wanted, actual } = view;
  const policies = new Map([...actual].map(([host, facts]) => [host, forwardDropsIn(facts)] as const));
  if ([...policies.values()].every((some) => some.length === 0)) return [];
  const rules = exceptionsIn(wanted);
  return forwardedNetworks(view).flatMap((network) =>
    (policies.get(network.host) ?? []).flatMap((policy) => {
      if (isExcepted(policy, network.bridge, rules)) return [];
      const facts = actual.get(network.host)!;
      const what = ended(policy, network, facts);
      return what.length === 0 ? [] : [say(policy, network, what, facts)];
    }),
  );
}

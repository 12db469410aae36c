/** The packets that the hosts of a network must accept: from endpoints, and from the other members of an overlay network. */
import { ROOT, type Fact } from "../../../kernel/fact";
import { formatCidr, networkOf, parseCidr } from "../../../net/cidr";
import { byHost } from "../../../reconcile/by-host";
import { memberNeeds } from "./members";
import { NEIGHBOURS, single, type PacketNeed } from "./need";

const LOOKUPS = [single("udp", 53), single("tcp", 53)];

function networksOn(facts: readonly Fact[], bridge: string): readonly { readonly version: 4 | 6; readonly network: string }[] {
  return facts.flatMap((fact) => {
    const cidr = fact.kind === "addr" && fact.netns === ROOT && fact.dev === bridge ? parseCidr(fact.address) : undefined;
    return cidr === undefined ? [] : [{ version: cidr.ip.version, network: formatCidr(networkOf(cidr)) }];
  });
}

/** The packets from endpoints, by the facts of one host. */
function endpointNeeds(own: readonly Fact[]): readonly PacketNeed[] {
  return own.flatMap((fact): readonly PacketNeed[] => {
    if (fact.kind !== "link" || fact.type !== "bridge" || fact.netns !== ROOT) return [];
    const { host, name: link, mark } = fact;
    const networks = networksOn(own, link);
    const served = own.some((other) => other.kind === "resolver" && other.bridge === link);
    const base = { host, link, mark, from: "endpoints" } as const;
    const lookups = networks.flatMap(({ version, network: source }) =>
      LOOKUPS.map((payload): PacketNeed => ({ ...base, version, source, payload, what: "names" })),
    );
    const six = networks.some(({ version }) => version === 6);
    const neighbours = NEIGHBOURS.map((payload): PacketNeed => ({ ...base, version: 6, payload, what: "neighbours" }));
    return [...(served ? lookups : []), ...(six ? neighbours : [])];
  });
}

/** What the facts of one resource need on its hosts, or on some of them. */
export function needsIn(facts: readonly Fact[], isWanted: (host: string) => boolean = () => true): readonly PacketNeed[] {
  const hosts = [...byHost(facts, ({ host }) => host)].filter(([host]) => isWanted(host));
  if (hosts.length === 0) return [];
  const between = memberNeeds(facts);
  return hosts.flatMap(([host, own]) => [...endpointNeeds(own), ...between(host, own)]);
}

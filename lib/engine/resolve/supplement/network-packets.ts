/** The packets that the hosts of a network must accept: from endpoints, and from the other members of an overlay network. */
import type { Fact, FactOf } from "../../../kernel/fact";
import { addressesOn } from "../../../kernel/kinds/addr";
import { bridgesIn } from "../../../kernel/kinds/link";
import { nameServersIn } from "../../../kernel/kinds/resolver";
import { formatCidr, networkOf, parseCidr } from "../../../net/cidr";
import { byHost } from "../../../reconcile/by-host";
import { memberNeeds } from "./member-packets";
import { NEIGHBOURS, single, type HostOf, type PacketNeed } from "./packet-need";

const LOOKUPS = [single("udp", 53), single("tcp", 53)];

function networksOn(facts: readonly Fact[], bridge: FactOf<"link">): readonly { readonly version: 4 | 6; readonly network: string }[] {
  return addressesOn(facts, bridge, bridge.name).flatMap(({ address }) => {
    const cidr = parseCidr(address);
    return cidr === undefined ? [] : [{ version: cidr.ip.version, network: formatCidr(networkOf(cidr)) }];
  });
}

/** The packets from endpoints, by the facts of one host. */
function endpointNeeds(own: readonly Fact[]): readonly PacketNeed[] {
  return bridgesIn(own).flatMap((bridge): readonly PacketNeed[] => {
    const { host, name: link, mark } = bridge;
    const networks = networksOn(own, bridge);
    const served = nameServersIn(own).some((server) => server.bridge === link);
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
export function needsIn(facts: readonly Fact[], hostOf: HostOf, isWanted: (host: string) => boolean = () => true): readonly PacketNeed[] {
  const hosts = [...byHost(facts, ({ host }) => host)].filter(([host]) => isWanted(host));
  if (hosts.length === 0) return [];
  const between = memberNeeds(facts, hostOf);
  return hosts.flatMap(([host, own]) => [...endpointNeeds(own), ...between(host, own)]);
}

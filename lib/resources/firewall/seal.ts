import { fact, ROOT, type Fact } from "../../kernel/fact";
import { OUR_GROUP } from "../../kernel/mark";
import { drop, is, rule } from "../../nft/build";
import type { ChainBase, Match } from "../../nft/expression";

/** The VXLAN network whose packets only its members may send. */
interface Sealed {
  readonly vni: number;
  readonly port: number;
  readonly vxlan_name: string;
}

/** The match for packets of the network that are not encrypted, for output and input. */
export interface Clear {
  readonly out: Match;
  readonly in: Match;
}

/**
 * Chains that drop a network's packets that do not come from hosts of its members, or that are not encrypted where they should
 * be (`clear`). They are at the host's own hooks, so that no route and no missing device bypasses them. They match the
 * identifier in VXLAN's header, behind UDP's 8 bytes and 4 of flags (RFC 7348, section 5), because other networks may share
 * the port.
 *
 * Endpoints and forwarded sources may not send the network's VXLAN, neither to the host nor through it: an endpoint of any
 * other network could inject frames into this one. Once masqueraded, such packets would even have the host's own address, and
 * IPsec would encrypt them like the host's own.
 */
export function sealed(host: string, network: Sealed, clear: Clear | undefined): readonly Fact[] {
  const place = { host, netns: ROOT };
  const packets = [is("udp dport", `${network.port}`), is("@th,96,24", `0x${network.vni.toString(16)}`)];
  const chain = (direction: string, hook: ChainBase["hook"], ...which: readonly Match[]) =>
    fact("chain", place, {
      name: `sealed-${direction}-${network.vxlan_name}`,
      base: { type: "filter", hook, priority: 0 },
      rules: [rule(...packets, ...which, drop)],
    });
  const out = clear === undefined ? [] : [chain("out", "output", clear.out)];
  return [...out, chain("in", "input", clear?.in ?? is("iifgroup", `${OUR_GROUP}`)), chain("by", "forward")];
}

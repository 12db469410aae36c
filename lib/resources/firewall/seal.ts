import { fact, ROOT, type Fact } from "../../kernel/fact";
import { OUR_GROUP } from "../../kernel/mark";

/** The VXLAN network whose packets only its members may speak. */
interface Sealed {
  readonly vni: number;
  readonly port: number;
  readonly vxlan_name: string;
}

/** How packets of the network that are not encrypted are known on their way out and in. */
export interface Clear {
  readonly out: string;
  readonly in: string;
}

/**
 * Chains that drop what of a network comes from those who are none of its members' hosts, and what is not encrypted where it
 * should be (`clear`). They hang at the host's own hooks, so that no route and no missing device lets a packet by. The
 * identifier is looked for in VXLAN's header, behind UDP's 8 bytes and 4 of flags (RFC 7348, section 5), because other
 * networks may share the port.
 *
 * Nobody behind the host speaks VXLAN of the network, neither to the host nor through it: an endpoint of any other network
 * could put frames into this one. Once masqueraded, such packets would even have the host's own address, and IPsec would
 * encrypt them like the host's own.
 */
export function sealed(host: string, network: Sealed, clear: Clear | undefined): readonly Fact[] {
  const place = { host, netns: ROOT };
  const packets = `udp dport ${network.port} @th,96,24 0x${network.vni.toString(16)}`;
  const chain = (direction: string, hook: string, ...which: readonly string[]) =>
    fact("chain", place, {
      name: `sealed-${direction}-${network.vxlan_name}`,
      base: `type filter hook ${hook} priority 0`,
      rules: [[packets, ...which, "drop"].join(" ")],
    });
  const out = clear === undefined ? [] : [chain("out", "output", clear.out)];
  return [...out, chain("in", "input", clear?.in ?? `iifgroup ${OUR_GROUP}`), chain("by", "forward")];
}

import { fact, ROOT, type Fact } from "../../kernel/fact";

/** The VXLAN network that is not to be seen in clear. */
interface Sealed {
  readonly vni: number;
  readonly port: number;
  readonly vxlan_name: string;
}

/**
 * Chains that drop what of a network is not encrypted: `clear` says how such packets are known on their way out and in. They
 * hang at the host's own hooks, so that no route and no missing device lets a packet by. The identifier is looked for in
 * VXLAN's header, behind UDP's 8 bytes and 4 of flags (RFC 7348, section 5), because other networks may share the port.
 *
 * Nobody behind the host speaks VXLAN of the network for it: once masqueraded, such packets would have the host's own address,
 * and IPsec would encrypt them like the host's own.
 */
export function sealed(host: string, network: Sealed, clear: { readonly out: string; readonly in: string }): readonly Fact[] {
  const place = { host, netns: ROOT };
  const packets = `udp dport ${network.port} @th,96,24 0x${network.vni.toString(16)}`;
  const chain = (direction: string, hook: string, which: string) =>
    fact("chain", place, {
      name: `sealed-${direction}-${network.vxlan_name}`,
      base: `type filter hook ${hook} priority 0`,
      rules: [`${packets} ${which}drop`],
    });
  return [chain("out", "output", `${clear.out} `), chain("in", "input", `${clear.in} `), chain("by", "forward", "")];
}

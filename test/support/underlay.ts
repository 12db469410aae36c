/** Several hosts in the laboratory, each a namespace, connected by a bridge as the network between them. */
import type { ProviderConfig } from "../../lib/resources/provider";
import { hostConfig, ipBatch } from "./lab";

const BRIDGE = "underlay";

/** One host on the underlay; its link there is `eth0`. */
export interface UnderlayHost {
  readonly name: string;
  readonly v4: string;
  readonly v6: string;
}

export interface Underlay {
  readonly hosts: readonly UnderlayHost[];
  /** The hosts of a provider configuration: each by name, as the namespace of that name. */
  readonly config: ProviderConfig["hosts"];
  /** The host of this name. */
  host(name: string): UnderlayHost;
  /** Takes the host's link down, and up again. */
  cut(name: string): void;
  restore(name: string): void;
}

/**
 * Creates a namespace per name, with addresses of both families on one network: the first host is 192.0.2.1 and
 * 2001:db8::1. They end with the laboratory's other namespaces (`emptyLab`).
 */
export function makeUnderlay(names: readonly string[], { mtu = 1500 }: { readonly mtu?: number } = {}): Underlay {
  const hosts = names.map((name, n): UnderlayHost => ({ name, v4: `192.0.2.${n + 1}`, v6: `2001:db8::${(n + 1).toString(16)}` }));
  ipBatch([`link add name ${BRIDGE} mtu ${mtu} type bridge`, `link set ${BRIDGE} up`]);
  ipBatch(hosts.flatMap(({ name }, n) => plugged(name, cableOf(n), mtu)));
  for (const { name, v4, v6 } of hosts)
    ipBatch(["link set lo up", "link set eth0 up", `addr add ${v4}/24 dev eth0`, `addr add ${v6}/64 dev eth0 nodad`], name);
  const cable = (name: string) => cableOf(names.indexOf(name));
  return {
    hosts,
    config: Object.fromEntries(names.map((name) => [name, hostConfig(name)])),
    host: (name) => hosts[names.indexOf(name)]!,
    cut: (name) => ipBatch([`link set ${cable(name)} down`]),
    restore: (name) => ipBatch([`link set ${cable(name)} up`]),
  };
}

function cableOf(n: number): string {
  return `under${n}`;
}

function plugged(name: string, cable: string, mtu: number): readonly string[] {
  return [
    `netns add ${name}`,
    `link add name ${cable} mtu ${mtu} type veth peer name eth0 mtu ${mtu} netns ${name}`,
    `link set ${cable} master ${BRIDGE} up`,
  ];
}

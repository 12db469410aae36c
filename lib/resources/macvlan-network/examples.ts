import type { Example } from "../resource";

export const examples: readonly Example[] = [
  {
    title: "Containers on the network of eth1",
    config: { name: "lan", parent: "eth1", subnets: ["192.0.2.0/24"], gateways: ["192.0.2.1"], ranges: ["192.0.2.192/26"] },
    facts: [],
  },
  {
    title: "The same, reached by the host itself",
    config: { name: "lan", parent: "eth1", subnets: ["192.0.2.0/24"], host_addresses: ["192.0.2.250"] },
    facts: [
      "local - link nwm-lan type macvlan parent - eth1 mode bridge mtu 1500 mac 0a:52:20:e6:64:72 up",
      "local - addr 192.0.2.250/32 dev nwm-lan",
    ],
  },
];

import type { Example } from "../resource";

export const examples: readonly Example[] = [
  {
    title: "A network with a subnet of each family",
    config: { name: "front", subnets: ["10.8.0.0/24", "fd00:8::/64"] },
    facts: [
      "local - link nw-front type bridge mtu 1500 mac 4e:7e:60:da:b6:b0 stp off up",
      "local - addr 10.8.0.1/24 dev nw-front",
      "local - addr fd00:8::1/64 dev nw-front",
      "local - resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host",
    ],
  },
  {
    title: "A network with an allocated subnet, a bridge name of its own, endpoints that are kept apart, and no names",
    config: { name: "guests", bridge_name: "br-guests", mtu: 1400, endpoint_isolation: true, names: false },
    given: { subnets: ["10.128.0.0/24"] },
    facts: ["local - link br-guests type bridge mtu 1400 mac 22:14:f5:08:a2:da stp off up", "local - addr 10.128.0.1/24 dev br-guests"],
  },
];

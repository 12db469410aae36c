import type { Example } from "../resource";

const front = {
  id: "local/front",
  kind: "bridge",
  name: "front",
  host: "local",
  bridge_name: "nw-front",
  subnets: ["10.8.0.0/24", "fd00:8::/64"],
  gateways: ["10.8.0.1", "fd00:8::1"],
  mtu: 1500,
  endpoint_isolation: false,
  names: true,
  incarnation: "a",
};
const web = { id: "local/web", name: "web", host: "local", incarnation: "b" };

export const examples: readonly Example[] = [
  {
    title: "A container on a network, where it is also called shop",
    config: { namespace: web, network: front, addresses: ["10.8.0.2", "fd00:8::2"], aliases: ["shop"] },
    facts: [
      "local - veth nwe3k28ijga5qpk <> web eth0 mtu 1500 mac 0e:8b:cc:a3:f8:47 up addresses 10.8.0.2/24,fd00:8::2/64",
      "local - port nwe3k28ijga5qpk bridge nw-front",
      "local web addr 10.8.0.2/24 dev eth0",
      "local web addr fd00:8::2/64 dev eth0",
      "local web route default via 10.8.0.1 dev eth0",
      "local web route default via fd00:8::1 dev eth0",
      "local - name nw-front web addresses 10.8.0.2,fd00:8::2 aliases shop",
      "local - resolv web nameservers 10.8.0.1,fd00:8::1 search front",
    ],
  },
  {
    title: "A second interface, without a default route and apart from its neighbours",
    config: { namespace: web, network: front, interface: "eth1", name: "web-lan", isolated: true },
    given: { addresses: ["10.8.0.3"] },
    facts: [
      "local - veth nwe4rge35jll288 <> web eth1 mtu 1500 mac ea:45:25:ce:b3:e4 up addresses 10.8.0.3/24",
      "local - port nwe4rge35jll288 bridge nw-front isolated",
      "local web addr 10.8.0.3/24 dev eth1",
      "local - name nw-front web-lan addresses 10.8.0.3",
    ],
  },
];

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
  internal: false,
  endpoint_isolation: false,
  names: true,
  incarnation: "a",
};
const metal = { id: "local/host", kind: "host", name: "host", host: "local", incarnation: "c" };
const web = { id: "local/web", name: "web", host: "local", incarnation: "b" };

export const examples: readonly Example[] = [
  {
    title: "A container with port 80 published as port 8080 of the host",
    config: { namespace: web, network: front, addresses: ["10.8.0.2"], publish: [{ host_port: 8080, port: 80 }] },
    facts: [
      "local - element publish4-any tcp . 8080 : 10.8.0.2 . 80",
      "local - sysctl net.ipv4.conf.nw-front.route_localnet = 1",
      "local - veth nwe3k28ijga5qpk <> web eth0 mtu 1500 mac 0e:8b:cc:a3:f8:47 up addresses 10.8.0.2/24",
      "local - port nwe3k28ijga5qpk bridge nw-front hairpin",
      "local web sysctl net.ipv6.conf.eth0.accept_ra = 0",
      "local web addr 10.8.0.2/24 dev eth0",
      "local web route default via 10.8.0.1 dev eth0",
      "local - name nw-front web addresses 10.8.0.2",
      "local - resolv web nameservers 10.8.0.1 search front",
    ],
  },
  {
    title: "A container on a network, with the alias shop",
    config: { namespace: web, network: front, addresses: ["10.8.0.2", "fd00:8::2"], aliases: ["shop"] },
    facts: [
      "local - veth nwe3k28ijga5qpk <> web eth0 mtu 1500 mac 0e:8b:cc:a3:f8:47 up addresses 10.8.0.2/24,fd00:8::2/64",
      "local - port nwe3k28ijga5qpk bridge nw-front",
      "local web sysctl net.ipv6.conf.eth0.accept_ra = 0",
      "local web addr 10.8.0.2/24 dev eth0",
      "local web addr fd00:8::2/64 dev eth0",
      "local web route default via 10.8.0.1 dev eth0",
      "local web route default via fd00:8::1 dev eth0",
      "local - name nw-front web addresses 10.8.0.2,fd00:8::2 aliases shop",
      "local - resolv web nameservers 10.8.0.1,fd00:8::1 search front",
    ],
  },
  {
    title: "A container with a rate limit in each direction",
    config: { namespace: web, network: front, addresses: ["10.8.0.4"], ingress_rate: "100mbit", egress_rate: "1500kbit" },
    facts: [
      "local - veth nwe3k28ijga5qpk <> web eth0 mtu 1500 mac 0e:8b:cc:a3:f8:47 up addresses 10.8.0.4/24",
      "local - port nwe3k28ijga5qpk bridge nw-front",
      "local web sysctl net.ipv6.conf.eth0.accept_ra = 0",
      "local - qdisc nwe3k28ijga5qpk tbf rate 100mbit burst 50000 limit 675000",
      "local web qdisc eth0 tbf rate 1500kbit burst 3036 limit 12411",
      "local web addr 10.8.0.4/24 dev eth0",
      "local web route default via 10.8.0.1 dev eth0",
      "local - name nw-front web addresses 10.8.0.4",
      "local - resolv web nameservers 10.8.0.1 search front",
    ],
  },
  {
    title: "A second interface, isolated and without a default route",
    config: { namespace: web, network: front, interface: "eth1", name: "web-lan", isolated: true },
    given: { addresses: ["10.8.0.3"] },
    facts: [
      "local - element isolated4 10.8.0.3",
      "local - veth nwe4rge35jll288 <> web eth1 mtu 1500 mac ea:45:25:ce:b3:e4 up addresses 10.8.0.3/24",
      "local - port nwe4rge35jll288 bridge nw-front isolated",
      "local web sysctl net.ipv6.conf.eth1.accept_ra = 0",
      "local web addr 10.8.0.3/24 dev eth1",
      "local - name nw-front web-lan addresses 10.8.0.3",
    ],
  },
  {
    title: "UDP port 53 published on a second interface: the replies leave by it",
    config: {
      namespace: web,
      network: { ...front, names: false },
      interface: "eth1",
      addresses: ["10.8.0.2"],
      publish: [{ protocol: "udp", host_port: 5353, port: 53 }],
    },
    facts: [
      "local - element publish4-any udp . 5353 : 10.8.0.2 . 53",
      "local - sysctl net.ipv4.conf.nw-front.route_localnet = 1",
      "local - veth nwe4rge35jll288 <> web eth1 mtu 1500 mac ea:45:25:ce:b3:e4 up addresses 10.8.0.2/24",
      "local - port nwe4rge35jll288 bridge nw-front hairpin",
      "local web sysctl net.ipv6.conf.eth1.accept_ra = 0",
      "local web addr 10.8.0.2/24 dev eth1",
      "local web route 10.8.0.0/24 dev eth1 table 15701",
      "local web route default via 10.8.0.1 dev eth1 table 15701",
      "local web rule ip 15700 from 10.8.0.2/32 lookup 15701",
      "local web rule ip 15701 ipproto udp sport 53 lookup main suppress_prefixlength 0",
      "local web rule ip 15702 ipproto udp sport 53 lookup 15701",
    ],
  },
  {
    title: "A metrics agent on the host's own network",
    config: { network: metal, name: "agent", binds: [{ port: 9100 }] },
    given: { addresses: ["192.0.2.10"] },
    facts: [],
  },
];

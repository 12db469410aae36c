import fc from "fast-check";
import { formatCidr, networkOf } from "../../lib/net/cidr";
import { formatIp } from "../../lib/net/ip";
import { fact, type Fact } from "../../lib/kernel/fact";
import { normal } from "../../lib/kernel/kinds";

const name = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,11}$/);
const dev = fc.oneof(fc.constantFrom("eth0", "nw-blue", "lo", "br%d", "eth0.100"), name);
const netns = fc.oneof(fc.constant("-"), name);
const mac = fc
  .array(fc.nat(255), { minLength: 6, maxLength: 6 })
  .map((bytes) => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(":"));
const mtu = fc.nat(65535);
const mark = fc.option(fc.constantFrom("netweft:shop:netweft_endpoint:web/eth0", "netweft:::", "netweft:a:b:c:d"), { nil: undefined });
const ip = fc.oneof(
  fc.nat(0xffffffff).map((value) => ({ version: 4, value }) as const),
  fc.bigInt(0n, 2n ** 128n - 1n).map((value) => ({ version: 6, value }) as const),
);
const cidr = ip.chain((address) => fc.nat(address.version === 4 ? 32 : 128).map((prefix) => ({ ip: address, prefix })));
const number = fc.option(fc.nat(0xffffffff), { nil: undefined });
const place = fc.record({ host: fc.constantFrom("local", "edge1"), netns });
const marked = mark.map((text) => (text === undefined ? {} : { mark: text }));
const atRoot = place.map(({ host }) => ({ host, netns: "-" }));

const namespaceBody = fc.record({ name: name, from: fc.constant("/proc/4711/ns/net") }, { requiredKeys: ["name"] });
const linkBody = fc.record(
  { name: dev, type: fc.constantFrom("bridge", "device", "wireguard"), mtu, mac, stp: fc.boolean(), up: fc.boolean() },
  { requiredKeys: ["name", "type", "mtu", "up"] },
);
const vethBody = fc.record({
  name: dev,
  peerNetns: netns,
  peer: dev,
  mtu,
  peerMtu: mtu,
  mac,
  up: fc.boolean(),
  peerUp: fc.boolean(),
  addresses: fc.array(cidr.map(formatCidr), { maxLength: 8 }),
});
const portBody = fc.record({ dev, bridge: dev, isolated: fc.boolean(), hairpin: fc.boolean() }).filter((body) => body.dev !== body.bridge);
const addrBody = fc.record({ address: cidr.map(formatCidr), dev });
const routeBody = fc
  .tuple(cidr, ip, fc.boolean(), dev, fc.boolean(), number, number)
  .map(([network, gateway, hasVia, link, hasDev, metric, table]) => {
    const via = hasVia && gateway.version === network.ip.version ? { via: formatIp(gateway) } : {};
    const through = hasDev || !("via" in via) ? { dev: link } : {};
    const learned = network.ip.version === 6 && !hasDev ? { learned: true as const } : {};
    return { destination: formatCidr(networkOf(network)), ...via, ...through, metric, table, ...learned };
  });
const sysctlBody = fc.record({
  name: fc.constantFrom("net.ipv4.ip_forward", "net.ipv6.conf.eth0.accept_ra", "net.ipv4.conf.eth0/100.forwarding"),
  value: fc.constantFrom("", "0", "1", "4096 131072 6291456"),
});
const socketBody = fc.record(
  {
    protocol: fc.constantFrom("tcp", "udp"),
    address: fc.oneof(fc.constantFrom("*", "0.0.0.0", "::", "::ffff:127.0.0.1"), ip.map(formatIp)),
    port: fc.nat(65535),
    dev,
    by: fc.constantFrom("nginx", "systemd-resolve"),
  },
  { requiredKeys: ["protocol", "address", "port"] },
);
const links = fc.array(fc.oneof(name, fc.constantFrom("br-*", "docker0")), { maxLength: 3 });
const policyBody = fc.record(
  {
    family: fc.constantFrom("ip", "ip6", "inet", "bridge", "ip-legacy", "ip6-legacy"),
    table: fc.constantFrom("filter", "firewalld"),
    chain: fc.constantFrom("FORWARD", "filter_FORWARD"),
    verdict: fc.constantFrom("drop", "reject"),
    by: fc.constantFrom("docker", "ufw", "firewalld"),
    replies: fc.boolean(),
    dnat: fc.boolean(),
    in: links,
    out: links,
    back: links,
    within: links,
  },
  { requiredKeys: ["family", "table", "chain", "verdict", "replies", "dnat", "in", "out", "back", "within"] },
);
const iptablesBody = fc.record({
  family: fc.constantFrom("ip", "ip6", "ip-legacy", "ip6-legacy"),
  chain: fc.constantFrom("DOCKER-USER", "FORWARD"),
  dev,
  direction: fc.constantFrom("in", "out"),
});

/** Any fact that there can be, in normal form. */
export const anyFact: fc.Arbitrary<Fact> = fc
  .oneof(
    fc.tuple(atRoot, namespaceBody, marked).map(([at, body, extra]): Fact => fact("netns", at, body, extra)),
    fc.tuple(place, linkBody, marked).map(([at, body, extra]): Fact => fact("link", at, body, extra)),
    fc.tuple(place, vethBody, marked).map(([at, body, extra]): Fact => fact("veth", at, body, extra)),
    fc.tuple(place, portBody).map(([at, body]): Fact => fact("port", at, body)),
    fc.tuple(place, addrBody).map(([at, body]): Fact => fact("addr", at, body)),
    fc.tuple(place, routeBody).map(([at, body]): Fact => fact("route", at, body)),
    fc.tuple(place, sysctlBody).map(([at, body]): Fact => fact("sysctl", at, body)),
    fc.tuple(place, socketBody).map(([at, body]): Fact => fact("socket", at, body)),
    fc.tuple(atRoot, policyBody).map(([at, body]): Fact => fact("policy", at, body)),
    fc.tuple(atRoot, iptablesBody, marked).map(([at, body, extra]): Fact => fact("iptables", at, body, extra)),
  )
  .map((made) => normal(made));

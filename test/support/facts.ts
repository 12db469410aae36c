import fc from "fast-check";
import { formatCidr, networkOf } from "../../lib/net/cidr";
import { formatIp } from "../../lib/net/ip";
import { socketText } from "../../lib/net/socket";
import { fact, type Fact } from "../../lib/kernel/fact";
import { normal } from "../../lib/kernel/kinds";
import { parseRule } from "../../lib/nft/parse";

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

const namespaceBody = fc.record(
  { name: name, from: fc.constant("/proc/4711/ns/net"), inode: fc.nat(0xffffffff) },
  { requiredKeys: ["name"] },
);
const linkBody = fc.record(
  { name: dev, type: fc.constantFrom("bridge", "device", "wireguard"), master: dev, mtu, mac, stp: fc.boolean(), up: fc.boolean() },
  { requiredKeys: ["name", "type", "mtu", "up"] },
);
const stackedBody = fc.oneof(
  fc.record({
    name: dev,
    type: fc.constant("macvlan"),
    parent: dev,
    parentNetns: netns,
    mode: fc.constantFrom("bridge", "passthru"),
    mtu,
    mac,
    up: fc.boolean(),
  }),
  fc.record({
    name: dev,
    type: fc.constant("macvlan"),
    mode: fc.constant("private"),
    mtu,
    mac,
    up: fc.boolean(),
    addresses: fc.array(cidr.map(formatCidr), { maxLength: 8 }),
  }),
  fc.record({
    name: dev,
    type: fc.constant("vlan"),
    parent: dev,
    parentNetns: netns,
    vlan: fc.integer({ min: 1, max: 4094 }),
    mtu,
    up: fc.boolean(),
  }),
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
const rate = fc.oneof(
  fc.nat(0x7fffffff).map((bytes) => (bytes + 1) * 8),
  fc.constantFrom(64_000, 1_500_000, 20_000_000, 1_000_000_000, 100_000_000_000),
);
const qdiscBody = fc.oneof(
  fc.record({ dev, type: fc.constant("tbf"), rate, burst: fc.nat(0x7fffffff), limit: fc.nat(0xffffffff) }),
  fc.record({ dev, type: fc.constantFrom("htb", "tbf", "fq_codel") }),
);
const addrBody = fc.record({ address: cidr.map(formatCidr), dev });
const routeBody = fc
  .tuple(cidr, ip, fc.boolean(), dev, fc.boolean(), number, number, fc.constantFrom(undefined, "static", "boot", "zebra"))
  .map(([network, gateway, hasVia, link, hasDev, metric, table, proto]) => {
    const by = proto === undefined ? {} : { proto };
    if (!hasDev && !hasVia && network.ip.version === 4)
      return { destination: formatCidr(networkOf(network)), type: "blackhole" as const, metric, table, ...by };
    const source = gateway.version === network.ip.version && hasDev ? { source: formatIp(gateway) } : {};
    const via = hasVia && gateway.version === network.ip.version ? { via: formatIp(gateway) } : {};
    const through = hasDev || !("via" in via) ? { dev: link } : {};
    const learned = network.ip.version === 6 && !hasDev ? { learned: true as const } : by;
    return { destination: formatCidr(networkOf(network)), ...via, ...through, ...source, metric, table, ...learned };
  });
const chainName = fc.stringMatching(/^(from|to)-[a-z0-9][a-z0-9_.-]{0,11}$/);
const setBody = fc.record(
  {
    name: fc.constantFrom("from", "masquerade4", "accept.shop/front"),
    type: fc.constantFrom(["ifname"], ["inet_proto", "inet_service"]),
    data: fc.constantFrom(["verdict"], ["ipv4_addr", "inet_service"]),
    interval: fc.boolean(),
  },
  { requiredKeys: ["name", "type", "interval"] },
);
const chainBody = fc.record(
  {
    name: chainName,
    base: fc.constant({ type: "filter", hook: "forward", priority: 0 } as const),
    rules: fc.array(
      fc
        .constantFrom(
          "drop",
          'iifname "nw-front" accept',
          "ip saddr @masquerade4 oifgroup != 157 masquerade",
          "udp dport 4789 @th,96,24 0x2a rt ipsec missing drop",
          "ip saddr 10.8.0.0/24 oifgroup != 157 snat ip to 192.0.2.1",
          "meta l4proto sctp ct original proto-dst 8000-8009 ct original ip daddr 192.0.2.1 ip saddr @masquerade4 return",
          "a rule that is not understood",
        )
        .map(parseRule),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ["name", "rules"] },
);
const elementBody = fc.oneof(
  fc.record({ set: fc.constant("from"), element: fc.tuple(name), data: chainName.map((to) => ({ do: "jump", to }) as const) }),
  fc.record({ set: fc.constant("masquerade4"), element: fc.tuple(cidr.map(formatCidr)) }),
  fc.record({ set: fc.constant("publish4"), element: fc.constant(["tcp", "192.0.2.1", "80"]), data: fc.constant(["10.8.0.2", "80"]) }),
);
const untranslatedBody = fc.constantFrom(
  { protocol: "udp", from: "0.0.0.0/0", to: "host", port: 514, untranslated: true as const },
  { protocol: "udp", to: "fd00::9/128", port: 514, untranslated: true as const },
);
const flowBody = fc
  .record({ from: cidr.map(formatCidr), to: cidr.map(formatCidr), port: fc.nat(65535), via: ip.map(formatIp) }, { requiredKeys: ["from"] })
  .chain((body) =>
    fc.constantFrom(
      body,
      { ...body, protocol: "tcp" },
      { ...body, protocol: "sctp" },
      ...("via" in body ? [{ ...body, viaPort: 80 }] : []),
    ),
  );

const pairOfHosts = fc.constantFrom({ src: "192.0.2.1", dst: "192.0.2.2" }, { src: "fd00::2", dst: "fd00::1" });
const keyWord = fc.constantFrom("1a2b3c4d5e6f7081", "ffffffff00000000", "?edge1/edge2", "other");
const saBody = fc
  .tuple(pairOfHosts, fc.nat(0xffffffff), keyWord, fc.uniqueArray(keyWord, { maxLength: 3 }))
  .map(([ends, reqid, key, also]) => ({ ...ends, reqid, key, ...(also.length === 0 ? {} : { also: also.sort() }) }));
const xfrmBody = fc
  .tuple(pairOfHosts, fc.constantFrom("in" as const, "out" as const), fc.integer({ min: 1, max: 65535 }), fc.nat(0xffffffff), fc.boolean())
  .map(([ends, direction, port, reqid, other]) => ({ direction, ...ends, port, reqid, ...(other ? { other: true as const } : {}) }));

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
const passes = fc.array(fc.constantFrom("*@*=*", "*@*=udp:53", "nw-*@10.0.0.0/8=tcp:1-1024", "eth0@::/0=icmpv6:135", "*@*=esp"), {
  maxLength: 3,
});
const intakeBody = fc.record(
  {
    family: fc.constantFrom("ip", "ip6", "inet", "ip-legacy", "ip6-legacy"),
    table: fc.constantFrom("filter", "firewalld"),
    chain: fc.constantFrom("INPUT", "filter_INPUT"),
    verdict: fc.constantFrom("drop", "reject"),
    by: fc.constantFrom("ufw", "firewalld"),
    links,
    lets: passes,
    may: passes,
    stops: passes,
  },
  { requiredKeys: ["family", "table", "chain", "verdict", "links", "lets", "may", "stops"] },
);
const rule = {
  family: fc.constantFrom("ip", "ip6", "ip-legacy", "ip6-legacy"),
  chain: fc.constantFrom("DOCKER-USER", "FORWARD", "INPUT"),
  direction: fc.constantFrom("in", "out"),
  payload: fc.constantFrom("udp:53", "icmpv6:135", "esp"),
  source: fc.constantFrom("192.0.2.2/32", "fd00::2/128"),
};
const iptablesBody = fc.oneof(
  fc.record({ ...rule, dev }, { requiredKeys: ["family", "chain", "dev", "direction"] }),
  fc.record({ ...rule, for: fc.constantFrom("shop/mesh") }, { requiredKeys: ["family", "chain", "direction", "payload", "for"] }),
);

const bits = fc.constantFrom(0, 1, 0x10, 0xffffffff);
const policyRuleBody = fc
  .tuple(
    fc.record(
      {
        priority: fc.nat(0xffffffff),
        fwmark: bits,
        iif: dev,
        oif: dev,
        table: fc.oneof(fc.constantFrom(253, 254, 255), fc.integer({ min: 1, max: 0xffffffff })),
        also: fc.uniqueArray(fc.constantFrom("not", "tos=0x10", "goto=200"), { maxLength: 2 }),
        proto: fc.nat(255),
      },
      { requiredKeys: ["priority", "table"] },
    ),
    fc.constantFrom(undefined, "blackhole" as const, "prohibit" as const),
    fc.option(bits, { nil: undefined }),
    cidr,
    fc.boolean(),
  )
  .map(([{ table, ...body }, type, mask, network, isTo]) => ({
    family: network.ip.version === 4 ? ("ip" as const) : ("ip6" as const),
    ...body,
    [isTo ? "to" : "from"]: formatCidr(network),
    ...(body.fwmark === undefined || mask === undefined ? {} : { mask }),
    ...(type === undefined ? { table } : { type }),
  }));

const asn = fc.integer({ min: 1, max: 0xffffffff });
const state = fc.option(fc.constantFrom("altered" as const, "foreign" as const), { nil: undefined });
const withState = <T extends object>(body: fc.Arbitrary<T>) =>
  fc.tuple(body, state).map(([made, word]) => (word === undefined ? made : { ...made, state: word }));
const bgpBody = withState(fc.record({ asn, routerId: fc.nat(0xffffffff).map((value) => formatIp({ version: 4, value })) }));
const neighborBody = withState(
  fc
    .record({ address: ip, asn, source: ip, hasSource: fc.boolean(), client: fc.boolean(), up: fc.boolean() })
    .map(({ address, source, hasSource, ...rest }) => ({
      address: formatIp(address),
      ...(hasSource && source.version === address.version ? { source: formatIp(source) } : {}),
      ...rest,
    })),
);
const evpnBody = fc.record({ vni: fc.integer({ min: 1, max: 0xffffff }), mac, via: ip.map(formatIp) }, { requiredKeys: ["vni", "via"] });
const publicKey = fc.oneof(
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  fc.constant("?edge1/nwgabc123"),
);
const keyBody = fc.record({ dev, port: fc.nat(65535), public: publicKey });
const allowed = fc.oneof(
  ip.map(formatIp),
  fc.constant("none"),
  fc
    .array(
      cidr.map((some) => formatCidr(networkOf(some))),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.join(",")),
);
const proxyBody = fc.record(
  { address: ip.map(formatIp), dev: dev.filter((text) => text !== "lo"), proto: fc.nat(255) },
  { requiredKeys: ["address", "dev"] },
);
const staleBody = fc.record({ address: fc.oneof(ip.map(formatIp), mac), bridge: dev });

const socketAddress = fc.tuple(ip.map(formatIp), fc.integer({ min: 1, max: 65535 })).map(([address, port]) => socketText(address, port));
const peerBody = fc.record(
  {
    dev,
    address: allowed,
    public: publicKey,
    endpoint: fc.oneof(socketAddress, fc.constantFrom("none", "[fe80::1%eth0]:1")),
    preshared: fc.constant(true as const),
    keepalive: fc.nat(65535),
  },
  { requiredKeys: ["dev", "address", "public", "endpoint"] },
);

const ips = (least: number) => fc.array(ip.map(formatIp), { minLength: least, maxLength: 4 });
const names = fc.uniqueArray(name, { maxLength: 3 });
const upstream = fc.oneof(fc.constantFrom("host" as const, "none" as const), ips(1));
const ownSubnets = fc.array(
  cidr.map((some) => formatCidr(networkOf(some))),
  { maxLength: 2 },
);
const resolverBody = fc.record(
  { bridge: dev, listen: ips(1), domain: name, upstream, subnets: ownSubnets, up: fc.boolean() },
  { requiredKeys: ["bridge", "listen", "domain", "upstream", "up"] },
);
const nameBody = fc.record({ bridge: dev, name, addresses: ips(0), aliases: names });
const networkMark = fc.constantFrom("netweft:shop:netweft_bridge_network:front", "netweft:a:b:c:d");
const viewBody = fc.record({ bridge: dev, to: networkMark, domain: name, subnets: ownSubnets });
const resolvBody = fc.record(
  {
    name,
    part: fc.constantFrom("-", "eth1", "eth10"),
    nameservers: ips(0),
    search: names,
    options: fc.subarray(["ndots:2", "rotate", "timeout:1"]),
    alone: fc.constant(true as const),
    down: fc.constant(true as const),
  },
  { requiredKeys: ["name", "nameservers", "search"] },
);

const markingBody = fc.record(
  {
    family: fc.constantFrom("ip", "inet", "bridge", "netdev", "ip6-legacy"),
    table: fc.constantFrom("mangle", "vpn"),
    chain: fc.constantFrom("PREROUTING", "out"),
    of: fc.constantFrom("meta", "ct"),
    bits: fc.nat(0xffffffff),
    mask: fc.nat(0xffffffff),
    prerouting: fc.integer({ min: -400, max: 400 }),
  },
  { requiredKeys: ["family", "table", "chain", "of", "bits", "mask"] },
);

/** Any possible fact, in normal form. */
export const anyFact: fc.Arbitrary<Fact> = fc
  .oneof(
    fc.tuple(atRoot, namespaceBody, marked).map(([at, body, extra]): Fact => fact("netns", at, body, extra)),
    fc.tuple(place, linkBody, marked).map(([at, body, extra]): Fact => fact("link", at, body, extra)),
    fc.tuple(place, stackedBody, marked).map(([at, body, extra]): Fact => fact("link", at, body, extra)),
    fc.tuple(place, vethBody, marked).map(([at, body, extra]): Fact => fact("veth", at, body, extra)),
    fc.tuple(place, portBody).map(([at, body]): Fact => fact("port", at, body)),
    fc.tuple(atRoot, keyBody).map(([at, body]): Fact => fact("key", at, body)),
    fc.tuple(atRoot, peerBody).map(([at, body]): Fact => fact("peer", at, body)),
    fc.tuple(place, qdiscBody).map(([at, body]): Fact => fact("qdisc", at, body)),
    fc.tuple(place, addrBody).map(([at, body]): Fact => fact("addr", at, body)),
    fc.tuple(place, proxyBody).map(([at, body]): Fact => fact("proxy", at, body)),
    fc.tuple(place, policyRuleBody).map(([at, body]): Fact => fact("rule", at, body)),
    fc.tuple(place, routeBody).map(([at, body]): Fact => fact("route", at, body)),
    atRoot.map((at): Fact => fact("table", at, { family: "inet", name: "netweft" })),
    fc.tuple(atRoot, setBody).map(([at, body]): Fact => fact("set", at, body)),
    fc.tuple(atRoot, chainBody).map(([at, body]): Fact => fact("chain", at, body)),
    fc.tuple(atRoot, elementBody, marked).map(([at, body, extra]): Fact => fact("element", at, body, extra)),
    fc.tuple(atRoot, saBody).map(([at, body]): Fact => fact("sa", at, body)),
    fc.tuple(atRoot, xfrmBody).map(([at, body]): Fact => fact("xfrm", at, body)),
    fc.tuple(atRoot, staleBody).map(([at, body]): Fact => fact("stale", at, body)),
    fc.tuple(atRoot, fc.oneof(flowBody, untranslatedBody)).map(([at, body]): Fact => fact("flow", at, body)),
    fc.tuple(place, sysctlBody).map(([at, body]): Fact => fact("sysctl", at, body)),
    fc.tuple(atRoot, resolverBody).map(([at, body]): Fact => fact("resolver", at, body)),
    fc.tuple(atRoot, nameBody).map(([at, body]): Fact => fact("name", at, body)),
    fc.tuple(atRoot, viewBody).map(([at, body]): Fact => fact("view", at, body)),
    fc.tuple(atRoot, resolvBody, marked).map(([at, body, extra]): Fact => fact("resolv", at, body, extra)),
    fc.tuple(place, socketBody).map(([at, body]): Fact => fact("socket", at, body)),
    fc.tuple(atRoot, policyBody).map(([at, body]): Fact => fact("policy", at, body)),
    fc.tuple(atRoot, intakeBody).map(([at, body]): Fact => fact("intake", at, body)),
    fc.tuple(atRoot, markingBody).map(([at, body]): Fact => fact("marking", at, body)),
    fc.tuple(atRoot, bgpBody).map(([at, body]): Fact => fact("bgp", at, body)),
    fc.tuple(atRoot, neighborBody).map(([at, body]): Fact => fact("neighbor", at, body)),
    fc.tuple(atRoot, evpnBody).map(([at, body]): Fact => fact("evpn", at, body)),
    fc.tuple(atRoot, iptablesBody, marked).map(([at, body, extra]): Fact => fact("iptables", at, body, extra)),
  )
  .map((made) => normal(made));

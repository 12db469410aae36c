import { textOf } from "../../lib/kernel/line";
import { policyFacts } from "../../providers/backends/iproute2/firewall/policies";
import { ruleFacts } from "../../providers/backends/iproute2/iptables/observe";
import { socketFacts } from "../../providers/backends/iproute2/sockets/observe";

/** The observation of an iptables table with these rules and chains. */
function saved(...lines: readonly string[]): readonly string[] {
  const chains = [...new Set(lines.map((line) => line.split(" ")[1]!))].filter((chain) => chain !== "FORWARD");
  const table = ["*filter", ":FORWARD DROP [7:420]", ...chains.map((chain) => `:${chain} - [0:0]`), ...lines, "COMMIT"];
  return seen([], table);
}

function seen(rulesets: readonly string[], iptables: readonly string[] = []): readonly string[] {
  const lines = iptables.map((line) => `ip-legacy ${line}`);
  return policyFacts("local", { rulesets: [...rulesets], iptables: lines }).map((fact) => textOf(fact).replace("local - policy ", ""));
}

const BASE = "ip-legacy filter FORWARD hook forward drop";

test.each([
  ["no rule at all", [], ""],
  ["a link in", ["-A FORWARD -i a -j ACCEPT"], " in a within a"],
  ["a link out", ["-A FORWARD -o a -j ACCEPT"], " out a within a"],
  ["links by the beginning of their names", ["-A FORWARD -i br-+ -j ACCEPT"], " in br-* within br-*"],
  ["replies on one link", ["-A FORWARD -o a -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"], " back a"],
  ["replies everywhere", ["-A FORWARD -m state --state ESTABLISHED -j ACCEPT"], " replies"],
  ["what was redirected", ["-A FORWARD -m conntrack --ctstate DNAT -j ACCEPT"], " dnat"],
  ["what stays on a bridge alone", ["-A FORWARD -i a -o a -j ACCEPT"], " within a"],
  ["one address of a link, which is not all of it", ["-A FORWARD -s 10.8.0.2/32 -i a -j ACCEPT"], ""],
  ["one protocol, which is not all of it", ["-A FORWARD -i a -p tcp -m tcp --dport 80 -j ACCEPT"], ""],
  ["a link, after it was dropped", ["-A FORWARD -i a -j DROP", "-A FORWARD -i a -j ACCEPT"], ""],
  ["all but a link, for links that are named", ["-A FORWARD ! -i a -o b -j ACCEPT"], " out b within b"],
  ["a link, in a chain that is jumped to", ["-A FORWARD -j C", '-A C -i a -m comment --comment "for a" -j ACCEPT'], " in a within a"],
  ["a link, behind a return", ["-A FORWARD -j C", "-A C -j RETURN", "-A C -i a -j ACCEPT"], ""],
  ["a link, in a chain that is gone to", ["-A FORWARD -g C", "-A FORWARD -i a -j ACCEPT", "-A C -o b -j ACCEPT"], " out b within b"],
  [
    "a rule of ours, which is a fact of its own",
    ['-A FORWARD -i a -m comment --comment "netweft:s:netweft_bridge_network:a" -j ACCEPT'],
    "",
  ],
])("an iptables chain accepts %s", (_, rules, said) => {
  expect(saved(...rules)).toEqual([BASE + said]);
});

test("a chain that accepts packets without a matching rule drops nothing, whatever its policy", () => {
  expect(saved("-A FORWARD -j ACCEPT")).toEqual([]);
  expect(saved("-A FORWARD -j REJECT --reject-with icmp-port-unreachable")).toEqual([BASE.replace("drop", "reject")]);
});

const listed = (rules: readonly object[][], policy = "drop") => {
  const at = { family: "inet", table: "t", chain: "f" };
  const chain = { family: "inet", table: "t", name: "f", type: "filter", hook: "forward", policy };
  const other = { family: "inet", table: "t", name: "other" };
  const all = [{ table: { family: "inet", name: "t" } }, { chain }, { chain: other }, ...rules.map((expr) => ({ rule: { ...at, expr } }))];
  return seen([JSON.stringify({ nftables: all })]);
};
const meta = (key: string, right: unknown, op = "==") => ({ match: { op, left: { meta: { key } }, right } });
const accept = { accept: null };
const vmap = (left: object, ...set: readonly unknown[]) => ({ vmap: { key: left, data: { set } } });

test.each([
  ["no rule at all", [], ""],
  ["a set of links", [[meta("iifname", { set: ["a", "b*"] }), accept]], " in a,b* within a,b*"],
  ["a set with a name, which is not looked into", [[meta("iifname", "@links"), accept]], ""],
  ["a group of links, which may be any", [[meta("iifgroup", 157), accept]], ""],
  ["states of a map", [[vmap({ ct: { key: "state" } }, ["established", accept], ["invalid", { drop: null }])]], " replies"],
  ["links of a map", [[vmap({ meta: { key: "oifname" } }, ["a", accept], ["b", { goto: { target: "other" } }])]], " out a within a"],
  ["counted and logged packets", [[{ counter: {} }, { log: {} }, meta("iifname", "a"), accept]], " in a within a"],
  ["packets within a limit, which is not all of them", [[{ limit: {} }, meta("iifname", "a"), accept]], ""],
  ["links that are not named so", [[meta("oifname", "a", "!="), meta("iifname", "b"), accept]], " in b within b"],
])("an nft chain accepts %s", (_, rules, said) => {
  expect(listed(rules)).toEqual([`inet t f hook forward drop${said}`]);
});

test("an nft chain with the policy accept and a final reject is one that rejects", () => {
  expect(listed([[{ reject: null }]], "accept")).toEqual(["inet t f hook forward reject"]);
  expect(listed([[accept]])).toEqual([]);
  expect(seen(["", "no json"])).toEqual([]);
});

test("our rules are identified by their comment; others are foreign", () => {
  const lines = [
    '-A DOCKER-USER -i nw-a -m comment --comment "netweft:s:netweft_bridge_network:a" -j ACCEPT',
    "-A FORWARD -o nw-a -m comment --comment netweft:s:t:a -j ACCEPT",
    "-A FORWARD -i nw-a -m comment --comment mine -j ACCEPT",
    "-A FORWARD -i nw-a -m comment --comment netweft:s:t:a -j DROP",
    "-A FORWARD -i nw-a -j ACCEPT",
    "-A INPUT -s fd00::2/128 -i nwg1 -p udp -m udp --dport 4789 -m comment --comment netweft:s:t:a -j ACCEPT",
    "-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 135 -m comment --comment netweft:s:t:a -j ACCEPT",
    "-A INPUT -s fd00::2/128 -p esp -m comment --comment netweft:s:t:a -j ACCEPT",
    "-A INPUT -m comment --comment netweft:s:t:a -j ACCEPT",
  ];
  expect(
    ruleFacts(
      "local",
      lines.map((line) => `ip6 ${line}`),
    ).map((fact) => [textOf(fact), fact.mark]),
  ).toEqual([
    ["local - iptables ip6 DOCKER-USER nw-a in", "netweft:s:netweft_bridge_network:a"],
    ["local - iptables ip6 FORWARD nw-a out", "netweft:s:t:a"],
    ["local - iptables ip6 INPUT nwg1 in udp:4789 from fd00::2/128", "netweft:s:t:a"],
    ["local - iptables ip6 INPUT * in icmpv6:135 for s/a", "netweft:s:t:a"],
    ["local - iptables ip6 INPUT * in esp from fd00::2/128 for s/a", "netweft:s:t:a"],
  ]);
});

test("sockets are read with their families, their links and their programs", () => {
  const lines = [
    'udp UNCONN 0      0           127.0.0.53%lo:53   0.0.0.0:* users:(("systemd-resolve",pid=7,fd=4))',
    "udp UNCONN 0      0                       *:55         *:*",
    "tcp LISTEN 0      1      [::ffff:127.0.0.1]:91         *:*",
    'tcp LISTEN 0      511               [::]:8082    [::]:* users:(("my prog",pid=1,fd=3),("other",pid=2,fd=3))',
    "Error: something else",
  ];
  expect(socketFacts("local", lines).map(textOf)).toEqual([
    "local - socket udp 127.0.0.53 53 dev lo by systemd-resolve",
    "local - socket udp * 55",
    "local - socket tcp 127.0.0.1 91",
    "local - socket tcp :: 8082 by my_prog",
  ]);
});

describe("a chain at the input hook", () => {
  const table = (...rules: readonly string[]) => {
    const chains = [...new Set(rules.map((line) => line.split(" ")[1]!))].filter((chain) => chain !== "INPUT");
    return ["*filter", ":INPUT DROP [0:0]", ...chains.map((chain) => `:${chain} - [0:0]`), ...rules, "COMMIT"];
  };
  const iptables = (...rules: readonly string[]) => seen([], table(...rules));
  const INPUT = "local - intake ip-legacy filter INPUT hook input drop";

  test.each([
    ["what no rule lets in", [], ""],
    ["replies alone", ["-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-A INPUT -i lo -j ACCEPT"], ""],
    ["a port, for new connections", ["-A INPUT -p udp -m udp --dport 53 -m conntrack --ctstate NEW -j ACCEPT"], " lets *@*=udp:53"],
    [
      "ports of a list from a network",
      ["-A INPUT -s 10.8.0.0/24 -p tcp -m multiport --dports 53,80:90 -j ACCEPT"],
      " lets *@10.8.0.0/24=tcp:53,*@10.8.0.0/24=tcp:80-90",
    ],
    ["a link by the beginning of its name", ["-A INPUT -i nw-+ -j ACCEPT"], " links nw-* lets nw-*@*=*"],
    [
      "a link but for a port",
      ["-A INPUT -i a -p udp -m udp --dport 53 -j DROP", "-A INPUT -i a -j ACCEPT"],
      " links a lets a@*=* stops a@*=udp:53",
    ],
    ["a protocol by its number", ["-A INPUT -p 50 -j ACCEPT"], " lets *@*=esp"],
    ["all but what comes from a network", ["-A INPUT ! -s 128.0.0.0/1 -p udp -m udp --dport 53 -j ACCEPT"], " lets *@0.0.0.0/1=udp:53"],
    ["what a set with a name may have", ["-A INPUT -m set --match-set x src -p udp -m udp --dport 53 -j ACCEPT"], " may *@*=udp:53"],
    [
      "neighbour discovery with its hop limit, and what is for the host, as ufw",
      [
        "-A INPUT -p ipv6-icmp -m icmp6 --icmpv6-type 135 -m hl --hl-eq 255 -j ACCEPT",
        "-A INPUT -j ufw-not-local",
        "-A INPUT -p udp -m udp --dport 53 -j ACCEPT",
        "-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN",
        "-A ufw-not-local -j DROP",
      ],
      " lets *@*=icmpv6:135,*@*=udp:53",
    ],
  ])("of iptables accepts %s", (_, rules, said) => {
    expect(iptables(...rules)).toEqual([INPUT + said]);
  });

  const nftInput = (rules: readonly object[][], policy = "drop") => {
    const at = { family: "inet", table: "t", chain: "i" };
    const chain = { family: "inet", table: "t", name: "i", type: "filter", hook: "input", policy };
    return seen([
      JSON.stringify({
        nftables: [{ table: { family: "inet", name: "t" } }, { chain }, ...rules.map((expr) => ({ rule: { ...at, expr } }))],
      }),
    ]);
  };
  const payload = (protocol: string, field: string, right: unknown) => ({
    match: { op: "==", left: { payload: { protocol, field } }, right },
  });

  test.each([
    ["a port", [[payload("udp", "dport", 53), accept]], " lets *@*=udp:53"],
    [
      "a port of both protocols by either way",
      [[meta("l4proto", { set: ["tcp", "udp"] }), payload("th", "dport", 53), accept]],
      " lets *@*=tcp:53,*@*=udp:53",
    ],
    ["one family", [[meta("nfproto", "ipv4"), payload("udp", "dport", 53), accept]], " lets *@0.0.0.0/0=udp:53"],
    ["a set with a name", [[payload("udp", "dport", "@ports"), accept]], " may *@*=*"],
    [
      "neighbours by name",
      [[payload("icmpv6", "type", { set: ["nd-neighbor-solicit", "nd-neighbor-advert", "echo-request"] }), accept]],
      " lets *@*=icmpv6:135,*@*=icmpv6:136",
    ],
    ["all but what comes by a link", [[meta("iifname", "eth0", "!="), accept]], " links eth0 lets *@*=*"],
    [
      "a protocol but from a network",
      [[{ match: { ...payload("ip", "saddr", { prefix: { addr: "0.0.0.0", len: 1 } }).match, op: "!=" } }, meta("l4proto", 50), accept]],
      " lets *@128.0.0.0/1=esp",
    ],
    [
      "what a map with a name may let in",
      [[{ vmap: { key: { payload: { protocol: "udp", field: "dport" } }, data: "@ports" } }]],
      " may *@*=*",
    ],
  ])("of nft accepts %s", (_, rules, said) => {
    expect(nftInput(rules)).toEqual([`local - intake inet t i hook input drop${said}`]);
  });

  test("with the policy accept is reported if it drops a port nevertheless, and not if it drops nothing", () => {
    expect(nftInput([[payload("udp", "dport", 53), { drop: null }]], "accept")).toEqual([
      "local - intake inet t i hook input drop lets *@*=* stops *@*=udp:53",
    ]);
    expect(nftInput([[meta("iifname", "lo"), accept]], "accept")).toEqual([]);
  });
});

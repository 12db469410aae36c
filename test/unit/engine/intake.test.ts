import { fateIn } from "../../../lib/engine/resolve/supplement/intakes";
import { needsIn } from "../../../lib/engine/resolve/supplement/network-packets";
import type { FactOf } from "../../../lib/kernel/fact";
import { policyFacts } from "../../../providers/backends/iproute2/firewall/policies";
import { factOf } from "../../support/test-driver";

const NETWORK = [
  "local - link nw-front type bridge mtu 1500 mac 02:11:22:33:44:55 stp off up",
  "local - addr 10.8.0.1/24 dev nw-front",
  "local - addr fd00:8::1/64 dev nw-front",
  "local - resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host",
].map(factOf);

/** The verdicts for UDP lookups and solicitations with these iptables rules. */
function fates(family: "ip" | "ip6", ...rules: readonly string[]): readonly string[] {
  const chains = [...new Set(rules.map((line) => line.split(" ")[1]!))].filter((chain) => chain !== "INPUT");
  const lines = ["*filter", ":INPUT DROP [0:0]", ...chains.map((chain) => `:${chain} - [0:0]`), ...rules, "COMMIT"];
  const found = policyFacts("local", {
    rulesets: [],
    iptables: lines.map((line) => `${family}-legacy ${line}`),
  }) as readonly FactOf<"intake">[];
  const of = needsIn(NETWORK, () => undefined).filter(
    ({ version, payload }) => (version === 6) === (family === "ip6") && payload.protocol !== "tcp" && payload.from !== 136,
  );
  return of.map((need) => found.map((one) => fateIn(one, need)).join() || "passes");
}

test.each<readonly [string, string, readonly string[]]>([
  ["nothing", "ends", []],
  ["the port from the network", "passes", ["-A INPUT -s 10.8.0.0/24 -p udp -m udp --dport 53 -j ACCEPT"]],
  ["the port from another network", "open", ["-A INPUT -s 10.9.0.0/24 -p udp -m udp --dport 53 -j ACCEPT"]],
  ["the port at one address of the host", "open", ["-A INPUT -d 10.8.0.1/32 -p udp -m udp --dport 53 -j ACCEPT"]],
  ["the bridge by the beginning of its name", "passes", ["-A INPUT -i nw-+ -j ACCEPT"]],
  ["another link", "ends", ["-A INPUT -i docker0 -j ACCEPT"]],
  ["the bridge after the port was dropped", "ends", ["-A INPUT -p udp -m udp --dport 53 -j DROP", "-A INPUT -i nw-front -j ACCEPT"]],
  [
    "the port in a chain of its own, and a chain that refuses the rest, as NixOS",
    "passes",
    [
      "-A INPUT -j nixos-fw",
      "-A nixos-fw -m conntrack --ctstate RELATED,ESTABLISHED -j nixos-fw-accept",
      "-A nixos-fw -i nw-front -p udp -m udp --dport 53 -j nixos-fw-accept",
      "-A nixos-fw -j nixos-fw-refuse",
      "-A nixos-fw-accept -j ACCEPT",
      "-A nixos-fw-refuse -j DROP",
    ],
  ],
])("name lookups at a chain that accepts %s: %s", (_, fate, rules) => {
  expect(fates("ip", ...rules)).toEqual([fate]);
});

test("neighbour discovery needs ICMPv6, independently of name lookups", () => {
  expect(fates("ip6", "-A INPUT -p ipv6-icmp -j ACCEPT")).toEqual(["ends", "passes"]);
  expect(fates("ip6", "-A INPUT -m conntrack --ctstate NEW -j ACCEPT")).toEqual(["passes", "ends"]);
});

describe("what members send each other", () => {
  const host = (name: string, n: number) => [
    `${name} - link nwx42 type vxlan vni 42 local 192.0.2.${n} port 4789 learning off mtu 1450 mac 02:11:22:33:44:0${n} up`,
    ...[1, 2, 3].filter((other) => other !== n).map((other) => `${name} - xfrm in 192.0.2.${other} > 192.0.2.${n} udp port 4789 reqid 7`),
  ];
  const mesh = ["a", "b", "c"].flatMap((name, n) => host(name, n + 1)).map(factOf);

  /** What becomes of VXLAN and of ESP from each of the other members of `a`. */
  function fatesOn(link: string | undefined, ...rules: readonly string[]): readonly string[] {
    const lines = ["*filter", ":INPUT DROP [0:0]", ...rules.map((rule) => `-A INPUT ${rule}`), "COMMIT"];
    const [intake] = policyFacts("a", { rulesets: [], iptables: lines.map((line) => `ip-legacy ${line}`) }) as readonly FactOf<"intake">[];
    const needs = needsIn(
      mesh,
      () => undefined,
      (name) => name === "a",
    );
    return needs.map((need) => fateIn(intake!, need, () => link));
  }
  const [PASSES, ENDS, OPEN] = ["passes", "ends", "open"].map((fate) => [fate, fate, fate, fate]);

  test.each<readonly [string, readonly string[] | undefined, readonly string[]]>([
    ["nothing", ENDS, []],
    ["UDP port 50, which is not ESP", ["passes", "passes", "ends", "ends"], ["-p udp -m multiport --dports 4789,50 -j ACCEPT"]],
    ["one of them", ["passes", "ends", "passes", "ends"], ["-s 192.0.2.2/32 -j ACCEPT"]],
    ["the network that they are in", PASSES, ["-s 192.0.2.0/24 -j ACCEPT"]],
    ["all but one of them", ["ends", "passes", "ends", "passes"], ["! -s 192.0.2.2/32 -j ACCEPT"]],
    ["the link of the underlay", PASSES, ["-i eth0 -j ACCEPT"]],
    ["another link", ENDS, ["-i eth1 -j ACCEPT"]],
    [
      "what IPsec has decrypted, which is not looked at",
      ["open", "open", "ends", "ends"],
      ["-p udp -m policy --dir in --pol ipsec -j ACCEPT"],
    ],
    ["replies alone", ENDS, ["-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"]],
  ])("meets a chain that lets in %s", (_, fate, rules) => {
    expect(fatesOn("eth0", ...rules)).toEqual(fate);
  });

  test("is open where it is not known by which link it comes and links differ", () => {
    expect(fatesOn(undefined, "-i eth0 -j ACCEPT")).toEqual(OPEN);
    expect(fatesOn(undefined, "-i eth0 -p tcp -j ACCEPT")).toEqual(ENDS);
  });
});

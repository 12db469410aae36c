/** Overlay networks over hosts whose own firewall drops what comes to them: what members send each other, as it truly arrives. */
import { execFileSync } from "node:child_process";
import { startFrr, type Frr } from "../support/frr";
import type { Variant } from "../support/firewalls";
import { command, emptyLab, insideLab } from "../support/lab";
import { driftOf, hostsOver, openMesh, reaches, unreached, type Mesh } from "../support/mesh";
import { makeUnderlay, type Underlay } from "../support/underlay";
import { until } from "../support/until";

insideLab();

const EDGES = ["edge1", "edge2", "edge3"];

let underlay: Underlay;
let mesh: Mesh;
let frr: Frr[];

beforeEach(() => {
  emptyLab();
  underlay = makeUnderlay(EDGES);
  frr = [];
});
afterEach(async () => {
  mesh.close();
  for (const one of frr) await one.stop();
  emptyLab();
});

const inside = (host: string, line: string) => command(`nsenter --net=/run/netns/${host} ${line}`);

/** The rules of iptables' INPUT on a host, of both families. */
function input(host: string, variant: Variant): string {
  return ["iptables", "ip6tables"].map((program) => inside(host, `${program}-${variant} -w -S INPUT`)).join("");
}

/** The host drops all but replies, as most hosts do that drop by default. */
function drop(host: string, variant: Variant): void {
  for (const program of ["iptables", "ip6tables"])
    for (const line of ["-P INPUT DROP", "-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-A INPUT -i lo -j ACCEPT"])
      inside(host, `${program}-${variant} -w ${line}`);
}

/** What an apply or a plan says of a host. */
function saidOf(host: string, stderr: string): string {
  return stderr
    .split(/^(?=Warning: )/m)
    .filter((one) => one.includes(`on host ${host}\n`))
    .join("");
}

const COOPERATE = { host_firewall: "cooperate" };

async function allAreReached(): Promise<void> {
  let open: readonly string[] = [];
  await until(async () => (open = await unreached(mesh)).length === 0, "not all are reached").catch(() => undefined);
  expect(open).toEqual([]);
}

type Case = readonly [network: Readonly<Record<string, string>>, family: "v4" | "v6", variant: Variant, ends: readonly string[]];

const CASES: readonly Case[] = [
  [{}, "v4", "nft", ["VXLAN (udp port 4789) from the members at 192.0.2.2 and 192.0.2.3"]],
  [
    { forwarding: "static" },
    "v6",
    "legacy",
    ["VXLAN (udp port 4789) from the members at 2001:db8::2 and 2001:db8::3", "neighbour discovery from the other members"],
  ],
  [
    { encryption: "wireguard" },
    "v4",
    "nft",
    ["WireGuard (udp port 51862) from the members at 192.0.2.2 and 192.0.2.3", "VXLAN (udp port 4789) from the members at fd"],
  ],
  [{ forwarding: "evpn" }, "v4", "legacy", ["VXLAN (udp port 4789) and BGP (tcp port 179) from the members at 192.0.2.2 and 192.0.2.3"]],
];

test.each(CASES)(
  "with %j over an underlay of %s, iptables-%s lets in the members, and only these, where we cooperate",
  async (network, family, variant, ends) => {
    if (network["forwarding"] === "evpn") for (const host of EDGES) frr.push(await startFrr(host));
    for (const host of EDGES) drop(host, variant);
    const untouched = EDGES.map((host) => input(host, variant));
    mesh = openMesh(hostsOver(underlay, family), { network: { names: false, ...network } });
    const { stderr } = await mesh.run(0, "apply", "-auto-approve");
    for (const words of ends) expect(saidOf("edge1", stderr)).toContain(words);
    expect(reaches("edge1.c-edge1", (await mesh.addresses())["c-edge2"]![0]!)).toBe(false);

    mesh.configure({ provider: COOPERATE });
    const opened = await mesh.run(0, "apply", "-auto-approve");
    // Until then there is no session, and the plan says so.
    const codes = new Set([...opened.stderr.matchAll(/^Warning: .* \[(.*)\]$/gm)].map(([, code]) => code));
    expect([...codes]).toEqual(network["forwarding"] === "evpn" ? ["session-down"] : []);
    await allAreReached();
    await mesh.run(0, "plan", "-detailed-exitcode");

    const rules = input("edge1", variant)
      .split("\n")
      .filter((line) => line.includes("netweft:lab"));
    expect(rules.filter((line) => !line.includes(" -s ") && !line.includes(" -i nwo-") && !line.includes("icmpv6"))).toEqual([]);
    const taken = rules.find((line) => line.includes(" --dport 4789 "))!;
    inside("edge1", `${taken.includes("/128") ? "ip6tables" : "iptables"}-${variant} -w ${taken.replace("-A", "-D").replaceAll('"', "")}`);
    expect(await driftOf(mesh)).toEqual([expect.stringMatching(/^missing edge1 - iptables .* in udp:4789 from /)]);
    await mesh.run(0, "apply", "-auto-approve");
    await mesh.run(0, "drift", "-detailed-exitcode");

    await mesh.run(0, "destroy", "-auto-approve");
    expect(EDGES.map((host) => input(host, variant))).toEqual(untouched);
  },
);

function nft(host: string, ruleset: string): void {
  execFileSync("nsenter", [`--net=/run/netns/${host}`, "nft", "-f", "-"], { input: ruleset, stdio: ["pipe", "ignore", "pipe"] });
}

/** The commands of a message. */
const commandsIn = (text: string) => [...text.replaceAll("\n", " ").matchAll(/`(nft [^`]*)`/g)].map((match) => match[1]!);

const DROPS =
  "table inet host { chain input { type filter hook input priority 10; policy drop; ct state established,related accept; tcp dport 22 accept; }; }";

test("in a ruleset of nft's own it is found with commands that let in what comes through WireGuard's tunnels and for them, over IPv6", async () => {
  const network = { names: false, encryption: "wireguard" };
  mesh = openMesh(hostsOver(underlay, "v6"), { network, members: ["edge1", "edge2"] });
  for (const host of ["edge1", "edge2"]) nft(host, DROPS);
  const { stderr } = await mesh.run(0, "apply", "-auto-approve");
  const there = (await mesh.addresses())["c-edge2"]![1]!;
  expect(reaches("edge1.c-edge1", there)).toBe(false);
  for (const host of ["edge1", "edge2"]) for (const line of commandsIn(saidOf(host, stderr))) nft(host, line.replace(/^nft /, ""));
  await allAreReached();
  expect((await mesh.run(0, "plan", "-detailed-exitcode")).stderr).toBe("");
});

test("rules come and go with the members that they are for", async () => {
  drop("edge1", "nft");
  const peers = () => [...input("edge1", "nft").matchAll(/-s (\S+)\/32 .*--dport 4789 /g)].map((match) => match[1]!).sort();
  mesh = openMesh(hostsOver(underlay), { network: { names: false }, provider: COOPERATE, members: ["edge1", "edge2"] });
  await mesh.run(0, "apply", "-auto-approve");
  expect(peers()).toEqual(["192.0.2.2"]);
  mesh.configure({ members: EDGES });
  await mesh.run(0, "apply", "-auto-approve");
  expect(peers()).toEqual(["192.0.2.2", "192.0.2.3"]);
  const other = openMesh(hostsOver(underlay), {
    network: { name: "other", vni: 7, subnets: ["10.30.0.0/24"], names: false },
    provider: { ...COOPERATE, stack: "other" },
    members: ["edge1", "edge3"],
    containers: {},
  });
  try {
    await other.run(0, "apply", "-auto-approve");
    expect(peers()).toEqual(["192.0.2.2", "192.0.2.3", "192.0.2.3"]);
    mesh.configure({ members: ["edge1", "edge2"] });
    await mesh.run(0, "apply", "-auto-approve");
    expect(peers()).toEqual(["192.0.2.2", "192.0.2.3"]);
    await other.run(0, "plan", "-detailed-exitcode");
    await mesh.run(0, "destroy", "-auto-approve");
    expect(peers()).toEqual(["192.0.2.3"]);
  } finally {
    other.close();
  }
});

/** Firewalls as hosts have them, each with what is wrong with it for tunnels that listen on 51862. */
const LAYOUTS: readonly (readonly [what: string, set: () => void, said: readonly RegExp[], unsaid: readonly RegExp[]])[] = [
  [
    "ufw, with WireGuard's port allowed but not what comes out of the tunnels",
    () => {
      for (const [program, name] of [
        ["iptables", "ufw"],
        ["ip6tables", "ufw6"],
      ] as const)
        for (const line of [
          "-P INPUT DROP",
          `-N ${name}-before-input`,
          `-N ${name}-user-input`,
          `-N ${name}-after-input`,
          `-A INPUT -j ${name}-before-input`,
          `-A INPUT -j ${name}-after-input`,
          `-A ${name}-before-input -i lo -j ACCEPT`,
          `-A ${name}-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
          `-A ${name}-before-input -m conntrack --ctstate INVALID -j DROP`,
          `-A ${name}-before-input -j ${name}-user-input`,
          `-A ${name}-user-input -p udp -m udp --dport 51862 -j ACCEPT`,
          `-A ${name}-after-input -p udp -m udp --dport 137 -j DROP`,
        ])
          inside("edge1", `${program}-nft -w ${line}`);
    },
    [/`ufw allow in on nwg\w+ from fd\S+ to any port 4789 proto udp`/],
    [/WireGuard \(/],
  ],
  [
    "firewalld, with VXLAN's port in the public zone but not WireGuard's",
    () =>
      nft(
        "edge1",
        `table inet firewalld {
  chain filter_IN_public_allow { udp dport { 4789, 8472 } accept; tcp dport 22 accept; }
  chain filter_IN_public { jump filter_IN_public_allow; meta l4proto { icmp, ipv6-icmp } accept; }
  chain filter_INPUT_ZONES { iifname "eth0" goto filter_IN_public; goto filter_IN_public; }
  chain filter_INPUT {
    type filter hook input priority filter + 10; policy accept;
    ct state { established, related } accept; ct status dnat accept; iifname "lo" accept; ct state invalid drop;
    jump filter_INPUT_ZONES; reject with icmpx admin-prohibited;
  }
}`,
      ),
    [
      /firewalld's\) rejects/,
      /`firewall-cmd --permanent --add-rich-rule='rule family="ipv4" source address="192\.0\.2\.2" port port="51862"/,
    ],
    [/VXLAN \(/],
  ],
  [
    "a policy that accepts, with a rule that rejects what is left",
    () => {
      for (const line of ["-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-j REJECT --reject-with icmp-host-prohibited"])
        inside("edge1", `iptables-nft -w -A INPUT ${line}`);
    },
    [/rejects packets/, /`iptables -I INPUT -s 192\.0\.2\.2,192\.0\.2\.3 -p udp --dport 51862 -j ACCEPT`/],
    [/VXLAN \(/],
  ],
  [
    "a rule that drops the port for all but some addresses",
    () => void inside("edge1", "iptables-legacy -w -A INPUT ! -s 192.0.2.2/32 -p udp -m udp --dport 51862 -j DROP"),
    [/WireGuard \(udp port 51862\) from the member at 192\.0\.2\.3\./],
    [/192\.0\.2\.2/],
  ],
  [
    "a set with a name, which holds one of the members",
    () =>
      nft(
        "edge1",
        "table inet host { set peers { type ipv4_addr; elements = { 192.0.2.2 }; }; chain input { type filter hook input priority 0; policy drop; ip saddr @peers udp dport 51862 accept; }; }",
      ),
    [/WireGuard \(udp port 51862\) from the member at 192\.0\.2\.3\./, /It drops VXLAN/],
    [/192\.0\.2\.2/, /cannot be decided/],
  ],
  [
    "a set whose elements come and go, which may hold the members or not",
    () =>
      nft(
        "edge1",
        "table inet host { set peers { type ipv4_addr; flags timeout; }; chain input { type filter hook input priority 0; policy drop; ip saddr @peers udp dport 51862 accept; }; }",
      ),
    [
      /Whether it accepts WireGuard \(udp port 51862\) from the members at 192\.0\.2\.2 and 192\.0\.2\.3 cannot be decided/,
      /It drops VXLAN/,
    ],
    [],
  ],
];

test.each(LAYOUTS)("a plan finds %s", async (_, set, said, unsaid) => {
  set();
  mesh = openMesh(hostsOver(underlay), { network: { names: false, encryption: "wireguard", subnets: ["10.20.0.0/24"] }, containers: {} });
  const text = saidOf("edge1", (await mesh.run(0, "plan")).stderr);
  for (const words of said) expect(text).toMatch(words);
  for (const words of unsaid) expect(text).not.toMatch(words);
});

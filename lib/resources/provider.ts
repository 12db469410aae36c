import { DEFAULT_MASK, uplinkFields } from "./uplinks/fields";
import { PROGRAMS } from "../kernel/program";
import { integer, list, map, object, set, string, type Attrs, type Fields } from "../schema/type";

/** One host of the provider configuration. */
export const hostFields = {
  connection: {
    type: string({ oneOf: ["local", "netns", "ssh"] }),
    optional: true,
    default: "local",
    doc: "How the host is reached: `local` is this machine, `ssh` another one through the system's ssh client, `netns` a namespace on this machine that stands for a whole host (laboratories, tests).",
  },
  netns: {
    type: string({ format: "name" }),
    optional: true,
    doc: 'For `connection = "netns"`: the name of the namespace, as `ip netns` shows it.',
  },
  address: {
    type: string({ format: "destination" }),
    optional: true,
    doc: "For `connection = \"ssh\"`: the host's address, its name, or its alias in the user's ssh configuration. Default: the host's name here.",
  },
  port: {
    type: integer(1, 65535),
    optional: true,
    doc: 'For `connection = "ssh"`: the port of its ssh server. Default: from the ssh configuration, or else 22.',
  },
  user: {
    type: string({ format: "user" }),
    optional: true,
    doc: 'For `connection = "ssh"`: the login user. Programs must run as root there, so it is usually "root". Default: from the ssh configuration, or else the user\'s own name.',
  },
  identity_file: {
    type: string({ format: "file" }),
    optional: true,
    doc: 'For `connection = "ssh"`: the file of the private key to log in with, instead of those that ssh tries by default. A key with a passphrase must be in the ssh agent.',
  },
  known_hosts: {
    type: string({ format: "file" }),
    optional: true,
    doc: "For `connection = \"ssh\"`: the known_hosts file, instead of the user's and the system's. A host whose key is not listed is refused.",
  },
  underlay: {
    type: string({ format: "ip" }),
    optional: true,
    doc: "The host's address on the network that connects the hosts. Overlay networks send their packets from and to it.",
  },
  advertise: {
    type: string({ format: "ip" }),
    optional: true,
    doc: "The address at which the other members of an overlay network reach the host, where a router translates it to `underlay` and back (1:1 NAT, as cloud providers have it for public addresses). The router keeps ports. Default: `underlay`. Not for networks with `evpn` or `ipsec`.",
  },
  underlay_mtu: {
    type: integer(576, 65535),
    optional: true,
    default: 1500,
    doc: "The mtu of the network that connects the hosts, in bytes.",
  },
  uplinks: {
    type: list(object(uplinkFields), { min: 1 }),
    optional: true,
    doc: "The links by which the host is reached from outside, if there are several. Replies of published ports then leave by the uplink that the request came by, whatever the host's routing tables say. Where a place in the list changes, the connections of that uplink end: append new ones.",
  },
} as const satisfies Fields;

export const poolFields = {
  cidr: { type: string({ format: "cidr" }), required: true, doc: "The range that subnets are allocated from." },
  size: { type: integer(1, 126), required: true, doc: "The prefix length of each subnet." },
} as const satisfies Fields;

export const faultFields = {
  step: {
    type: string({}),
    required: true,
    doc: "The beginning of the step that fails: a verb and a fact line, e.g. `add local - port nwe1`.",
  },
  action: {
    type: string({ oneOf: ["fail", "kill"] }),
    optional: true,
    default: "fail",
    doc: "`fail`: the simulated kernel refuses the step. `kill`: the process dies before it.",
  },
  message: { type: string({}), optional: true, default: "Operation not permitted", doc: "The simulated kernel's error message." },
} as const satisfies Fields;

const connectionFields = {
  client: { type: string({ format: "ip" }), required: true, doc: "The address of this run, as the host sees it." },
  server: { type: string({ format: "ip" }), required: true, doc: "The address of the host to which the connection is made." },
  port: { type: integer(1, 65535), optional: true, default: 22, doc: "The port of the host's ssh server." },
} as const satisfies Fields;

export const simulatedFields = {
  file: {
    type: string({ format: "path" }),
    optional: true,
    default: ".netweft/simulated.json",
    doc: "The file in which the simulated kernel keeps its facts between runs.",
  },
  latency_ms: { type: integer(0, 60000), optional: true, default: 0, doc: "The duration of each step, in milliseconds." },
  faults: { type: list(object(faultFields)), optional: true, default: [], doc: "Steps that fail, for rehearsals and tests." },
  lacks: {
    type: set(string({ oneOf: PROGRAMS })),
    optional: true,
    default: [],
    doc: "Programs and features that the simulated hosts lack, for rehearsals: without `dnsmasq` there is no name resolution, without `nft` no bridge network, without `conntrack` no conntrack entry can be deleted, without `frr` or `bgpd` (FRR installed, and FRR running) there is no EVPN, without `wg`, or `wireguard` (the kernel's or wireguard-go), no WireGuard, without `esp` (in the kernel) no IPsec, and without `vlan` (in the kernel) a VLAN that is missing cannot be made.",
  },
  connections: {
    type: map(object(connectionFields), "name"),
    optional: true,
    doc: "By host, the connection by which a run would reach it over ssh: a plan that cuts it is refused, as on a real host.",
  },
} as const satisfies Fields;

/** The provider block. */
export const providerFields = {
  backend: {
    type: string({ oneOf: ["simulated", "iproute2"] }),
    optional: true,
    default: "simulated",
    doc: "`simulated` touches no kernel; `iproute2` is the real one. The environment variable `NETWEFT_BACKEND` overrides it, and so does `--backend` of the command `netweft`. `netweft plan --rehearse` contacts no host: it plans as if the hosts agreed with the state, and applies in memory.",
  },
  simulated: {
    type: object(simulatedFields),
    optional: true,
    default: { file: ".netweft/simulated.json", latency_ms: 0, faults: [], lacks: [] },
    doc: "Options of the simulated kernel.",
  },
  hosts: {
    type: map(object(hostFields), "name"),
    optional: true,
    default: { local: { connection: "local" } },
    doc: "The hosts by the names that resources use. When absent, one host, `local`.",
  },
  address_pools: {
    type: list(object(poolFields), { min: 1 }),
    optional: true,
    default: [
      { cidr: "10.128.0.0/10", size: 24 },
      { cidr: "fd6e:6574:7765::/48", size: 64 },
    ],
    doc: "The pools for networks without `subnets`: one subnet is allocated from the first pool of each family that has room.",
  },
  stack: {
    type: string({ format: "name" }),
    optional: true,
    default: "default",
    doc: 'The stack that the marks on objects name. Two stacks may share a host, never an object. Each state needs a stack of its own: an object with the mark of the stack that is not in the state is taken over, so two states of one stack would take over and destroy each other\'s objects. With workspaces, write `stack = "shop-${terraform.workspace}"`.',
  },
  host_firewall: {
    type: string({ oneOf: ["observe", "cooperate"] }),
    optional: true,
    default: "observe",
    doc: "How to handle a host firewall that drops the traffic of networks, such as Docker's. `observe`: the plan reports it (under Terraform, which does not observe hosts before, the apply), with the commands that help. `cooperate`: Netweft adds marked rules of its own to iptables that accept each bridge: in `DOCKER-USER` where there is Docker, else in `FORWARD`; and where `INPUT` drops them, DNS queries, neighbour discovery, and what the other members of an overlay network send, from their addresses only. They are removed with the network.",
  },
  host_forwarding: {
    type: string({ oneOf: ["keep-closed", "open"] }),
    optional: true,
    default: "keep-closed",
    doc: "What a host forwards between its own links after Netweft has switched forwarding on, which networks need. `keep-closed`: no new connections between the links that the host had at that moment, so that it does not become a router between them; links that Docker, libvirt or a VPN create later are not concerned, and neither is a host that forwarded before. Ports that other programs publish, and connections by IPsec policies, pass. `open`: everything. A host that was open stays open: every plan says what to do. All stacks of a host should have the same value.",
  },
  mark_mask: {
    type: string({ format: "bits" }),
    optional: true,
    default: DEFAULT_MASK,
    doc: "The bits of firewall marks that tell the `uplinks` of a host apart: 1 to 16 consecutive bits in base 16. Each uplink has a value of its own, so the default is enough for 15. They are set on connections to published ports that arrive by an uplink, and on the packets of these. No other program of the host may use them: its policy rules and firewall rules that do are errors of the plan.",
  },
} as const satisfies Fields;

export type HostConfig = Attrs<typeof hostFields>;
export type SimulatedConfig = Attrs<typeof simulatedFields>;

/** The provider configuration with all values known and defaults filled in. */
export type ProviderConfig = Attrs<typeof providerFields>;

/** The hosts that can be members of overlay networks. */
export function underlaid({ hosts }: ProviderConfig): readonly string[] {
  return Object.keys(hosts).filter((name) => hosts[name]!.underlay !== null);
}

import { PROGRAMS } from "../kernel/program";
import { integer, list, map, object, set, string, type Attrs, type Fields } from "../schema/type";

/** One host of the provider configuration. */
export const hostFields = {
  connection: {
    type: string({ oneOf: ["local", "netns", "ssh"] }),
    optional: true,
    default: "local",
    doc: "How the host is reached: `local` is this machine, `ssh` another one through the system's ssh client, `netns` a namespace on this machine that plays a whole host (laboratories, tests).",
  },
  netns: {
    type: string({ format: "name" }),
    optional: true,
    doc: 'For `connection = "netns"`: the name of the namespace, as `ip netns` shows it.',
  },
  address: {
    type: string({ format: "destination" }),
    optional: true,
    doc: "For `connection = \"ssh\"`: the host's address, its name, or what the user's ssh configuration calls it. Default: the host's name here.",
  },
  port: {
    type: integer(1, 65535),
    optional: true,
    doc: 'For `connection = "ssh"`: the port of its ssh server. Default: what the ssh configuration says, or else 22.',
  },
  user: {
    type: string({ format: "user" }),
    optional: true,
    doc: 'For `connection = "ssh"`: who to log in as. Programs have to run as root there, so that it is mostly "root". Default: what the ssh configuration says, or else the user\'s own name.',
  },
  identity_file: {
    type: string({ format: "file" }),
    optional: true,
    doc: 'For `connection = "ssh"`: the file of the private key to log in with, in place of those that ssh would try by itself. One with a passphrase must be in the ssh agent.',
  },
  known_hosts: {
    type: string({ format: "file" }),
    optional: true,
    doc: "For `connection = \"ssh\"`: the file that lists the keys of hosts, in place of the user's and the system's. A host whose key is not listed is refused.",
  },
  underlay: {
    type: string({ format: "ip" }),
    optional: true,
    doc: "The host's address on the network that joins the hosts. Overlay networks send their packets from there and to there.",
  },
  underlay_mtu: {
    type: integer(576, 65535),
    optional: true,
    default: 1500,
    doc: "How large packets may be on the network that joins the hosts.",
  },
} as const satisfies Fields;

export const poolFields = {
  cidr: { type: string({ format: "cidr" }), required: true, doc: "The range that subnets are cut from." },
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
  message: { type: string({}), optional: true, default: "Operation not permitted", doc: "What the simulated kernel says." },
} as const satisfies Fields;

export const simulatedFields = {
  file: {
    type: string({ format: "path" }),
    optional: true,
    default: ".netweft/simulated.json",
    doc: "Where the simulated kernel keeps its facts between runs.",
  },
  latency_ms: { type: integer(0, 60000), optional: true, default: 0, doc: "How long each step takes, in milliseconds." },
  faults: { type: list(object(faultFields)), optional: true, default: [], doc: "Steps that go wrong, for rehearsals and tests." },
  lacks: {
    type: set(string({ oneOf: PROGRAMS })),
    optional: true,
    default: [],
    doc: "What the simulated hosts do not have, for rehearsals: without `dnsmasq` nobody answers for names, without `nft` there is no bridge network, without `conntrack` no way in can be taken away, without `frr` or `bgpd` (the one is FRR installed, the other FRR running) no overlay network can be announced, without `wg`, or without `wireguard` (the kernel's or wireguard-go), none can be inside of WireGuard, and without `esp` (in the kernel) none be encrypted by IPsec.",
  },
} as const satisfies Fields;

/** The provider block. */
export const providerFields = {
  backend: {
    type: string({ oneOf: ["simulated", "iproute2"] }),
    optional: true,
    default: "simulated",
    doc: "`simulated` touches no kernel; `iproute2` is the real one. The environment variable `NETWEFT_BACKEND` overrides it, and so does `--backend` of the command `netweft`.",
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
    doc: "The hosts by the names that resources use. Without it there is one, `local`.",
  },
  address_pools: {
    type: list(object(poolFields), { min: 1 }),
    optional: true,
    default: [
      { cidr: "10.128.0.0/10", size: 24 },
      { cidr: "fd6e:6574:7765::/48", size: 64 },
    ],
    doc: "Where subnets come from when a network gives none: one out of the first pool of each family that has room.",
  },
  stack: {
    type: string({ format: "name" }),
    optional: true,
    default: "default",
    doc: 'Whose marks these are. Two stacks may share a host, never an object. Each state needs a stack of its own: what carries the mark of a stack and is not in the state is taken over, so that two states of one stack would take each other\'s objects, and destroy them. With workspaces, write `stack = "shop-${terraform.workspace}"`.',
  },
  host_firewall: {
    type: string({ oneOf: ["observe", "cooperate"] }),
    optional: true,
    default: "observe",
    doc: "What is done about a firewall of the host's that ends the traffic of networks, such as Docker's. `observe`: it is found when planning (under Terraform, which looks at no host before, when applying), with the commands that help. `cooperate`: rules of Netweft's own, marked as such, let each bridge through in iptables: in `DOCKER-USER` where there is Docker, else in `FORWARD`; and where `INPUT` ends them, name lookups and neighbour discovery. They go with the network.",
  },
} as const satisfies Fields;

export type HostConfig = Attrs<typeof hostFields>;
export type SimulatedConfig = Attrs<typeof simulatedFields>;

/** The provider configuration when everything in it is known, defaults filled in. */
export type ProviderConfig = Attrs<typeof providerFields>;

/** The hosts that can be members of overlay networks. */
export function underlaid({ hosts }: ProviderConfig): readonly string[] {
  return Object.keys(hosts).filter((name) => hosts[name]!.underlay !== null);
}

/** An overlay network over hosts of the laboratory, with a container on each, and the connectivity between them. */
import type { HostConfig } from "../../lib/resources/provider";
import { command } from "./lab";
import { openFolder, type Folder } from "./folder";
import { netweftExits, type Ran } from "./netweft";
import type { Underlay } from "./underlay";

/** Variations of the stack. */
export interface MeshOptions {
  /** Attributes of the network beside name, identifier, members and subnets. */
  readonly network?: Readonly<Record<string, unknown>>;
  /** The members; all hosts when absent. */
  readonly members?: readonly string[];
  /** Container names with their hosts; `c-HOST` on every member when absent. */
  readonly containers?: Readonly<Record<string, string>>;
  readonly endpoints?: Readonly<Record<string, object>>;
  /** What the provider block says beside its stack and hosts. */
  readonly provider?: object;
}

export type Hosts = Readonly<Record<string, Partial<HostConfig>>>;

export const SUBNETS = ["10.20.0.0/24", "fd00:20::/64"];

export function containersOn(members: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(members.map((host) => [`c-${host}`, host]));
}

/** The stack `lab` with the overlay network `mesh`. */
export function meshOf(hosts: Hosts, options: MeshOptions = {}): object {
  const { members = Object.keys(hosts), network = {}, endpoints = {}, provider = {} } = options;
  const containers = options.containers ?? containersOn(members);
  return {
    provider: { netweft: { stack: "lab", hosts, ...provider } },
    resource: {
      netweft_overlay_network: { mesh: { name: "mesh", vni: 42, subnets: SUBNETS, members, ...network } },
      netweft_namespace: Object.fromEntries(Object.entries(containers).map(([name, host]) => [name, { name, host }])),
      netweft_endpoint: Object.fromEntries(
        Object.keys(containers).map((name) => [
          name,
          {
            namespace: `\${netweft_namespace.${name}.ref}`,
            network: "${netweft_overlay_network.mesh.ref}",
            ...endpoints[name],
          },
        ]),
      ),
    },
    output: Object.fromEntries(Object.keys(containers).map((name) => [name, { value: `\${netweft_endpoint.${name}.addresses}` }])),
  };
}

export interface Mesh extends Omit<Folder, "write"> {
  configure(options: MeshOptions): void;
  /** Plans, calls a function, and applies the plan. */
  applyAfter(code: number, meanwhile: () => void): Promise<Ran>;
  /** The addresses of every container. */
  addresses(): Promise<Readonly<Record<string, readonly string[]>>>;
}

export function openMesh(hosts: Hosts, options: MeshOptions = {}): Mesh {
  const { write, ...folder } = openFolder({ NETWEFT_BACKEND: "iproute2" });
  const configure = (changed: MeshOptions) => write(meshOf(hosts, { ...options, ...changed }));
  configure({});
  return {
    ...folder,
    configure,
    applyAfter: (code, meanwhile) =>
      netweftExits(code, ["apply"], { cwd: folder.path, env: { NETWEFT_BACKEND: "iproute2" }, answers: ["yes"], meanwhile }),
    async addresses() {
      const { stdout } = await folder.run(0, "output", "-json");
      const outputs = JSON.parse(stdout) as Record<string, { readonly value: readonly string[] }>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
  };
}

/** The hosts of the underlay as members, by their addresses of one family. */
export function hostsOver(underlay: Underlay, family: "v4" | "v6" = "v4"): Hosts {
  return Object.fromEntries(
    Object.entries(underlay.config).map(([name, host]) => [name, { ...host, underlay: underlay.host(name)[family] }]),
  );
}

/** The name on the machine of the container `c-edge1` of a host that is a namespace. */
export function netnsOf(container: string): string {
  return `${container.slice(2)}.${container}`;
}

/** The expected connectivity, and how it is checked. */
export interface Reaching {
  /** The hosts whose containers `c-HOST` are checked; all when absent. */
  readonly hosts?: readonly string[];
  /** Whether the container on a host reaches an address or a name. */
  readonly reach?: (host: string, to: string) => boolean;
  /** Whether names are checked, too. */
  readonly byName?: boolean;
}

/** Several attempts: WireGuard retries a lost handshake after five seconds. */
const ATTEMPTS = 3;

/** The pairs of containers that do not reach each other, over both families. */
export async function unreached(mesh: Pick<Mesh, "addresses">, reaching: Reaching = {}): Promise<readonly string[]> {
  const { hosts, reach = (host, to) => reaches(netnsOf(`c-${host}`), to), byName = false } = reaching;
  const addresses = await mesh.addresses();
  const names = Object.keys(addresses).filter((name) => name.startsWith("c-") && (hosts?.includes(name.slice(2)) ?? true));
  const pairs = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));
  let open = pairs.flatMap(([from, to]) => [...addresses[to]!, ...(byName ? [to] : [])].map((one) => [from, to, one] as const));
  for (let n = 0; n < ATTEMPTS && open.length > 0; n++) open = open.filter(([from, , one]) => !reach(from.slice(2), one));
  return open.map(([from, to, one]) => `${from} to ${to} ${one}`);
}

/** What tests look at in the findings of a JSON report. */
interface ReportedFinding {
  readonly difference: string;
  readonly expected?: string;
  readonly actual?: string;
}

function findingsIn(report: string): readonly ReportedFinding[] {
  const { stacks } = JSON.parse(report) as { readonly stacks: readonly { readonly findings: readonly ReportedFinding[] }[] };
  return stacks.flatMap(({ findings }) => findings);
}

/** The drift of the stack: the lines of a drift report, each prefixed with the kind of difference. */
export async function driftOf(mesh: Pick<Mesh, "run">): Promise<readonly string[]> {
  const { stdout } = await mesh.run(2, "drift", "-detailed-exitcode", "--format", "json");
  return findingsIn(stdout)
    .map(({ difference, expected, actual }) => `${difference} ${expected ?? actual}`)
    .sort();
}

/** Whether the container reaches another one by name, like its own programs: with its own resolv.conf. */
export function finds(netns: string, name: string): boolean {
  try {
    command(`ip netns exec ${netns} ping -n -c 1 -W 2 ${name}`);
    return true;
  } catch {
    return false;
  }
}

/** Whether the container reaches an address: two attempts, because the first packet may need neighbour discovery. */
export function reaches(netns: string, address: string, ...options: readonly string[]): boolean {
  try {
    command(["nsenter", `--net=/run/netns/${netns}`, "ping", "-n", "-c", "2", "-i", "0.2", "-W", "2", ...options, address].join(" "));
    return true;
  } catch {
    return false;
  }
}

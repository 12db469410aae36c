import * as fc from "fast-check";

/** A small stack as a person would write it, before it becomes Terraform JSON. Everything in it is valid. */
export interface StackModel {
  readonly networks: readonly NetworkModel[];
  readonly overlays: readonly OverlayModel[];
  readonly namespaces: readonly { readonly name: string; readonly forward: boolean; readonly pid: number | undefined }[];
  readonly endpoints: readonly EndpointModel[];
  readonly binds: readonly number[];
}
interface NetworkModel {
  readonly name: string;
  /** Undefined: allocated. */
  readonly subnets: readonly string[] | undefined;
  /** Whether addresses are allocated from the upper half of each subnet only. */
  readonly ranged: boolean;
  /** Whether the first addresses of each subnet and two in its upper half are reserved. */
  readonly reserving: boolean;
  readonly mtu: number;
  readonly stp: boolean;
  readonly isolated: boolean;
  readonly masquerade: boolean;
  /** Whether packets leave with addresses that are named. */
  readonly leaving: boolean;
  readonly internal: boolean;
  readonly accepts: readonly number[];
  readonly access: "all" | "dns" | "none" | undefined;
}
interface OverlayModel {
  readonly name: string;
  readonly vni: number;
  readonly subnets: readonly string[];
  readonly members: readonly string[];
  readonly forwarding: "learning" | "static" | "evpn";
  readonly encryption: "none" | "wireguard" | "ipsec";
  readonly rotate: string | undefined;
  readonly internal: boolean;
}
interface EndpointModel {
  readonly namespace: number;
  /** A bridge network, or from `FIRST_OVERLAY` on an overlay network. */
  readonly network: number;
  readonly interface: number;
  /** Undefined: allocated; else the host number in each configured subnet. */
  readonly host: number | undefined;
  /** Published host ports, each at most once in a stack. */
  readonly ports: readonly number[];
  /** Whether only some sources may use these. */
  readonly limited: boolean;
}

const network = (n: number): fc.Arbitrary<NetworkModel> =>
  fc.record({
    name: fc.constant(`n${n}`),
    subnets: fc.option(fc.constantFrom([`10.${n}.0.0/24`], [`10.${n}.0.0/24`, `fd00:${n}::/64`], [`fd00:${n}::/64`]), { nil: undefined }),
    ranged: fc.boolean(),
    reserving: fc.boolean(),
    mtu: fc.constantFrom(1280, 1400, 1500),
    stp: fc.boolean(),
    isolated: fc.boolean(),
    masquerade: fc.boolean(),
    leaving: fc.boolean(),
    internal: fc.boolean(),
    accepts: fc.uniqueArray(fc.nat(2), { maxLength: 2 }),
    access: fc.constantFrom(undefined, "all", "dns", "none"),
  });

/** The hosts of every stack. Namespaces are on the first. */
export const HOSTS = { local: { underlay: "192.0.2.1" }, far: { underlay: "192.0.2.2" }, off: { underlay: "192.0.2.3" } };
const FIRST_OVERLAY = 3;

/** Distinct ports, because IPsec encrypts everything sent to one. FRR announces no IPv6 tunnels, which WireGuard's are. */
const overlay = (n: number): fc.Arbitrary<OverlayModel> =>
  fc
    .record({
      name: fc.constant(`o${n}`),
      vni: fc.constantFrom(100 + n, 200 + n),
      subnets: fc.constantFrom([`10.5${n}.0.0/24`], [`10.5${n}.0.0/24`, `fd00:5${n}::/64`], [`fd00:5${n}::/64`]),
      members: fc.constantFrom(["local"], ["far", "off"], ["local", "far"], ["local", "far", "off"]),
      forwarding: fc.constantFrom("learning", "static", "evpn"),
      encryption: fc.constantFrom("none", "none", "wireguard", "ipsec"),
      rotate: fc.constantFrom(undefined, "once", "again"),
      internal: fc.boolean(),
    })
    .map((one) => ({
      ...one,
      forwarding: one.encryption === "wireguard" && one.forwarding === "evpn" ? "static" : one.forwarding,
      rotate: one.encryption === "none" ? undefined : one.rotate,
    })) as fc.Arbitrary<OverlayModel>;

/** Created, or adopted from one of two processes, each used by one name only. */
const namespace = fc
  .record({ name: fc.constantFrom("a", "b", "c", "d"), forward: fc.boolean(), process: fc.constantFrom(undefined, undefined, 1000, 2000) })
  .map(({ process, ...one }) => ({ ...one, pid: process === undefined ? undefined : process + one.name.charCodeAt(0) }));

const endpoint: fc.Arbitrary<EndpointModel> = fc.record({
  namespace: fc.nat(3),
  network: fc.nat(FIRST_OVERLAY + 1),
  interface: fc.nat(2),
  host: fc.option(fc.integer({ min: 10, max: 120 }), { nil: undefined }),
  ports: fc.uniqueArray(fc.integer({ min: 9000, max: 9009 }), { maxLength: 2 }),
  limited: fc.boolean(),
});

function networkOf({ networks, overlays }: StackModel, { network }: EndpointModel): NetworkModel | OverlayModel {
  return network < FIRST_OVERLAY ? networks[network]! : overlays[network - FIRST_OVERLAY]!;
}

/** Whether the network of an endpoint exists, and on the host of its namespace. */
function isOn({ networks, overlays }: StackModel, { network }: EndpointModel): boolean {
  if (network < FIRST_OVERLAY) return network < networks.length;
  return overlays[network - FIRST_OVERLAY]?.members.includes("local") === true;
}

/** Drops conflicting parts: missing ends, duplicate interfaces, duplicate addresses, duplicate names on a network. */
function fitting(stack: StackModel): StackModel {
  const used = new Set<string>();
  const isNew = (key: string) => !used.has(key) && Boolean(used.add(key));
  const fits = stack.endpoints.filter(
    (one) =>
      one.namespace < stack.namespaces.length &&
      isOn(stack, one) &&
      isNew(`interface ${one.namespace} ${one.interface}`) &&
      isNew(`name ${one.namespace} ${one.network}`) &&
      (one.host === undefined || isNew(`host ${one.network} ${one.host}`)),
  );
  const open = (one: EndpointModel) => !networkOf(stack, one).internal;
  const endpoints = fits.map((one) => ({ ...one, ports: one.ports.filter((port) => open(one) && isNew(`port ${port}`)) }));
  return { ...stack, endpoints };
}

/** Random stacks. There are few names, so that two stacks overlap. */
export const stacks: fc.Arbitrary<StackModel> = fc
  .record({
    networks: fc.integer({ min: 0, max: 3 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => network(n)))),
    overlays: fc.integer({ min: 0, max: 2 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => overlay(n)))),
    namespaces: fc.uniqueArray(namespace, { maxLength: 4, selector: ({ name }) => name }),
    endpoints: fc.array(endpoint, { maxLength: 8 }),
    binds: fc.uniqueArray(fc.integer({ min: 8000, max: 8005 }), { maxLength: 3 }),
  })
  .map(fitting);

function addressesOf(one: EndpointModel, { subnets }: Pick<NetworkModel, "subnets">): object {
  if (one.host === undefined || subnets === undefined) return {};
  return { addresses: subnets.map((subnet) => `\${cidrhost("${subnet}", ${one.host})}`) };
}

/** The network's address ranges within its subnets. Explicit host numbers of endpoints are outside of them. */
function choosing({ subnets, ranged, reserving }: NetworkModel): object {
  if (subnets === undefined) return {};
  const half = (subnet: string) => `\${cidrsubnet("${subnet}", 1, 1)}`;
  const others = (subnet: string) => [
    `\${cidrsubnet("${subnet}", ${subnet.includes(":") ? 61 : 5}, 0)}`,
    ...[1, 2].map((n) => `\${cidrhost(${half(subnet).slice(2, -1)}, ${n})}`),
  ];
  return { ...(ranged ? { ranges: subnets.map(half) } : {}), ...(reserving ? { reserved: subnets.flatMap(others) } : {}) };
}

/** A host address for publishing an endpoint on the network, if its family is known. */
function hostIpFor({ subnets }: Pick<NetworkModel, "subnets">): object {
  if (subnets === undefined) return {};
  return { host_ip: subnets.every((subnet) => subnet.includes(":")) ? "2001:db8::1" : "127.0.0.1" };
}

/** Addresses with which packets leave a network, of its first subnet's family. Allocated subnets may be those of an earlier stack. */
function leavingWith({ subnets, leaving, masquerade, internal }: NetworkModel): object {
  if (!leaving || !masquerade || internal || subnets === undefined) return {};
  return { snat_addresses: subnets[0]!.includes(":") ? ["2001:db8::1"] : ["192.0.2.1", "192.0.2.9"] };
}

/** The stack as Terraform JSON. */
export function toJson(stack: StackModel, provider: object): string {
  const { networks, overlays, namespaces, endpoints, binds } = stack;
  const resource = {
    netweft_bridge_network: Object.fromEntries(
      networks.map((one) => {
        const { name, subnets, mtu, stp, isolated, masquerade, internal, accepts, access } = one;
        const entrants = accepts.flatMap((n) => (n === 2 ? "outside" : ((networks[n] && `local/${networks[n].name}`) ?? [])));
        const open = { accept_from: entrants, ...(access ? { host_access: access } : {}) };
        const common = { name, mtu, stp, endpoint_isolation: isolated, masquerade, internal, ...open };
        return [name, { ...common, ...(subnets ? { subnets } : {}), ...choosing(one), ...leavingWith(one) }];
      }),
    ),
    netweft_overlay_network: Object.fromEntries(overlays.map((one, n) => [one.name, { ...one, port: 4789 + n }])),
    netweft_namespace: Object.fromEntries(
      namespaces.map(({ name, forward, pid }) => [
        name,
        { name, ...(forward ? { sysctls: { "net.ipv4.ip_forward": "1" } } : {}), ...(pid === undefined ? {} : { pid }) },
      ]),
    ),
    netweft_endpoint: Object.fromEntries(
      endpoints.map((one) => {
        const name = `${namespaces[one.namespace]!.name}_eth${one.interface}`;
        const network = networkOf(stack, one);
        const ends = {
          namespace: `\${netweft_namespace.${namespaces[one.namespace]!.name}.ref}`,
          network: `\${${one.network < FIRST_OVERLAY ? "netweft_bridge_network" : "netweft_overlay_network"}.${network.name}}`,
        };
        const publish = one.ports.map((port) => ({
          host_port: port,
          port: 80,
          protocol: port % 3 ? "tcp" : "sctp",
          ...(port % 2 ? {} : hostIpFor(network)),
          ...(one.limited ? { sources: ["192.0.2.0/24", "192.0.2.7", "2001:db8::/32"] } : {}),
        }));
        return [name, { ...ends, interface: `eth${one.interface}`, ...addressesOf(one, network), publish }];
      }),
    ),
    ...(binds.length > 0 ? { netweft_host_network: { host: { binds: binds.map((port) => ({ port })) } } } : {}),
  };
  return JSON.stringify({ provider: { netweft: provider }, resource });
}

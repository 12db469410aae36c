import * as fc from "fast-check";
import { hostSettings, type HostSettings } from "./stack-hosts";

/** A small stack as a person would write it, before it becomes Terraform JSON. Everything in it is valid. */
export interface StackModel {
  readonly networks: readonly NetworkModel[];
  readonly overlays: readonly OverlayModel[];
  readonly lans: readonly LanModel[];
  readonly namespaces: readonly NamespaceModel[];
  readonly endpoints: readonly EndpointModel[];
  readonly binds: readonly number[];
  readonly settings: HostSettings;
  /** Routes of their own: of the host, through the first network's bridge, and of the first namespace. */
  readonly routes: readonly RouteKind[];
}
type RouteKind = "next hop" | "unreachable" | "table" | "bridge" | "namespace";
export interface NamespaceModel {
  readonly name: string;
  readonly forward: boolean;
  readonly pid: number | undefined;
  readonly routes: boolean;
}
export interface NetworkModel {
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
  /** A part of the network of the link `lan0`, or a bridge with the link `lan1` as a port. */
  readonly beside: "lan0" | "lan1" | undefined;
}
/** A macvlan network. */
export interface LanModel {
  readonly name: string;
  readonly parent: "lan0" | "lan0.10";
  readonly mode: "bridge" | "private" | "vepa";
  readonly subnets: readonly string[];
  readonly routed: boolean;
  readonly ranged: boolean;
  /** Whether the host has an interface there. */
  readonly reached: boolean;
}
export interface OverlayModel {
  readonly name: string;
  readonly vni: number;
  readonly subnets: readonly string[];
  readonly members: readonly string[];
  readonly forwarding: "learning" | "static" | "evpn";
  readonly encryption: "none" | "wireguard" | "ipsec";
  readonly rotate: string | undefined;
  readonly internal: boolean;
}
export interface EndpointModel {
  readonly namespace: number;
  /** A bridge network, from `FIRST_OVERLAY` on an overlay network, or `LAN`: the macvlan network. */
  readonly network: number;
  readonly interface: number;
  /** Undefined: allocated; else the host number in each configured subnet. */
  readonly host: number | undefined;
  /** Published host ports, each at most once in a stack. */
  readonly ports: readonly number[];
  /** Whether only some sources may use these. */
  readonly limited: boolean;
  /** Through its interface: to a network on its link, by a router there, or in a table of its own. */
  readonly route: "on link" | "by router" | "in table" | undefined;
}

const network = (n: number): fc.Arbitrary<NetworkModel> =>
  fc
    .record({
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
      beside: fc.constantFrom(undefined, undefined, undefined, "lan0", n === 0 ? "lan1" : undefined),
    })
    .map((one): NetworkModel => (one.beside === "lan0" ? { ...one, subnets: partOf(n) } : one) as NetworkModel);

/** A part of the networks of `lan0`. */
const partOf = (n: number) => [`198.51.${97 + n}.0/24`, `2001:db8:5:0:${n + 1}::/80`];

const lan: fc.Arbitrary<LanModel> = fc
  .record({
    name: fc.constant("lan"),
    parent: fc.constantFrom("lan0", "lan0.10"),
    mode: fc.constantFrom("bridge", "bridge", "private", "vepa"),
    six: fc.boolean(),
    routed: fc.boolean(),
    ranged: fc.boolean(),
    reached: fc.boolean(),
  })
  .map(({ six, ...one }) => {
    const n = one.parent === "lan0" ? 6 : 7;
    return {
      ...one,
      reached: one.reached && one.mode !== "private",
      subnets: [`198.18.${n}.0/24`, ...(six ? [`2001:db8:${n}::/64`] : [])],
    };
  }) as fc.Arbitrary<LanModel>;

export const FIRST_OVERLAY = 3;
export const LAN = 5;

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
  .record({
    name: fc.constantFrom("a", "b", "c", "d"),
    forward: fc.boolean(),
    routes: fc.boolean(),
    process: fc.constantFrom(undefined, undefined, 1000, 2000),
  })
  .map(({ process, ...one }) => ({ ...one, pid: process === undefined ? undefined : process + one.name.charCodeAt(0) }));

const endpoint: fc.Arbitrary<EndpointModel> = fc.record({
  namespace: fc.nat(3),
  network: fc.nat(LAN),
  interface: fc.nat(2),
  host: fc.option(fc.integer({ min: 10, max: 120 }), { nil: undefined }),
  ports: fc.uniqueArray(fc.integer({ min: 9000, max: 9009 }), { maxLength: 2 }),
  limited: fc.boolean(),
  route: fc.constantFrom(undefined, undefined, "on link", "by router", "in table"),
});

export function networkOf({ networks, overlays, lans }: StackModel, { network }: EndpointModel): NetworkModel | OverlayModel | LanModel {
  if (network === LAN) return lans[0]!;
  return network < FIRST_OVERLAY ? networks[network]! : overlays[network - FIRST_OVERLAY]!;
}

/** Whether the network of an endpoint exists, and on the host of its namespace. */
function isOn({ networks, overlays, lans }: StackModel, { network }: EndpointModel): boolean {
  if (network === LAN) return lans.length > 0;
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
  const open = (one: EndpointModel) => one.network !== LAN && !(networkOf(stack, one) as NetworkModel | OverlayModel).internal;
  const endpoints = fits.map((one) => ({ ...one, ports: one.ports.filter((port) => open(one) && isNew(`port ${port}`)) }));
  const advertises = stack.settings.advertises && stack.overlays.every(isTranslatable);
  return { ...stack, endpoints, settings: { ...stack.settings, advertises } };
}

/** Whether members of it may be behind a router that translates their addresses. */
function isTranslatable({ members, forwarding, encryption }: OverlayModel): boolean {
  return !members.includes("far") || (forwarding !== "evpn" && encryption !== "ipsec");
}

/** Random stacks. There are few names, so that two stacks overlap. */
export const stacks: fc.Arbitrary<StackModel> = fc
  .record({
    networks: fc.integer({ min: 0, max: 3 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => network(n)))),
    overlays: fc.integer({ min: 0, max: 2 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => overlay(n)))),
    lans: fc.array(lan, { maxLength: 1 }),
    settings: hostSettings,
    routes: fc.uniqueArray(fc.constantFrom("next hop", "unreachable", "table", "bridge", "namespace"), { maxLength: 2 }),
    namespaces: fc.uniqueArray(namespace, { maxLength: 4, selector: ({ name }) => name }),
    endpoints: fc.array(endpoint, { maxLength: 8 }),
    binds: fc.uniqueArray(fc.integer({ min: 8000, max: 8005 }), { maxLength: 3 }),
  })
  .map((stack) => fitting(stack as StackModel));

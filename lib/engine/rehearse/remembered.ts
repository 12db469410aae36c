/** What the state records about its hosts beside its own objects: results of data sources and host networks, and missing programs. */
import type { Stage } from "../../ports/backend";
import type { Fact } from "../../kernel/fact";
import { nameServersIn } from "../../kernel/kinds/resolver";
import type { Program } from "../../kernel/program";
import { canonicalIp, isIpv6, isLinkLocal, parseIp } from "../../net/ip";
import type { Context } from "../../resources";
import type { HostConfig } from "../../resources/provider";
import { isNone } from "../../resources/uplinks/check";
import { typeNamed, findDataType, findType, type Registry } from "../../resources/registry";
import { convert } from "../../schema/convert";
import { withDefaults } from "../../schema/defaults";
import type { Draft } from "../../schema/value";
import type { State } from "../state/types";
import type { Resolved } from "../resolve/resolve";
import { factsSaid } from "./assumed";

/** Host → attributes with its interfaces and addresses: of a data source, or else of a resource. */
export function readOf({ instances }: State, types: Registry): ReadonlyMap<string, Draft> {
  const found = new Map<string, Draft>();
  const all = [...instances.values()];
  const networks = all.filter(({ mode, type }) => mode === "managed" && findType(types, type)?.showsHost);
  const sources = all.filter(({ mode, type }) => mode === "data" && findDataType(types, type)?.showsHost);
  for (const { attributes } of [...networks, ...sources])
    if (typeof attributes["host"] === "string") found.set(attributes["host"], attributes);
  return found;
}

function textsIn(attributes: Draft, name: string): readonly string[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly unknown[]).filter((one) => typeof one === "string") : [];
}

/** Versions and features of hosts, as a data source has read them. */
export function capabilitiesOf(read: ReadonlyMap<string, Draft>): Stage["capabilities"] {
  const names = ["kernel", "iproute2", "nftables"] as const;
  return new Map(
    [...read].map(([host, attributes]) => {
      const versions = names.flatMap((name) => (typeof attributes[name] === "string" ? [[name, attributes[name]] as const] : []));
      const features = textsIn(attributes, "features");
      return [host, { ...Object.fromEntries(versions), ...(features.length > 0 && { features }) }] as const;
    }),
  );
}

/** The links that a host has as uplinks by its configuration, with the gateways on them. */
export function uplinksOf(host: string, { uplinks }: Partial<HostConfig>): readonly Fact[] {
  return factsSaid(
    (uplinks ?? []).flatMap(({ dev, gateways }) => [
      `${host} - link ${dev} type device mtu 1500 up`,
      ...gateways
        .filter((via) => !isNone(via) && !isLinkLocal(parseIp(via)!))
        .map((via) => `${host} - route ${via}/${isIpv6(via) ? 128 : 32} dev ${dev} proto static`),
    ]),
  );
}

/**
 * The own interfaces and addresses of a host. The state records neither the interface nor the prefix length of an address. The
 * host's `underlay` address is added.
 */
export function ownOf(host: string, attributes: Draft, { underlay, underlay_mtu: mtu }: Partial<HostConfig>): readonly Fact[] {
  const [interfaces, addresses] = [textsIn(attributes, "interfaces"), textsIn(attributes, "addresses")];
  const reached = underlay === undefined || underlay === null ? [] : [canonicalIp(underlay) ?? underlay];
  const all = addresses.length === 0 ? [] : new Set([...addresses, ...reached]);
  const [first = "eth0"] = interfaces;
  const links = new Set([...interfaces, ...(addresses.length > 0 ? [first] : [])]);
  return factsSaid([
    ...[...links].map((name) => `${host} - link ${name} type device mtu ${Math.max(1500, mtu ?? 0)} up`),
    ...[...all].map((ip) => `${host} - addr ${ip}/${isIpv6(ip) ? 128 : 32} dev ${first}`),
  ]);
}

/** Hosts of an instance and a program, if one of them lacked the program when the instance was applied. */
function* doubted(
  { instance }: Resolved,
  state: State,
  types: Registry,
  context: Context,
): Generator<readonly [host: string, program: Program]> {
  const { mode, type, address, config } = instance;
  const prior = state.instances.get(address)?.attributes;
  if (mode !== "managed" || prior === undefined) return;
  const { fields, wants } = typeNamed(types, type);
  const asked = wants?.(withDefaults(fields, convert(fields, config)), context) ?? [];
  for (const want of asked)
    if (want.what === "program" && prior[want.attribute] === false) yield* want.hosts.map((host) => [host, want.program] as const);
}

/** Host → programs that it lacks: a network was applied without the use of the program, and no other network on the host uses it. */
export function lacksOf(
  declared: Iterable<Resolved>,
  state: State,
  types: Registry,
  contextOf: (one: Resolved) => Context,
  facts: readonly Fact[],
): Stage["lacks"] {
  const serving = new Set(nameServersIn(facts).map(({ host }) => host));
  const found = [...declared].flatMap((one) => [...doubted(one, state, types, contextOf(one))]);
  return new Map(found.filter(([host]) => !serving.has(host)).map(([host, program]) => [host, [program]]));
}

/** Host ports in use by the configuration: binds of host networks and published ports of endpoints. */
import type { Path } from "../diagnostic";
import { canonicalIp, isIpv6 } from "../net/ip";
import type { Draft, Value } from "../schema/value";

export interface Claim {
  readonly what: "bind" | "publish";
  readonly host: string;
  readonly protocol: "tcp" | "udp";
  /** The single address; undefined: every address. */
  readonly address: string | undefined;
  readonly port: number;
  readonly portCount: number;
  /** Address of the declaring instance, and the attribute path. */
  readonly resource: string;
  readonly path: Path;
}

/** An instance as plans and states have it. */
export interface Claimant {
  readonly address: string;
  readonly type: string;
  readonly attributes: Draft;
}

/** All claims of an instance. Unknown values claim nothing. */
export function claimsOf(claimant: Claimant): readonly Claim[] {
  return [...bindsOf(claimant), ...publishesOf(claimant)];
}

/** Ports that host networks and their endpoints declare as bound. */
function bindsOf({ address: resource, type, attributes }: Claimant): readonly Claim[] {
  const host = type === "netweft_host_network" ? attributes["host"] : hostOfNetwork(attributes);
  if (typeof host !== "string") return [];
  return drafts(attributes["binds"]).flatMap(({ protocol, port, address }) =>
    claim({ what: "bind", host, resource, path: ["binds"] }, { protocol, port, address, portCount: 1 }),
  );
}

/** The ports of its host that an endpoint publishes. */
export function publishesOf({ address: resource, type, attributes }: Claimant): readonly Claim[] {
  if (type !== "netweft_endpoint" || !attributes["publish"]) return [];
  const host = hostOfNetwork(attributes);
  if (typeof host !== "string") return [];
  return drafts(attributes["publish"]).flatMap(({ protocol, host_port: port, host_ip: address, port_count: portCount }, index) =>
    claim({ what: "publish", host, resource, path: ["publish", index] }, { protocol, port, address, portCount: portCount ?? 1 }),
  );
}

function hostOfNetwork(attributes: Draft): Value | undefined {
  const [network, namespace] = [attributes["network"], attributes["namespace"]] as readonly (Draft | null | undefined)[];
  if (typeof network !== "object") return undefined;
  return network?.["kind"] === "overlay" && typeof namespace === "object" ? namespace?.["host"] : network?.["host"];
}

function drafts(value: Value | undefined): readonly Draft[] {
  return Array.isArray(value) ? value.filter((one): one is Draft => typeof one === "object" && one !== null) : [];
}

type ClaimedPorts = Readonly<Record<"protocol" | "port" | "address" | "portCount", Value | undefined>>;

function claim(
  from: Pick<Claim, "what" | "host" | "resource" | "path">,
  { protocol, port, address, portCount }: ClaimedPorts,
): readonly Claim[] {
  if ((protocol !== "tcp" && protocol !== "udp") || typeof port !== "number" || typeof portCount !== "number") return [];
  if (address !== null && address !== undefined && typeof address !== "string") return [];
  return [{ ...from, protocol, port, portCount, address: address ?? undefined }];
}

/** Addresses of one family: a single one, or all. */
export interface Reach {
  readonly family: 4 | 6;
  readonly address: string | undefined;
}

/** The addresses of a claim in each family. A program that binds `::` also binds IPv4; a published port on `::` does not. */
export function reachOf({ what, address: said }: Pick<Claim, "what" | "address">): readonly Reach[] {
  const address = said && (canonicalIp(said) ?? said);
  const every = [4, 6].map((family) => ({ family, address: undefined }) as Reach);
  if (address === undefined || (address === "::" && what === "bind")) return every;
  if (address === "0.0.0.0") return [every[0]!];
  if (address === "::") return [every[1]!];
  return [{ family: isIpv6(address) ? 6 : 4, address }];
}

/** Whether two reaches have an address in common. */
export function meet(one: Reach, other: Reach): boolean {
  if (one.family !== other.family) return false;
  return one.address === undefined || other.address === undefined || one.address === other.address;
}

/** The last port of a claim. */
export function lastPort({ port, portCount }: Claim): number {
  return port + portCount - 1;
}

/** A claim as text: `tcp ports 8000-8009 of 192.0.2.1`. */
export function sayClaim(claim: Claim): string {
  const address = claim.address && (canonicalIp(claim.address) ?? claim.address);
  const ports = claim.portCount === 1 ? `port ${claim.port}` : `ports ${claim.port}-${lastPort(claim)}`;
  const of = address === undefined || address === "0.0.0.0" || address === "::" ? "every address" : address;
  const family = address === "0.0.0.0" ? " of IPv4" : address === "::" && claim.what === "publish" ? " of IPv6" : "";
  return `${claim.protocol} ${ports} of ${of}${family}`;
}

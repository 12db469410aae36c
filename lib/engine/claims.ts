/** Host ports in use by the configuration: binds of host networks and published ports of endpoints. */
import type { Claim } from "../reconcile/port-claim";
import type { Draft, Value } from "../schema/value";

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

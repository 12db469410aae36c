import type { Draft, Value } from "../schema/value";
import type { PortClaim } from "../kernel/port-claim";
import { draftsIn } from "./draft";

type ClaimedPorts = Readonly<Record<"protocol" | "port" | "address" | "portCount", Value | undefined>>;

/** A claim, unless one of its values is unknown or invalid. */
function claim(from: Pick<PortClaim, "what" | "host" | "path">, ports: ClaimedPorts): readonly PortClaim[] {
  const { protocol, port, address, portCount } = ports;
  if ((protocol !== "tcp" && protocol !== "udp" && protocol !== "sctp") || typeof port !== "number" || typeof portCount !== "number")
    return [];
  if (address !== null && address !== undefined && typeof address !== "string") return [];
  return [{ ...from, protocol, port, portCount, address: address ?? undefined }];
}

/** The ports in `binds`, on a host. */
export function bindClaims(host: string | undefined, attributes: Draft): readonly PortClaim[] {
  if (host === undefined) return [];
  return draftsIn(attributes, "binds").flatMap(({ protocol, port, address }) =>
    claim({ what: "bind", host, path: ["binds"] }, { protocol, port, address, portCount: 1 }),
  );
}

/** The ports in `publish`, on a host. */
export function publishClaims(host: string | undefined, attributes: Draft): readonly PortClaim[] {
  if (host === undefined) return [];
  return draftsIn(attributes, "publish").flatMap(({ protocol, host_port: port, host_ip: address, port_count: portCount }, index) =>
    claim({ what: "publish", host, path: ["publish", index] }, { protocol, port, address, portCount: portCount ?? 1 }),
  );
}

import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact } from "../../kernel/fact";
import { textOf } from "../../kernel/line";
import { sayClaim, type Claim } from "../../reconcile/port-claim";
import type { Owned } from "../../reconcile/goal";
import type { View } from "./view";

/** A UDP port of a host used by the tunnels of a network, and its attribute. */
interface TunnelPort {
  readonly host: string;
  readonly port: number;
  readonly resource: string;
  readonly what: "vxlan" | "wireguard";
  readonly attribute: "port" | "listen_port";
}

function portOf({ fact, owners }: Owned): TunnelPort | undefined {
  const common = { host: fact.host, resource: owners[0]! };
  if (fact.kind === "link" && fact.type === "vxlan") return { ...common, port: fact.port!, what: "vxlan", attribute: "port" };
  return fact.kind === "key" ? { ...common, port: fact.port, what: "wireguard", attribute: "listen_port" } : undefined;
}

function portsOf({ goal }: View): readonly TunnelPort[] {
  const found: TunnelPort[] = [];
  for (const owned of goal.desired.values()) {
    const port = portOf(owned);
    if (port !== undefined) found.push(port);
  }
  return found;
}

/** The networks encrypted with ESP: the kernel encrypts all packets to their ports. */
function encrypted({ goal }: View): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { fact, owners } of goal.desired.values()) if (fact.kind === "xfrm") for (const owner of owners) found.add(owner);
  return found;
}

function clash({ resource, host, attribute }: TunnelPort, detail: string): Diagnostic {
  return diagnose("tunnel-clash", detail, { resource, path: [attribute], host });
}

/** Networks may share the VXLAN port, except those encrypted with ESP, whose policy covers the port. WireGuard devices share none. */
function mayShare(one: TunnelPort, other: TunnelPort, secret: ReadonlySet<string>): boolean {
  return one.what === "vxlan" && other.what === "vxlan" && !secret.has(one.resource) && !secret.has(other.resource);
}

/** Why two networks may not share a port. */
function whyNot(one: TunnelPort, other: TunnelPort): string {
  return one.what === "vxlan" && other.what === "vxlan"
    ? "IPsec encrypts all that goes to a port, and cannot tell networks apart"
    : "only one of them could listen there";
}

function amongThemselves(ports: readonly TunnelPort[], secret: ReadonlySet<string>): readonly Diagnostic[] {
  const [users, said] = [new Map<string, TunnelPort[]>(), new Set<string>()];
  return ports.flatMap((port) => {
    const key = `${port.host} ${port.port}`;
    const others = users.get(key) ?? [];
    users.set(key, [...others, port]);
    const other = others.find((one) => one.resource !== port.resource && !mayShare(one, port, secret));
    if (other === undefined || said.has(`${other.resource} ${port.resource}`)) return [];
    said.add(`${other.resource} ${port.resource}`);
    const detail = `${other.resource} uses UDP port ${port.port} of host "${port.host}" already: ${whyNot(port, other)}. Choose another \`${port.attribute}\`.`;
    return [clash(port, detail)];
  });
}

/** A tunnel port cannot be published by endpoints or bound by programs. */
function withOthers(ports: readonly TunnelPort[], view: View): readonly Diagnostic[] {
  const claims = new Map<string, Claim>();
  for (const claim of view.claims)
    if (claim.protocol === "udp") for (let n = 0; n < claim.portCount; n++) claims.set(`${claim.host} ${claim.port + n}`, claim);
  if (claims.size === 0) return [];
  return ports.flatMap((port) => {
    const claim = claims.get(`${port.host} ${port.port}`);
    if (claim === undefined) return [];
    const detail = `The tunnels of this network use UDP port ${port.port} of host "${port.host}", and ${claim.resource} uses it, too (${sayClaim(claim)}). Choose another \`${port.attribute}\`, or another port there.`;
    return [clash(port, detail)];
  });
}

/** A port of a foreign tunnel, and its object. */
interface Stranger extends TunnelPort {
  readonly fact: Fact;
}

function strangersOn(host: string, { actual, goal }: View): readonly Stranger[] {
  const found: Stranger[] = [];
  for (const [key, fact] of actual.get(host) ?? []) {
    if (fact.netns !== ROOT || goal.owned.has(key) || goal.desired.has(key)) continue;
    const port = portOf({ fact, owners: [""] });
    if (port !== undefined) found.push({ ...port, fact });
  }
  return found;
}

/** Whether a VXLAN device receives all VNIs of its port. The kernel allows no other device on that port. */
function isExternal({ fact }: Stranger): boolean {
  return fact.kind === "link" && fact.external === true;
}

/** Existing tunnels of the hosts that are not of this stack. */
function withStrangers(ports: readonly TunnelPort[], secret: ReadonlySet<string>, view: View): readonly Diagnostic[] {
  const strangers = new Map([...new Set(ports.map(({ host }) => host))].map((host) => [host, strangersOn(host, view)]));
  return ports.flatMap((port) => {
    const found = strangers
      .get(port.host)!
      .find((other) => other.port === port.port && (isExternal(other) || !mayShare(port, other, secret)));
    if (found === undefined) return [];
    const detail = `Host "${port.host}" has UDP port ${port.port} in use already, not by this stack: "${textOf(found.fact)}"; ${isExternal(found) ? "it is external, and takes the packets of all networks from that port" : whyNot(port, found)}. Choose another \`${port.attribute}\`.`;
    return [clash(port, detail)];
  });
}

/** Userspace WireGuard, which listens itself; sockets of the kernel have no program. */
const OURS = "wireguard-go";

/** A program that listens on the tunnel port would make the creation of the tunnel fail in the middle of an apply. */
function withPrograms(ports: readonly TunnelPort[], { actual }: View): readonly Diagnostic[] {
  const programs = new Map<string, string>();
  for (const [host, facts] of actual)
    for (const fact of facts.values())
      if (fact.kind === "socket" && fact.protocol === "udp" && fact.by !== undefined && fact.by !== OURS)
        programs.set(`${host} ${fact.port}`, fact.by);
  return ports.flatMap((port) => {
    const program = programs.get(`${port.host} ${port.port}`);
    if (program === undefined) return [];
    const detail = `"${program}" listens on UDP port ${port.port} of host "${port.host}", where the tunnels of this network are to listen (\`ss -lnup sport = :${port.port}\` shows it). Stop it, or choose another \`${port.attribute}\`.`;
    return [clash(port, detail)];
  });
}

/** Tunnel ports of overlay networks are used by nothing else. */
export function tunnelPortsAreFree(view: View): readonly Diagnostic[] {
  const ports = portsOf(view);
  if (ports.length === 0) return [];
  const secret = encrypted(view);
  return [
    ...amongThemselves(ports, secret),
    ...withOthers(ports, view),
    ...withPrograms(ports, view),
    ...withStrangers(ports, secret, view),
  ];
}

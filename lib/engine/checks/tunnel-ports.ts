import { diagnose, type Diagnostic } from "../../diagnostic";
import { ROOT, type Fact } from "../../kernel/fact";
import type { TunnelPort } from "../../kernel/fact-type";
import { keyOf, tunnelPortOf } from "../../kernel/kinds";
import { socketsIn } from "../../kernel/kinds/socket";
import { ipsecPoliciesIn } from "../../kernel/kinds/xfrm";
import { textOf } from "../../kernel/line";
import { sayClaim, type DeclaredPortClaim } from "../../kernel/port-claim";
import type { View } from "./view";

/** A UDP port of a host used by the tunnels of a network, and its attribute. */
interface UsedPort extends TunnelPort {
  readonly host: string;
  readonly resource: string;
  readonly attribute: "port" | "listen_port";
}

const ATTRIBUTES = { vxlan: "port", wireguard: "listen_port" } as const;

function portsOf({ goal }: View): readonly UsedPort[] {
  const found: UsedPort[] = [];
  for (const { fact, owners } of goal.desired.values()) {
    const port = tunnelPortOf(fact);
    if (port !== undefined) found.push({ ...port, host: fact.host, resource: owners[0]!, attribute: ATTRIBUTES[port.what] });
  }
  return found;
}

/** The networks encrypted with ESP: the kernel encrypts all packets to their ports. */
function encrypted({ goal, wanted }: View): ReadonlySet<string> {
  return new Set(ipsecPoliciesIn(wanted).flatMap((policy) => goal.desired.get(keyOf(policy))!.owners));
}

function clash({ resource, host, attribute }: UsedPort, detail: string): Diagnostic {
  return diagnose("tunnel-clash", detail, { resource, path: [attribute], host });
}

/** Networks may share the VXLAN port, except those encrypted with ESP, whose policy covers the port. WireGuard devices share none. */
function mayShare(one: UsedPort, other: TunnelPort & Pick<Partial<UsedPort>, "resource">, secret: ReadonlySet<string>): boolean {
  return one.what === "vxlan" && other.what === "vxlan" && !secret.has(one.resource) && !secret.has(other.resource ?? "");
}

/** Why two networks may not share a port. */
function whyNot(one: TunnelPort, other: TunnelPort): string {
  return one.what === "vxlan" && other.what === "vxlan"
    ? "IPsec encrypts all that goes to a port, and cannot tell networks apart"
    : "only one of them could listen there";
}

function amongThemselves(ports: readonly UsedPort[], secret: ReadonlySet<string>): readonly Diagnostic[] {
  const [users, said] = [new Map<string, UsedPort[]>(), new Set<string>()];
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
function withOthers(ports: readonly UsedPort[], view: View): readonly Diagnostic[] {
  const claims = new Map<string, DeclaredPortClaim>();
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
interface Stranger {
  readonly port: TunnelPort;
  readonly fact: Fact;
}

function strangersOn(host: string, { actual, goal }: View): readonly Stranger[] {
  const found: Stranger[] = [];
  for (const [key, fact] of actual.get(host) ?? []) {
    if (fact.netns !== ROOT || goal.owned.has(key) || goal.desired.has(key)) continue;
    const port = tunnelPortOf(fact);
    if (port !== undefined) found.push({ port, fact });
  }
  return found;
}

/** Existing tunnels of the hosts that are not of this stack. The kernel allows no other device on the port of an external one. */
function withStrangers(ports: readonly UsedPort[], secret: ReadonlySet<string>, view: View): readonly Diagnostic[] {
  const strangers = new Map([...new Set(ports.map(({ host }) => host))].map((host) => [host, strangersOn(host, view)]));
  return ports.flatMap((port) => {
    const found = strangers
      .get(port.host)!
      .find(({ port: other }) => other.port === port.port && (other.isExternal || !mayShare(port, other, secret)));
    if (found === undefined) return [];
    const detail = `Host "${port.host}" has UDP port ${port.port} in use already, not by this stack: "${textOf(found.fact)}"; ${found.port.isExternal ? "it is external, and takes the packets of all networks from that port" : whyNot(port, found.port)}. Choose another \`${port.attribute}\`.`;
    return [clash(port, detail)];
  });
}

/** Userspace WireGuard, which listens itself; sockets of the kernel have no program. */
const OURS = "wireguard-go";

/** A program that listens on the tunnel port would make the creation of the tunnel fail in the middle of an apply. */
function withPrograms(ports: readonly UsedPort[], { actual }: View): readonly Diagnostic[] {
  const programs = new Map<string, string>();
  for (const [host, facts] of actual)
    for (const { protocol, port, by } of socketsIn(facts))
      if (protocol === "udp" && by !== undefined && by !== OURS) programs.set(`${host} ${port}`, by);
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

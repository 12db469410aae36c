/** Published ports against what listens on the host already: the published port would win, and the listener hear nothing more. */
import type { Code } from "../codes";
import { diagnose, type Diagnostic } from "../diagnostic";
import { ROOT, type FactOf } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import { nameServersIn } from "../kernel/kinds/resolver";
import { EVERY_ADDRESS, socketsIn } from "../kernel/kinds/socket";
import { textOf } from "../kernel/line";
import { lastPort, meet, reachOf, sayClaim, type DeclaredPortClaim, type PortProtocol } from "../kernel/port-claim";

/** Where networks' own name servers listen. */
export const NAMES_PORT = 53;

/** The addresses at which name servers of Netweft's own answer. */
export function servedAddresses(facts: Facts): ReadonlySet<string> {
  return new Set(nameServersIn(facts).flatMap(({ listen }) => listen));
}

/** What listens on a host by protocol, in the order of ports. A port that is published leads nothing away from Netweft's own name servers. */
function socketsOf(facts: Facts): Readonly<Record<PortProtocol, readonly FactOf<"socket">[]>> {
  const sockets: Record<PortProtocol, FactOf<"socket">[]> = { tcp: [], udp: [], sctp: [] };
  const served = servedAddresses(facts);
  const isOwn = ({ port, address }: FactOf<"socket">) => port === NAMES_PORT && served.has(address);
  for (const socket of socketsIn(facts)) if (socket.netns === ROOT && !isOwn(socket)) sockets[socket.protocol].push(socket);
  for (const some of Object.values(sockets)) some.sort((a, b) => a.port - b.port);
  return sockets;
}

/** The first of the sockets, sorted by port, whose port is not below this one. */
function firstFrom(sockets: readonly FactOf<"socket">[], port: number): number {
  let [low, high] = [0, sockets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sockets[middle]!.port < port) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sockets that listen on ports of a claim. A socket bound to one link counts: packets may arrive there. */
function listening(claim: DeclaredPortClaim, sockets: readonly FactOf<"socket">[]): FactOf<"socket"> | undefined {
  const reaches = reachOf(claim);
  for (let n = firstFrom(sockets, claim.port); n < sockets.length && sockets[n]!.port <= lastPort(claim); n++) {
    const socket = sockets[n]!;
    const address = socket.address === EVERY_ADDRESS ? undefined : socket.address;
    const taken = reachOf({ what: "publish", address });
    if (taken.some((one) => reaches.some((other) => meet(one, other)))) return socket;
  }
  return undefined;
}

/** The published ports on which a program of the host listens, each with its first socket. */
export function listenersOn(
  claims: readonly DeclaredPortClaim[],
  actual: ReadonlyMap<string, Facts>,
): readonly { readonly claim: DeclaredPortClaim; readonly socket: FactOf<"socket"> }[] {
  const sockets = new Map([...actual].map(([host, facts]) => [host, socketsOf(facts)] as const));
  return claims.flatMap((claim) => {
    const socket = claim.what === "publish" ? listening(claim, sockets.get(claim.host)?.[claim.protocol] ?? []) : undefined;
    return socket === undefined ? [] : [{ claim, socket }];
  });
}

/** Diagnostics with this code for the claims whose ports have a listening socket. */
export function portsInUse(claims: readonly DeclaredPortClaim[], actual: ReadonlyMap<string, Facts>, code: Code): readonly Diagnostic[] {
  return listenersOn(claims, actual).map(({ claim, socket }) => {
    const who = socket.by === undefined ? "Something" : `"${socket.by}"`;
    const detail = `${who} listens on host "${claim.host}" ("${textOf(socket)}"), and ${claim.resource} would publish ${sayClaim(claim)}: new connections would go to the endpoint, and the program that listens would never see them. Stop that program (\`ss -lntup sport = :${socket.port}\` shows it), publish another port, or publish on an address of the host that it does not listen on.`;
    return diagnose(code, detail, { resource: claim.resource, path: claim.path, host: claim.host, fact: textOf(socket) });
  });
}

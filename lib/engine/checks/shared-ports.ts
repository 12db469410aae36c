import { diagnose, type Diagnostic } from "../../diagnostic";
import { lastPort, reachOf, sayClaim, type DeclaredPortClaim } from "../../kernel/port-claim";
import type { View } from "./view";

/** A claim and its position in the configuration; the second one gets the error. */
interface Numbered {
  readonly claim: DeclaredPortClaim;
  readonly n: number;
}

/** The claims with the highest last port so far, in one family: of the wildcard address, of any address, and of each single one. */
interface Front {
  every?: Numbered;
  any?: Numbered;
  readonly single: Map<string, Numbered>;
}

function further(one: Numbered | undefined, other: Numbered): Numbered {
  return one !== undefined && lastPort(one.claim) >= lastPort(other.claim) ? one : other;
}

/**
 * The claims that share a port and an address with an earlier one, each with one of those. A sweep in the order of ports needs
 * only the furthest claims, so the cost is that of sorting.
 */
export function clashing(
  claims: readonly DeclaredPortClaim[],
): readonly { readonly claim: DeclaredPortClaim; readonly with: DeclaredPortClaim }[] {
  const groups = new Map<string, Numbered[]>();
  claims.forEach((claim, n) => {
    const key = `${claim.host} ${claim.protocol}`;
    const group = groups.get(key);
    if (group) group.push({ claim, n });
    else groups.set(key, [{ claim, n }]);
  });
  return [...groups.values()].flatMap(sweep).map(([one, other]) => {
    const [first, second] = one.n < other.n ? [one, other] : [other, one];
    return { claim: second.claim, with: first.claim };
  });
}

function sweep(group: readonly Numbered[]): readonly (readonly [Numbered, Numbered])[] {
  const fronts: Readonly<Record<4 | 6, Front>> = { 4: { single: new Map() }, 6: { single: new Map() } };
  const found: (readonly [Numbered, Numbered])[] = [];
  for (const one of [...group].sort((a, b) => a.claim.port - b.claim.port || a.n - b.n)) {
    const others = reachOf(one.claim).map(({ family, address }) => pass(fronts[family], one, address));
    const other = others.find((candidate) => candidate !== undefined);
    if (other) found.push([one, other]);
  }
  return found;
}

/** Adds a claim to a front, and returns one that it conflicts with. */
function pass(front: Front, one: Numbered, address: string | undefined): Numbered | undefined {
  const same = address === undefined ? front.any : front.single.get(address);
  const other = [front.every, same].find((candidate) => candidate !== undefined && lastPort(candidate.claim) >= one.claim.port);
  front.any = further(front.any, one);
  if (address === undefined) front.every = further(front.every, one);
  else front.single.set(address, further(front.single.get(address), one));
  return other;
}

function say(claim: DeclaredPortClaim, other: DeclaredPortClaim): Diagnostic {
  const at = { resource: claim.resource, path: claim.path, host: claim.host };
  if (claim.what === "bind" && other.what === "bind") {
    const detail = `${sayClaim(claim)} on host "${claim.host}" is bound by ${other.resource} already (${sayClaim(other)}). The second program that binds it would fail. Choose another port or address.`;
    return diagnose("duplicate-bind", detail, at);
  }
  const verb = (one: DeclaredPortClaim) => (one.what === "bind" ? "bound" : "published");
  const effect =
    claim.what === other.what
      ? "Only one of them would get the traffic."
      : "The published port would receive the traffic, and the program that listens on the host would never see it.";
  const detail = `${sayClaim(claim)} on host "${claim.host}" is ${verb(claim)} here, and ${verb(other)} by ${other.resource} already (${sayClaim(other)}). ${effect} Choose another port, or give each of them an address of its own.`;
  return diagnose("duplicate-port", detail, at);
}

/** A port of a host is used once, whether a program binds it or an endpoint publishes it. */
export function portsAreApart({ claims }: View): readonly Diagnostic[] {
  return clashing(claims).map(({ claim, with: other }) => say(claim, other));
}

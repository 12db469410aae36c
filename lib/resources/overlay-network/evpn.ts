import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import type { Context } from "../resource";
import { membersIn, type Overlay } from "./fields";

/** An autonomous system for private use (RFC 6996). */
const PRIVATE_ASN = 65157;

/** The BGP neighbors of a member: all others, or, with route reflectors, these only. */
function neighborsOf(host: string, attrs: Overlay): readonly string[] {
  const reflectors = attrs.reflectors ?? [];
  const others = membersIn(attrs).filter((member) => member !== host);
  return reflectors.length === 0 || reflectors.includes(host) ? others : others.filter((member) => reflectors.includes(member));
}

/** Whether a member reflects routes to another. */
function reflects(host: string, other: string, { reflectors }: Overlay): boolean {
  return reflectors !== null && reflectors.includes(host) && !reflectors.includes(other);
}

/**
 * The BGP process of a member and its neighbors, all in one autonomous system. FRR announces all VXLAN networks of its host, so
 * networks on the same hosts share them.
 */
export function evpnFacts(host: string, attrs: Overlay, { provider: { hosts } }: Context): readonly Fact[] {
  if (attrs.forwarding !== "evpn") return [];
  const [place, shared, asn] = [{ host, netns: ROOT }, { shared: true } as const, attrs.asn ?? PRIVATE_ASN];
  const source = hosts[host]!.underlay!;
  const neighbors = neighborsOf(host, attrs).map((other) => {
    const body = { address: hosts[other]!.underlay!, asn, source, client: reflects(host, other, attrs), up: true };
    return normal(fact("neighbor", place, body, shared) as Fact);
  });
  return [normal(fact("bgp", place, { asn, routerId: source }, shared) as Fact), ...neighbors];
}

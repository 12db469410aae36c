import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import type { Context } from "../resource";
import { membersIn, type Overlay } from "./fields";

/** An autonomous system of nobody's (RFC 6996). */
const PRIVATE_ASN = 65157;

/** With whom a member speaks: with all others, or, where some hand on what they hear, with these only. */
function speaksWith(host: string, attrs: Overlay): readonly string[] {
  const reflectors = attrs.reflectors ?? [];
  const others = membersIn(attrs).filter((member) => member !== host);
  return reflectors.length === 0 || reflectors.includes(host) ? others : others.filter((member) => reflectors.includes(member));
}

/** Whether a member hands on to another what it hears. */
function reflects(host: string, other: string, { reflectors }: Overlay): boolean {
  return reflectors !== null && reflectors.includes(host) && !reflectors.includes(other);
}

/**
 * The BGP process of a member and its neighbors, all in one autonomous system. They know all networks of their hosts by
 * themselves, so networks on the same hosts share them.
 */
export function evpnFacts(host: string, attrs: Overlay, { provider: { hosts } }: Context): readonly Fact[] {
  if (attrs.forwarding !== "evpn") return [];
  const [place, shared, asn] = [{ host, netns: ROOT }, { shared: true } as const, attrs.asn ?? PRIVATE_ASN];
  const source = hosts[host]!.underlay!;
  const neighbors = speaksWith(host, attrs).map((other) => {
    const body = { address: hosts[other]!.underlay!, asn, source, client: reflects(host, other, attrs), up: true };
    return normal(fact("neighbor", place, body, shared) as Fact);
  });
  return [normal(fact("bgp", place, { asn, routerId: source }, shared) as Fact), ...neighbors];
}

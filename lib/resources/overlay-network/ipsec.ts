import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import { is } from "../../nft/build";
import type { Clear } from "../firewall/seal";
import type { Context } from "../resource";
import { membersIn, type Overlay } from "./fields";
import { own } from "../../net/own";

/** Keeps the ids derived from ports away from those that other programs count up from 1. */
const FIRST_REQID = 0x6e770000;

/** The request id that ties a port's xfrm policies to their security associations. */
export function reqidOf(port: number): number {
  return FIRST_REQID + port;
}

/** A direction between two members: `edge1/edge2` is traffic from edge1 to edge2. */
export interface EspPath {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly src: string;
  readonly dst: string;
}

function way(from: string, to: string, { provider: { hosts } }: Context): EspPath {
  return { name: `${from}/${to}`, from, to, src: own(hosts, from)?.underlay ?? "", dst: own(hosts, to)?.underlay ?? "" };
}

/** All directions between members, in canonical order. */
export function waysBetween(members: readonly string[], context: Context): readonly EspPath[] {
  return members.flatMap((from) => members.filter((to) => to !== from).map((to) => way(from, to, context)));
}

/**
 * The security associations of a member with each other one, a key for each direction, and the policies that drop VXLAN packets
 * without one. The kernel cannot distinguish networks that share a port.
 */
export function ipsecFacts(host: string, attrs: Overlay, context: Context): readonly Fact[] {
  const { port, public_keys: keys } = attrs;
  const [place, reqid] = [{ host, netns: ROOT }, reqidOf(port)];
  const others = membersIn(attrs).filter((member) => member !== host);
  const own = others.flatMap((other) => [way(host, other, context), way(other, host, context)]);
  const made = own.flatMap(({ name, from, src, dst }) => [
    fact("sa", place, { src, dst, reqid, key: keys[name]! }),
    fact("xfrm", place, { direction: from === host ? "out" : "in", src, dst, port, reqid }),
  ]);
  return made.map((one) => normal(one as Fact));
}

/** The match for packets without a security association, for output and input. */
export function withoutEsp(): Clear {
  return { out: is("rt ipsec", "missing"), in: is("meta ipsec", "missing") };
}

import { fact, ROOT, type Fact } from "../../kernel/fact";
import { normal } from "../../kernel/kinds";
import type { Context } from "../resource";
import { membersIn, type Overlay } from "./fields";

/** What comes of a port is far from the numbers that other programs count up from 1. */
const FIRST_REQID = 0x6e770000;

/** The number that ties the policies for a port to their associations. */
export function reqidOf(port: number): number {
  return FIRST_REQID + port;
}

/** A direction between two members: `edge1/edge2` is what edge1 sends to edge2. */
export interface Way {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly src: string;
  readonly dst: string;
}

/** All directions between members, in one order. */
export function waysBetween(members: readonly string[], { provider: { hosts } }: Context): readonly Way[] {
  const at = (host: string) => hosts[host]?.underlay ?? "";
  return members.flatMap((from) =>
    members.filter((to) => to !== from).map((to) => ({ name: `${from}/${to}`, from, to, src: at(from), dst: at(to) })),
  );
}

/**
 * The associations of a member with each other one, a key for each direction, and the policies by which VXLAN packets are
 * under one of them or are dropped. The kernel cannot tell networks that share a port apart.
 */
export function ipsecFacts(host: string, attrs: Overlay, context: Context): readonly Fact[] {
  const { port, public_keys: keys } = attrs;
  const [place, reqid] = [{ host, netns: ROOT }, reqidOf(port)];
  const own = waysBetween(membersIn(attrs), context).filter(({ from, to }) => from === host || to === host);
  const made = own.flatMap(({ name, from, src, dst }) => [
    fact("sa", place, { src, dst, reqid, key: keys[name]! }),
    fact("xfrm", place, { direction: from === host ? "out" : "in", src, dst, port, reqid }),
  ]);
  return made.map((one) => normal(one as Fact));
}

/** What is not encrypted is known by having no association, on its way out and in. */
export function withoutEsp(): { readonly out: string; readonly in: string } {
  return { out: "rt ipsec missing", in: "meta ipsec missing" };
}

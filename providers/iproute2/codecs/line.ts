/** What a step becomes: lines for the tools on the host. */
import { ROOT, type FactOf, type Kind } from "../../../lib/kernel/fact";
import type { Names } from "../names";

/** One line for one tool in one namespace. Codecs make them of checked words only (`words.ts`). */
export interface Line {
  /** The namespace, by the host's own name for it; `-` is the host's root. */
  readonly netns: string;
  /**
   * `ip`, `bridge`, `tc`, `nft`: a line of a batch. `sysctl`: path and value. `born`: the name of a namespace. `attach`: name, path and
   * inode of another program's. `own`: a name and whose it is, see `programs/owners.ts`. `conntrack`: what the flows to end have in common. `forget`: see `programs/forget.ts`. `names`: see `programs/names.ts`. `iptables`: a rule.
   * `frr`: see `programs/frr.ts`. `wg`: see `programs/tunnels.ts`. `xfrm`: a line for ip, with the fingerprint of a key behind
   * `@`, or `keep`, see `programs/ipsec.ts`.
   */
  readonly tool:
    | "ip"
    | "bridge"
    | "tc"
    | "nft"
    | "sysctl"
    | "born"
    | "attach"
    | "own"
    | "conntrack"
    | "forget"
    | "names"
    | "iptables"
    | "frr"
    | "wg"
    | "xfrm";
  readonly text: string;
  /** It takes something away: if that is not there, all is well. */
  readonly forgiving?: true;
  /**
   * For a line at the root: the namespace that it reaches into. It waits for earlier lines inside, and later ones inside
   * wait for it. `wholly`: also for lines inside that are `free`.
   */
  readonly reaches?: { readonly netns: string; readonly wholly: boolean };
  /** For a line inside a namespace: no line at the root has to wait for it, unless the namespace itself goes. */
  readonly free?: true;
  /** It starts a name server, which waits for its bridge, or brings a bridge up, which costs a flood of multicast for each port: it waits until all ports are at work. Inside a namespace: it brings a link up, and settings that follow go before it, so that no packet comes before them. */
  readonly late?: true;
  /** It takes away what other namespaces lead to: it waits for all earlier lines, wherever they are. */
  readonly patient?: true;
  /** It deletes this link. Several deletions in a row become one, because each alone waits for the kernel 20 ms. */
  readonly deletes?: string;
  /** It names another object beside its own; when that is not there, ip ends without saying at which line. */
  readonly blind?: true;
  /** It waits for earlier lines inside the namespace that it reaches into, and no other line waits for it. */
  readonly apart?: true;
  /** The fingerprint of the key that the host needs for it. */
  readonly secret?: string;
}

/** How one kind of fact is told to the host. All three are given facts in normal form. */
export interface Codec<K extends Kind> {
  add(fact: FactOf<K>, names: Names): readonly Line[];
  set(from: FactOf<K>, to: FactOf<K>, names: Names): readonly Line[];
  del(fact: FactOf<K>, names: Names): readonly Line[];
}

type Extra = Omit<Line, "netns" | "tool" | "text">;

/** A line of an ip batch at a place. */
export function ip(netns: string, words: readonly (string | false | undefined)[], extra: Extra = {}): Line {
  return { netns, tool: "ip", text: words.filter((word) => word !== undefined && word !== false).join(" "), ...extra };
}

/** A line about names: files at the root of the host, and who reads them. */
export function named(words: readonly string[], extra: Extra = {}): Line {
  return { netns: ROOT, tool: "names", text: words.join(" "), ...extra };
}

/** A line about WireGuard devices, which are at the root of the host. */
export function tunnel(words: readonly string[], extra: Extra = {}): Line {
  return { netns: ROOT, tool: "wg", text: words.join(" "), ...extra };
}

/** What a line about a pair or a namespace says of the order: nothing, when it does not lead out of its own place. */
export function reaching(netns: string, wholly = false): Pick<Line, "reaches"> {
  return netns === ROOT ? {} : { reaches: { netns, wholly } };
}

export function onOff(value: boolean): "on" | "off" {
  return value ? "on" : "off";
}

export function upDown(value: boolean): "up" | "down" {
  return value ? "up" : "down";
}

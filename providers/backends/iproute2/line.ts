/** Lines for the tools on the host, into which a step is translated. */
import { ROOT, type FactOf, type Kind } from "../../../lib/kernel/fact";
import type { NamespaceNames } from "./names";

/** One line for one tool in one namespace. Codecs build them from checked words only (`words.ts`). */
export interface ScriptLine {
  /** The namespace, by the host's own name for it; `-` is the host's root. */
  readonly netns: string;
  /**
   * `ip`, `ip6`, `bridge`, `tc`, `nft`: a line of a batch. `sysctl`: path and value. `born`: the name of a namespace. `attach`: name, path
   * and inode of another program's namespace. `own`: a name and its owner, see `namespaces/owners.ts`. `conntrack`: a filter for the
   * entries to delete. `forget`: see `neighbours/program.ts`. `names`: see `dns/program.ts`. `iptables`: a rule.
   * `frr`: see `frr/program.ts`. `wg`: see `wireguard/program.ts`. `xfrm`: a line for ip, with a key's fingerprint behind
   * `@`, or `keep`, see `ipsec/program.ts`.
   */
  readonly tool:
    | "ip"
    | "ip6"
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
  /** It deletes an object: if that does not exist, the line succeeds. */
  readonly ignoreMissing?: true;
  /**
   * For a line at the root: the namespace that it affects. It waits for earlier lines inside, and later ones inside
   * wait for it. `exclusive`: also for lines inside that are `independent`.
   */
  readonly reaches?: { readonly netns: string; readonly exclusive: boolean };
  /** For a line inside a namespace: no line at the root has to wait for it, except the deletion of the namespace. */
  readonly independent?: true;
  /** It starts a name server, which needs its bridge, or brings a bridge up, which floods multicast to each port: it waits until all ports are attached. Inside a namespace: it brings a link up, and settings that follow are moved before it, so that they apply to the first packet. */
  readonly afterPorts?: true;
  /** It deletes something that routes in other namespaces use: it waits for all earlier lines in every namespace. */
  readonly afterAllNamespaces?: true;
  /** It deletes this link. Consecutive deletions are merged, because each alone takes the kernel 20 ms. */
  readonly deletes?: string;
  /** It names a second object; if that does not exist, ip exits without a line number. */
  readonly lineNumberUnknown?: true;
  /** It waits for earlier lines inside the namespace that it reaches into, and no other line waits for it. */
  readonly apart?: true;
  /** The fingerprint of the key that the host needs for it. */
  readonly secret?: string;
}

/** Translates one kind of fact into lines. All three functions take facts in normal form. */
export interface Codec<K extends Kind> {
  add(fact: FactOf<K>, names: NamespaceNames): readonly ScriptLine[];
  set(from: FactOf<K>, to: FactOf<K>, names: NamespaceNames): readonly ScriptLine[];
  del(fact: FactOf<K>, names: NamespaceNames): readonly ScriptLine[];
}

type Extra = Omit<ScriptLine, "netns" | "tool" | "text">;

/** A line of an ip batch in a namespace. */
export function ip(netns: string, words: readonly (string | false | undefined)[], extra: Extra = {}): ScriptLine {
  return { netns, tool: "ip", text: words.filter((word) => word !== undefined && word !== false).join(" "), ...extra };
}

/** A line about name servers: files at the root of the host, and the server that reads them. */
export function named(words: readonly string[], extra: Extra = {}): ScriptLine {
  return { netns: ROOT, tool: "names", text: words.join(" "), ...extra };
}

/** A line about WireGuard devices, which are at the root of the host. */
export function tunnel(words: readonly string[], extra: Extra = {}): ScriptLine {
  return { netns: ROOT, tool: "wg", text: words.join(" "), ...extra };
}

/** The ordering constraint of a line about a veth pair or a namespace: none if it stays within its own namespace. */
export function reaching(netns: string, exclusive = false): Pick<ScriptLine, "reaches"> {
  return netns === ROOT ? {} : { reaches: { netns, exclusive } };
}

export function onOff(value: boolean): "on" | "off" {
  return value ? "on" : "off";
}

export function upDown(value: boolean): "up" | "down" {
  return value ? "up" : "down";
}

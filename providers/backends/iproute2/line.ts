/** Lines for the tools on the host, into which a step is translated. */
import { ROOT, type FactOf, type Kind } from "../../../lib/kernel/fact";
import type { Verb } from "../../../lib/kernel/step";
import { REMNANT } from "../../../lib/kernel/mark";
import type { NamespaceNames } from "./names";

/** What a line does. Codecs build commands from checked words only (`words.ts`). */
export type ToolCommand =
  /** A line of a batch of this program. */
  | { readonly do: "ip" | "ip6" | "bridge" | "tc" | "nft"; readonly words: CommandWords }
  /** `mergeable`: consecutive deletions are merged, because each alone takes the kernel 20 ms. */
  | { readonly do: "link-del"; readonly dev: string; readonly mergeable: boolean }
  | { readonly do: "netns-add" | "netns-del"; readonly name: string }
  /** Attaches another program's namespace. */
  | { readonly do: "netns-attach"; readonly name: string; readonly path: string; readonly inode: string }
  /** Records the owner of a namespace, or without a mark removes the record. See `namespaces/owners.sh`. */
  | { readonly do: "netns-own"; readonly name: string; readonly mark?: string }
  | { readonly do: "sysctl"; readonly path: string; readonly value: string }
  /** A line for ip, with a key's fingerprint behind `@`; or `keep`. See `ipsec/program.sh`. */
  | { readonly do: "xfrm"; readonly words: CommandWords }
  /** A line for the program of its family. */
  | { readonly do: "conntrack" | "forget" | "frr" | "iptables" | "names" | "wg"; readonly words: CommandWords };

/** CommandWords that are left out when they are false or missing. */
type CommandWords = readonly (string | false | undefined)[];

/** One command in one namespace. */
export interface ScriptLine {
  /** The namespace, by the host's own name for it; `-` is the host's root. */
  readonly netns: string;
  readonly command: ToolCommand;
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
  /** A second object that it names may not exist, or the kernel may refuse it in such a way that ip exits without a line number. */
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
  /** Whether its effect in the root namespace can depend on bridges being up, or can undo it: they are brought up first. */
  followsBridges?(verb: Verb): boolean;
  /** Whether its deletion needs no line where that of its link or of its namespace follows. */
  readonly goesWithCarrier?: true;
}

type Extra = Omit<ScriptLine, "netns" | "command">;

/** A line of an ip batch in a namespace. */
export function ip(netns: string, words: CommandWords, extra: Extra = {}): ScriptLine {
  return { netns, command: { do: "ip", words }, ...extra };
}

/** Deletes a link with this mark. Links without an owner are deleted one by one. */
export function linkDeleted(netns: string, dev: string, mark: string | undefined, extra: Extra = {}): ScriptLine {
  const mergeable = mark !== undefined && mark !== REMNANT;
  return { netns, command: { do: "link-del", dev, mergeable }, ignoreMissing: true, ...extra };
}

/** A line about name servers: files at the root of the host, and the server that reads them. */
export function named(words: readonly string[], extra: Extra = {}): ScriptLine {
  return { netns: ROOT, command: { do: "names", words }, ...extra };
}

/** A line about WireGuard devices, which are at the root of the host. */
export function tunnel(words: readonly string[], extra: Extra = {}): ScriptLine {
  return { netns: ROOT, command: { do: "wg", words }, ...extra };
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

/**
 * The questions to a host, by the keyword that begins their answers. Each answer is *present*, *absent* (as reported by the
 * kernel or the file system) or *unread*; a truncated or garbled one is unread. A new question is one entry here.
 */
import { listOf } from "../../../../lib/schema/shape";
import * as read from "./read";
import { fdb, link, namespace, neighbour, proxy, qdisc, route, rule, ruleset } from "./shapes";
import { oneOf } from "./json";
import type { BridgeFdb, IpLink, IpNeigh, IpNetns, IpProxy, TcQdisc } from "../dump";
import type { NftObject } from "../nft/dump";
import type { IpRules } from "../rules/observe";

interface Question<T> {
  /** The subject of the question, for messages. */
  readonly object: (about: string) => string;
  /** Parses the lines of an answer; undefined if they are malformed. */
  readonly read: (lines: readonly string[]) => T | undefined;
  /** The value of an absent answer. */
  readonly none: T;
}

const ask = <T>(object: Question<T>["object"], reader: Question<T>["read"], none: T): Question<T> => ({ object, read: reader, none });

const inside = (what: string) => (netns: string) =>
  netns === "-" ? `${what} of the host's own namespace` : `${what} of the namespace ${netns}`;

export const questions = {
  show: ask<read.Space | undefined>(inside("the links, addresses and routes"), read.space(listOf(link), listOf(route)), undefined),
  settings: ask<readonly read.QuestionSetting[]>(inside("the settings"), read.settings, []),
  offers: ask<readonly read.Offer[]>(() => "the settings of a new namespace (unshare)", read.offers, []),
  rules: ask<IpRules>(inside("the policy rules"), read.rules(listOf(rule)), { ip: [], ip6: [] }),
  proxies: ask<readonly IpProxy[]>(inside("the proxy neighbour entries"), oneOf(listOf(proxy)), []),
  interfaces: ask<readonly string[]>(() => "the namespaces with interfaces of ours (/run/netns)", read.words, []),
  vlan: ask<readonly string[]>(() => "whether VLANs can be created", read.words, []),
  interface: ask<readonly IpLink[]>(inside("the links"), oneOf(listOf(link)), []),
  qdiscs: ask<readonly TcQdisc[]>(inside("the qdiscs"), oneOf(listOf(qdisc)), []),
  namespaces: ask<readonly IpNetns[]>(() => "the names of namespaces (/run/netns)", oneOf(listOf(namespace)), []),
  owners: ask<ReadonlyMap<string, read.OwnedQuestion>>(() => "the record of our namespaces (/run/netweft)", read.owners, new Map()),
  begun: ask<readonly string[]>(() => "the record of WireGuard devices (/run/netweft)", read.words, []),
  inodes: ask<ReadonlyMap<string, read.Inode>>(() => "the inodes of namespaces (/run/netns)", read.inodes, new Map()),
  firewall: ask<readonly NftObject[]>(() => "Netweft's tables (nft)", read.listedTables(ruleset), []),
  chains: ask<readonly string[]>(() => "the chains of the firewall (nft)", read.tables, []),
  ruleset: ask<string>((table) => `the table ${table} of the firewall (nft)`, read.text(ruleset), ""),
  iptables: ask<readonly string[]>((family) => `the table filter of ${family} (iptables-save)`, read.saved, []),
  marks: ask<readonly string[]>(() => "the firewall's rules that set marks (nft, iptables-save)", read.marks, []),
  sockets: ask<readonly string[]>(() => "the listening sockets (ss)", read.sockets, []),
  routers: ask<readonly string[]>(() => "which links accept router advertisements (/proc/sys)", read.accepting, []),
  fdb: ask<readonly BridgeFdb[]>(() => "the forwarding entries (bridge fdb)", oneOf(listOf(fdb)), []),
  neighbours: ask<readonly IpNeigh[]>(() => "the permanent neighbour entries (ip neigh)", oneOf(listOf(neighbour)), []),
  wireguard: ask<readonly string[]>(() => "whether WireGuard devices can be created", read.words, []),
  tunnels: ask<readonly string[]>(() => "the devices (/proc/net/dev)", read.words, []),
  tunnel: ask<read.TunnelQuestion>((dev) => `the keys and peers of the device ${dev} (wg)`, read.tunnel, { keys: [], peers: [] }),
  esp: ask<readonly string[]>(() => "whether ESP can be used", read.words, []),
  associations: ask<readonly string[]>(() => "the IPsec states (ip xfrm state)", read.associations, []),
  selectors: ask<readonly string[]>(() => "the IPsec policies (ip xfrm policy)", read.selectors, []),
  bgp: ask<read.Bgp>(() => "the BGP process (vtysh)", read.bgp, { bgp: [], sessions: [] }),
  evpn: ask<readonly object[]>(() => "the routes learned by EVPN (vtysh)", read.learned, []),
  names: ask<read.NameLines>(() => "the files of name servers (/run/netweft, /etc/netns)", read.names, {
    conf: new Map(),
    host: new Map(),
    view: new Map(),
    resolv: new Map(),
  }),
  servers: ask<readonly string[]>(() => "whether the name servers run (/proc)", read.words, []),
} as const;

export type QuestionWord = keyof typeof questions;
export type AnswerOf<Q extends QuestionWord> = (typeof questions)[Q]["none"];

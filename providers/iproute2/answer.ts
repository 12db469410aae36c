/** What a program on a host says, line by line: words behind `@`, and the JSON that ip prints. See `programs/`. */
import type { NftObject } from "./observation/nft-dump";
import type { BridgeFdb, IpLink, IpNeigh, IpNetns, IpRoute, TcQdisc, WgKey, WgPeer } from "./observation/dump";

/** One namespace as ip shows it. */
export interface Space {
  readonly links: readonly IpLink[];
  readonly routes: readonly IpRoute[];
}

/** What the files about names hold. */
export interface NameFiles {
  readonly conf: Map<string, string[]>;
  readonly host: Map<string, string[]>;
  readonly resolv: Map<string, string[]>;
  readonly serving: Set<string>;
}

export interface Answer {
  /** Why the program did not begin: a word, and what it is about. */
  refused?: { readonly word: string; readonly about: string };
  /** The file and line (from 1; 0 when unknown) that failed first, and the words of whoever refused. */
  failed?: { readonly file: string; readonly line: number; readonly words: string[] };
  generation?: string;
  /** By the machine's names; `-` is the host's root. */
  readonly spaces: Map<string, Space>;
  namespaces: readonly IpNetns[];
  /** Everything in Netweft's table. */
  firewall: readonly NftObject[];
  /** Namespaces that a program died over before they had their mark. */
  readonly unfinished: Set<string>;
  /** Where VXLAN devices send, and neighbours that are known for good; only where they were asked for. */
  fdb: readonly BridgeFdb[];
  neighbours: readonly IpNeigh[];
  /** What wg says of our devices, without anything that is secret; only where it was asked for. */
  readonly keys: WgKey[];
  readonly peers: WgPeer[];
  /** WireGuard devices that a program died over before they were in our group. */
  readonly begun: Set<string>;
  /** What is encrypted with ESP, and what must be; only where they were asked for. See `programs/ipsec.ts`. */
  readonly associations: string[];
  readonly selectors: string[];
  /** What tc says of the namespaces in which it was asked, by the machine's names. */
  readonly qdiscs: Map<string, readonly TcQdisc[]>;
  /** Path → device and inode of what is there, as far as anything is. */
  readonly files: Map<string, { readonly device: string; readonly inode: number }>;
  readonly settings: { readonly netns: string; readonly path: string; readonly value: string }[];
  /** Of name servers: the lines of each file, by bridge, by bridge and name, and by namespace; and the bridges of those that are alive. */
  readonly names: NameFiles;
  /** Programs that a host may do without and this one has. */
  readonly programs: Set<string>;
  /** Lines of `ss`, of `iptables-save` with their family in front, and tables as nft prints them; only where they were asked for. */
  readonly sockets: string[];
  readonly iptables: string[];
  readonly rulesets: string[];
  /** What FRR says: words about its BGP, and JSON in pieces, of its sessions and of what it has learned. */
  readonly frr: { readonly bgp: string[]; readonly sessions: string[]; readonly learned: string[] };
  /** Whether everything was said. */
  complete: boolean;
}

/** Collects an answer. `onDone` hears of every file of the input that was worked off. */
export function answerReader(onDone: (file: string) => void = () => undefined): { readonly answer: Answer; onLine(line: string): void } {
  const answer = emptyAnswer();
  const json = jsonReader(answer);
  const words: Readonly<Record<string, (rest: string) => void>> = {
    "@refused": (rest) => (answer.refused = { word: cut(rest)[0], about: cut(rest)[1] }),
    "@done": (rest) => rest.split(" ").forEach((file) => onDone(file)),
    "@failed": (rest) => (answer.failed ??= { file: cut(rest)[0], line: Number(cut(rest)[1]), words: [] }),
    "@!": (rest) => answer.failed?.words.push(rest),
    "@generation": (rest) => (answer.generation = rest),
    "@from": json.from,
    "@names": json.names,
    "@qdiscs": json.qdiscs,
    "@fdb": json.fdb,
    "@neighbours": json.neighbours,
    ...tunnelWords(answer),
    "@unfinished": (rest) => answer.unfinished.add(rest),
    ...nameWords(answer.names),
    "@program": (rest) => answer.programs.add(rest),
    "@inode": (rest) => {
      const [device, inode, path] = [cut(rest)[0], ...cut(cut(rest)[1])];
      answer.files.set(path, { device, inode: Number(inode) });
    },
    "@sysctl": (rest) => {
      const [netns, path, value] = [cut(rest)[0], ...cut(cut(rest)[1])];
      answer.settings.push({ netns, path, value });
    },
    ...findingWords(answer),
    ...frrWords(answer.frr),
    "@end": () => (answer.complete = true),
  };
  return {
    answer,
    onLine(line) {
      if (!line.startsWith("@")) return json.value(line);
      const [word, rest] = cut(line);
      words[word]?.(rest);
    },
  };
}

type Findings = Pick<Answer, "sockets" | "iptables" | "rulesets" | "associations" | "selectors" | "frr">;

function findings(): Findings {
  return { sockets: [], iptables: [], rulesets: [], associations: [], selectors: [], frr: { bgp: [], sessions: [], learned: [] } };
}

/** What is said of WireGuard devices. */
function tunnelWords({ keys, peers, begun }: Answer): Readonly<Record<string, (rest: string) => void>> {
  return {
    "@key": (rest) => keys.push(keyOf(rest.split(" "))),
    "@peer": (rest) => peers.push(peerOf(rest.split(" "))),
    "@begun": (rest) => begun.add(rest),
  };
}

/** DEVICE PUBLIC PORT */
function keyOf([dev = "", known = "", port = ""]: readonly string[]): WgKey {
  return { dev, public: known, port: Number(port) };
}

/** DEVICE PUBLIC preshared|- ENDPOINT ADDRESSES KEEPALIVE */
function peerOf([dev = "", known = "", secret, endpoint = "", addresses = "", keepalive = ""]: readonly string[]): WgPeer {
  return { dev, public: known, preshared: secret === "preshared", endpoint, addresses, keepalive };
}

/** What is passed on as it was printed. */
function findingWords({
  sockets,
  iptables,
  rulesets,
  associations,
  selectors,
}: Findings): Readonly<Record<string, (rest: string) => void>> {
  return {
    "@socket": (rest) => sockets.push(rest),
    "@iptables": (rest) => iptables.push(rest),
    "@ruleset": (rest) => rulesets.push(rest),
    "@sa": (rest) => associations.push(rest),
    "@xfrm": (rest) => selectors.push(rest),
  };
}

/** The first word, and what comes behind the space. */
function cut(text: string): readonly [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** What is said of name servers. */
function nameWords({ conf, host, resolv, serving }: NameFiles): Readonly<Record<string, (rest: string) => void>> {
  return {
    "@conf": (rest) => addLine(conf, ...cut(rest)),
    "@host": (rest) => addLine(host, ...cutAt(rest, 2)),
    "@resolv": (rest) => addLine(resolv, ...cut(rest)),
    "@serves": (rest) => serving.add(rest),
  };
}

/** What is said of BGP. */
function frrWords({ bgp, sessions, learned }: Answer["frr"]): Readonly<Record<string, (rest: string) => void>> {
  return {
    "@bgp": (rest) => bgp.push(rest),
    "@bgpjson": (rest) => sessions.push(rest),
    "@evpn": (rest) => learned.push(rest),
  };
}

function emptyAnswer(): Answer {
  return {
    spaces: new Map(),
    namespaces: [],
    firewall: [],
    fdb: [],
    neighbours: [],
    keys: [],
    peers: [],
    begun: new Set(),
    qdiscs: new Map(),
    unfinished: new Set(),
    files: new Map(),
    settings: [],
    ...findings(),
    names: { conf: new Map(), host: new Map(), resolv: new Map(), serving: new Set() },
    programs: new Set(),
    complete: false,
  };
}

/** The first words, and what comes behind them. */
function cutAt(text: string, count: number): readonly [string, string] {
  const words = text.split(" ");
  return [words.slice(0, count).join(" "), words.slice(count).join(" ")];
}

/** A file is told of by its name first, then line by line. */
function addLine(files: Map<string, string[]>, about: string, line: string): void {
  const lines = files.get(about);
  if (lines === undefined) files.set(about, []);
  else lines.push(line);
}

type Take = (value: readonly unknown[]) => void;

/** ip and tc print one line of JSON for each question: links with their addresses, then routes; all else comes by itself. */
function jsonReader(answer: Answer) {
  const names: Take = (value) => (answer.namespaces = value as readonly IpNetns[]);
  let take = names;
  return {
    from(netns: string) {
      take = (links) => {
        take = (routes) => answer.spaces.set(netns, { links: links as readonly IpLink[], routes: routes as readonly IpRoute[] });
      };
    },
    names: () => void (take = names),
    fdb: () => void (take = (value) => (answer.fdb = value as readonly BridgeFdb[])),
    neighbours: () => void (take = (value) => (answer.neighbours = value as readonly IpNeigh[])),
    qdiscs: (netns: string) => void (take = (value) => answer.qdiscs.set(netns, value as readonly TcQdisc[])),
    value(line: string) {
      const value = parsed(line);
      if (value === undefined) return;
      if (isList(value)) take(value);
      else answer.firewall = value.nftables ?? [];
    },
  };
}

/** Only nft answers with an object. */
function isList(value: readonly unknown[] | NftAnswer): value is readonly unknown[] {
  return Array.isArray(value);
}

interface NftAnswer {
  readonly nftables?: readonly NftObject[];
}

/** A line that is cut off, because the program that printed it was ended, is nothing. */
function parsed(line: string): readonly unknown[] | NftAnswer | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === "object" && value !== null ? (value as readonly unknown[] | NftAnswer) : undefined;
  } catch {
    return undefined;
  }
}

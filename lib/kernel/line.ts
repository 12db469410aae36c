/** Facts as text: one line each, the same in plans, reports, dumps and documentation. The form can be parsed. */
import { diagnose, fail, ok, type Result, type Where } from "../diagnostic";
import { fact, type Fact, type FactBodies, type Kind, type Place } from "./fact";
import { kinds, typeOf } from "./kinds";
import { canonicalWords } from "./kinds/spelling";
import { isWord } from "./kinds/words";
import { fitting } from "./alias";

/** Separator between a fact and its mark. */
const BEFORE_MARK = " # ";
const MARK = "netweft:";

/**
 * The canonical line of a fact, without its mark.
 *
 * @example
 * textOf(bridge); // "edge1 - link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up"
 */
export function textOf(fact: Fact): string {
  return `${fact.host} ${fact.netns} ${fact.kind} ${typeOf(fact).text(fact)}`;
}

/** The canonical line, with the mark after ` # ` if the object has one. */
export function lineOf(fact: Fact): string {
  return fact.mark === undefined ? textOf(fact) : textOf(fact) + BEFORE_MARK + fact.mark;
}

/**
 * Parses a line, with or without a mark. Only the canonical form is accepted, so that text and facts map one to one: another
 * spelling is refused with an error that gives the canonical form.
 */
export function parseLine(line: string, at: Where = {}): Result<Fact> {
  const exact = parseFact(line);
  if (exact && lineOf(exact) === line) return ok(exact);
  const parsed = exact ?? parseFact(canonicalWords(line));
  const reason = parsed ? `Its canonical form is ${JSON.stringify(lineOf(parsed))}.` : whyNot(line);
  return fail(
    diagnose("invalid-fact", `${JSON.stringify(shortened(line))} is not a fact in canonical text. ${reason}`, {
      ...at,
      fact: shortened(line),
    }),
  );
}

/**
 * Parses a stored line: earlier versions stored addresses as the user had spelled them. They are normalized.
 */
export function parseWritten(line: string): Result<Fact> {
  const parsed = parseLine(line);
  return parsed.ok ? parsed : parseLine(canonicalWords(line));
}

function parseFact(line: string): Fact | undefined {
  const { text, mark } = splitMark(line);
  const words = text.split(" ");
  const [host, netns, kind] = [words[0], words[1], words[2]];
  if (!isWord(host) || !isWord(netns) || !isKind(kind) || (mark !== undefined && !isMark(mark, kind))) return undefined;
  return parseKind(kind, words.slice(3), { host, netns }, mark);
}

function parseKind<K extends Kind>(kind: K, words: readonly string[], place: Place, mark: string | undefined): Fact | undefined {
  const body: FactBodies[K] | undefined = kinds[kind].parse(words, place);
  if (body === undefined) return undefined;
  const made: Fact = fact<Kind>(kind, place, body, mark === undefined ? {} : { mark }) as Fact;
  return made.kind === "veth" && fitting(mark, made.addresses) !== made.addresses ? undefined : made;
}

function splitMark(line: string): { readonly text: string; readonly mark?: string } {
  const at = line.lastIndexOf(BEFORE_MARK + MARK);
  return at < 0 ? { text: line } : { text: line.slice(0, at), mark: line.slice(at + BEFORE_MARK.length) };
}

function isMark(mark: string, kind: Kind): boolean {
  return kinds[kind].markable && isWord(mark);
}

function isKind(word: string | undefined): word is Kind {
  return word !== undefined && Object.hasOwn(kinds, word);
}

function whyNot(line: string): string {
  const [, , kind] = line.split(" ");
  if (/[\p{C}]/u.test(line)) return "It holds characters that do not print; a fact is one line of plain words.";
  if (kind !== undefined && isKind(kind)) return `Compare it with ${JSON.stringify(samples[kind])}.`;
  return `A line is a host, a namespace ("-" for the host's own), one of the kinds ${Object.keys(kinds).join(", ")}, and what that kind says.`;
}

function shortened(line: string): string {
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** One sample line of each kind, for error messages. */
const samples: Readonly<Record<Kind, string>> = {
  table: "local - table inet netweft",
  set: "local - set from type ifname : verdict",
  chain: "local - chain to-nw-blue { ct status dnat accept; drop }",
  element: "local - element publish4-any tcp . 8080 : 10.8.0.2 . 80",
  flow: "local - flow tcp port 8080 via 10.8.0.2 port 80",
  stale: "local - stale 10.8.0.2 on nw-blue",
  netns: "local - netns web",
  sa: "local - sa 192.0.2.1 > 192.0.2.2 reqid 4789 key 1a2b3c4d5e6f7081",
  xfrm: "local - xfrm out 192.0.2.1 > 192.0.2.2 udp port 4789 reqid 4789",
  sysctl: "local - sysctl net.ipv4.ip_forward = 1",
  link: "local - link nw-blue type bridge mtu 1500 mac 02:11:22:33:44:55 stp off up",
  veth: "local - veth nwe3f9a1 <> web eth0 mtu 1500 mac 02:11:22:33:44:66 up",
  port: "local - port nwe3f9a1 bridge nw-blue",
  fdb: "local - fdb 02:11:22:33:44:66 dev nwx42 dst 192.0.2.2 master",
  neigh: "local - neigh 10.8.0.2 dev nw-mesh lladdr 02:11:22:33:44:66",
  key: "edge1 - key nwgabc123 port 51842 public XuTvyDzVb5QKGlkXFbDhKzxh0f8cJ7b0f4Cq3sT3P0M=",
  peer: "edge1 - peer nwgabc123 fd6e:7765::2 public XuTvyDzVb5QKGlkXFbDhKzxh0f8cJ7b0f4Cq3sT3P0M= endpoint 192.0.2.2:51842",
  qdisc: "local - qdisc nwe3f9a1 tbf rate 100mbit burst 50000 limit 675000",
  addr: "local web addr 10.8.0.2/24 dev eth0",
  route: "local web route default via 10.8.0.1 dev eth0",
  resolver: "local - resolver nw-front listen 10.8.0.1,fd00:8::1 domain front upstream host",
  name: "local - name nw-front web addresses 10.8.0.2,fd00:8::2 aliases cache,db",
  resolv: "local - resolv web nameservers 10.8.0.1,fd00:8::1 search front",
  socket: "local - socket tcp 0.0.0.0 8080 by nginx",
  policy: "local - policy ip filter FORWARD hook forward drop by docker in docker0 out docker0",
  intake: "local - intake ip filter INPUT hook input drop by ufw lets *@*=udp:53",
  bgp: "local - bgp 65157 router-id 192.0.2.1",
  neighbor: "local - neighbor 192.0.2.2 as 65157 source 192.0.2.1",
  evpn: "local - evpn 42 mac 02:11:22:33:44:66 via 192.0.2.2",
  iptables: "local - iptables ip DOCKER-USER nw-blue in",
};

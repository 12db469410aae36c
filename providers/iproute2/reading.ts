/** A host's answer to everything that it was asked, or all that could not be read. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../lib/diagnostic";
import { ROOT } from "../../lib/kernel/fact";
import { OWN_NAMESPACE } from "../../lib/kernel/adopted";
import type { Scope } from "../../lib/io";
import { type Answer, type Said } from "./answer";
import { pathsAsked, settingsAsked } from "./asked";
import { contradictionIn } from "./contradictions";
import type { Names } from "./names";
import type { IpNeigh, IpNetns, BridgeFdb, TcQdisc, WgKey, WgPeer } from "./observation/dump";
import type { NftObject } from "./observation/nft-dump";
import { questions, type AnswerOf, type QuestionWord } from "./questions";
import type { Inode, NameLines, Owned, Space } from "./questions/read";

/** What a host said. Names of namespaces are the machine's; `-` is the host's root. */
export interface Reading {
  readonly generation: string;
  readonly spaces: ReadonlyMap<string, Space>;
  readonly namespaces: readonly IpNetns[];
  /** Everything in Netweft's table. */
  readonly firewall: readonly NftObject[];
  /** Namespaces that are ours, as far as they are still those. */
  readonly owners: ReadonlyMap<string, Owned>;
  /** Where VXLAN devices send, and neighbours that are known for good; only where they were asked for. */
  readonly fdb: readonly BridgeFdb[];
  readonly neighbours: readonly IpNeigh[];
  /** What wg says of our devices, without anything that is secret; only where it was asked for. */
  readonly keys: readonly WgKey[];
  readonly peers: readonly WgPeer[];
  /** WireGuard devices that a program died over before they were in our group. */
  readonly begun: ReadonlySet<string>;
  /** What is encrypted with ESP, and what must be; only where they were asked for. See `programs/ipsec.ts`. */
  readonly associations: readonly string[];
  readonly selectors: readonly string[];
  /** What tc says of the namespaces in which it was asked. */
  readonly qdiscs: ReadonlyMap<string, readonly TcQdisc[]>;
  /** Path → what is there, as far as anything is. */
  readonly files: ReadonlyMap<string, Inode>;
  readonly settings: readonly { readonly netns: string; readonly path: string; readonly value: string }[];
  /** Of name servers: the lines of each file, by bridge, by bridge and name, and by namespace; and the bridges of those that are alive. */
  readonly names: NameLines & { readonly serving: ReadonlySet<string> };
  readonly programs: ReadonlySet<string>;
  /** Lines of `ss`, of `iptables-save` with their family in front, and tables as nft prints them; only where they were asked for. */
  readonly sockets: readonly string[];
  readonly iptables: readonly string[];
  readonly rulesets: readonly string[];
  /** What FRR says: words about its BGP, and documents of its sessions and of what it has learned. */
  readonly frr: { readonly bgp: readonly string[]; readonly sessions: readonly object[]; readonly learned: readonly object[] };
}

/** Takes the answers one by one, and notes what is missing. */
interface Taker {
  <Q extends QuestionWord>(word: Q, about?: string): AnswerOf<Q>;
}

/** The reading of a host that was asked for all of the scope. An answer that is missing is unread, as is one that cannot be. */
export function readingOf(host: string, answer: Answer, scope: Scope, names: Names): Result<Reading> {
  const unread: Diagnostic[] = [];
  const note = (object: string, why: string) => void unread.push(unreadable(host, object, why));
  const take: Taker = (word, about = "") => {
    const question = questions[word];
    const said = answer.said.get(about === "" ? word : `${word} ${about}`);
    if (said?.end === "absent") return question.none;
    const value = said?.end === "ok" ? question.read(said.lines) : undefined;
    if (value === undefined) note(question.object(about), whyNot(said, answer));
    return (value ?? question.none) as AnswerOf<typeof word>;
  };
  if (!/^[0-9a-f]{8}\.[0-9]+$/.test(answer.generation ?? "")) note("the generation (/run/netweft)", whyNot(undefined, answer));
  const reading = collected(answer, scope, names, take, note);
  const contradiction = unread.length > 0 ? undefined : contradictionIn(reading);
  if (contradiction) note(questions[contradiction.question].object(""), contradiction.why);
  return unread.length > 0 ? fail(...summed(host, unread)) : ok(reading);
}

function collected(answer: Answer, scope: Scope, names: Names, take: Taker, note: (object: string, why: string) => void): Reading {
  const asked = [ROOT, ...new Set(scope.netns)].map((netns) => names.onMachine(netns));
  const spaces = asked.flatMap((netns) => {
    const space = take("show", netns);
    return space === undefined ? [] : [[netns, space] as const];
  });
  if (answer.said.get(`show ${ROOT}`)?.end === "absent") note(questions.show.object(ROOT), "It cannot be missing.");
  const held = new Set(scope.qdiscs ?? []);
  const qdiscs = asked.filter((_, n) => held.has([ROOT, ...new Set(scope.netns)][n]!));
  const tunnels = (scope.tunnels ? take("tunnels") : []).map((dev) => ({ dev, ...take("tunnel", dev) }));
  if (scope.tunnels) take("wireguard");
  if (scope.ipsec) take("esp");
  const bgp = scope.bgp ? take("bgp") : questions.bgp.none;
  return {
    generation: answer.generation ?? "",
    spaces: new Map(spaces),
    namespaces: take("namespaces"),
    firewall: scope.firewall ? take("firewall") : [],
    owners: take("owners"),
    fdb: scope.neighbours ? take("fdb") : [],
    neighbours: scope.neighbours ? take("neighbours") : [],
    keys: tunnels.flatMap(({ dev, keys }) => keys.map((key) => ({ dev, ...key }))),
    peers: tunnels.flatMap(({ dev, peers }) => peers.map((peer) => ({ dev, ...peer }))),
    begun: new Set(take("begun")),
    associations: scope.ipsec ? take("associations") : [],
    selectors: scope.ipsec ? take("selectors") : [],
    qdiscs: new Map(qdiscs.map((netns) => [netns, take("qdiscs", netns)])),
    files: filesOf(scope, names, take, note),
    settings: settingsOf(answer, scope, names, take, note),
    names: namesOf(scope, take),
    programs: answer.programs,
    ...policiesOf(scope, take),
    sockets: scope.sockets ? take("sockets") : [],
    frr: { bgp: bgp.bgp, sessions: bgp.sessions, learned: scope.evpn ? take("evpn") : [] },
  };
}

type Note = (object: string, why: string) => void;

function filesOf(scope: Scope, names: Names, take: Taker, note: Note): Reading["files"] {
  const asked = pathsAsked(scope, names);
  if (asked.length === 0) return new Map();
  const found = take("inodes");
  if (found.size > 0) for (const path of asked) if (!found.has(path)) note(`the namespace at ${path}`, LEFT_OUT);
  if (found.size > 0 && found.get(OWN_NAMESPACE)?.device === "-") note(OWN_NAMESPACE, LEFT_OUT);
  return new Map([...found].filter(([, { device }]) => device !== "-"));
}

/** A namespace that is not there has no settings; of one that is, each that was asked for is there or absent. */
function settingsOf({ said }: Answer, scope: Scope, names: Names, take: Taker, note: Note): Reading["settings"] {
  return [...settingsAsked(scope, names)].flatMap(([netns, paths]) => {
    const found = take("settings", netns);
    const ended = said.get(`settings ${netns}`)?.end === "ok";
    const told = new Set(found.map(({ path }) => path));
    if (ended && found.length > 0) for (const path of paths) if (!told.has(path)) note(`the setting ${path} (${netns})`, LEFT_OUT);
    if (ended && found.length === 0 && said.get(`settings ${netns}`)!.lines.length === 0) note(questions.settings.object(netns), LEFT_OUT);
    return found.flatMap(({ path, value }) => (value === undefined ? [] : [{ netns, path, value }]));
  });
}

function namesOf(scope: Scope, take: Taker): Reading["names"] {
  if (!scope.names) return { ...questions.names.none, serving: new Set() };
  return { ...take("names"), serving: new Set(take("servers")) };
}

const FAMILIES = ["ip", "ip-legacy", "ip6", "ip6-legacy"] as const;

function policiesOf(scope: Scope, take: Taker): Pick<Reading, "rulesets" | "iptables"> {
  if (!scope.policies) return { rulesets: [], iptables: [] };
  const tables = take("chains");
  return {
    rulesets: tables.map((table) => take("ruleset", table)).filter((text) => text !== ""),
    iptables: FAMILIES.flatMap((family) => take("iptables", family).map((line) => `${family} ${line}`)),
  };
}

const NOTHING = "The host did not answer.";
const LEFT_OUT = "The answer leaves it out.";

function whyNot(said: Said | undefined, { failed }: Answer): string {
  if (said?.why) return said.why;
  if (said?.end === "ok") return "The answer was cut off or is none.";
  if (said?.end === "unread") return "No reason was given.";
  return failed?.words.join(" ") || NOTHING;
}

function unreadable(host: string, object: string, why: string): Diagnostic {
  const detail = `On host "${host}", ${object} could not be read, so it is not known what is there, and nothing is done: ${why}`;
  return diagnose("host-unread", detail, { host });
}

/** One cause makes many answers fail. */
const SHOWN = 5;

function summed(host: string, unread: readonly Diagnostic[]): readonly Diagnostic[] {
  if (unread.length <= SHOWN + 1) return unread;
  const rest = diagnose("host-unread", `On host "${host}", ${unread.length - SHOWN} other answers could not be read either.`, { host });
  return [...unread.slice(0, SHOWN), rest];
}

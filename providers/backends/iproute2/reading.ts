/** A host's answers to all questions of a scope, or everything that could not be read. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../../lib/diagnostic";
import { ROOT } from "../../../lib/kernel/fact";
import { acceptRaOf, isSysctlName } from "../../../lib/kernel/kinds/sysctl";
import { OWN_NAMESPACE } from "../../../lib/kernel/adopted";
import type { Armed, OwnPath, Scope, WentBack } from "../../../lib/ports/backend";
import { type Answer, type Reply } from "./answer";
import { offersAsked, pathsAsked, settingsAsked } from "./asked";
import { contradictionIn } from "./contradictions";
import { guardOf } from "./guard";
import type { NamespaceNames } from "./names";
import { pathOf } from "./own-path";
import type { IpLink, IpNeigh, IpNetns, IpProxy, BridgeFdb, TcQdisc, WgKey, WgPeer } from "./dump";
import type { NftObject } from "./nft/dump";
import type { IpRules } from "./rules/observe";
import { questions, type AnswerOf, type QuestionWord } from "./questions";
import type { Inode, NameLines, Offer, OwnedQuestion, Space } from "./questions/read";

/** The raw state of a host. Names of namespaces are the machine's; `-` is the host's root. */
export interface HostReading {
  readonly generation: string;
  readonly path?: OwnPath;
  readonly armed?: Armed;
  readonly wentBack?: WentBack;
  readonly spaces: ReadonlyMap<string, Space>;
  readonly namespaces: readonly IpNetns[];
  /** Everything in Netweft's table. */
  readonly firewall: readonly NftObject[];
  /** Namespaces recorded as ours. */
  readonly owners: ReadonlyMap<string, OwnedQuestion>;
  /** VXLAN FDB entries and permanent neighbour entries; only if requested. */
  readonly fdb: readonly BridgeFdb[];
  readonly neighbours: readonly IpNeigh[];
  /** wg's view of our devices, without secrets; only if requested. */
  readonly keys: readonly WgKey[];
  readonly peers: readonly WgPeer[];
  /** WireGuard devices whose creation was interrupted before they were in our group. */
  readonly begun: ReadonlySet<string>;
  /** ESP states and policies; only if requested. See `ipsec/program.ts`. */
  readonly associations: readonly string[];
  readonly selectors: readonly string[];
  /** tc's view of the namespaces for which it was requested. */
  readonly qdiscs: ReadonlyMap<string, readonly TcQdisc[]>;
  /** Policy rules by namespace; only if requested. */
  readonly rules: ReadonlyMap<string, IpRules>;
  /** Proxy neighbour entries by namespace; only if requested. */
  readonly proxies: ReadonlyMap<string, readonly IpProxy[]>;
  /** The links in each named namespace; only if requested. */
  readonly interfaces: ReadonlyMap<string, readonly IpLink[]>;
  /** Path → its inode, for paths that exist. */
  readonly files: ReadonlyMap<string, Inode>;
  readonly settings: readonly { readonly netns: string; readonly path: string; readonly value: string }[];
  /** What a new namespace lets do with the settings that it was looked at for. */
  readonly offers: readonly Offer[];
  /** Name servers: the lines of each file, by bridge, by bridge and name, and by namespace; and the bridges whose server is running. */
  readonly names: NameLines & { readonly serving: ReadonlySet<string> };
  readonly programs: ReadonlySet<string>;
  /** Lines of `ss`, of `iptables-save` prefixed with their family, and tables as nft prints them; only if requested. */
  readonly sockets: readonly string[];
  readonly iptables: readonly string[];
  readonly rulesets: readonly string[];
  /** The foreign rules that set firewall marks; only if requested. */
  readonly marks: readonly string[];
  /** FRR: lines about its BGP configuration, and JSON documents of its sessions and learned EVPN routes. */
  readonly frr: { readonly bgp: readonly string[]; readonly sessions: readonly object[]; readonly learned: readonly object[] };
}

/** Takes the answers one by one, and records what is missing. */
interface Taker {
  <Q extends QuestionWord>(word: Q, about?: string): AnswerOf<Q>;
}

/** The reading for a scope. A missing answer counts as unread, like one that cannot be parsed. */
export function readingOf(host: string, answer: Answer, scope: Scope, names: NamespaceNames): Result<HostReading> {
  const unread: Diagnostic[] = [];
  const note = (object: string, why: string) => void unread.push(unreadable(host, object, why));
  const take: Taker = (word, about = "") => {
    const question = questions[word];
    const reply = answer.replies.get(about === "" ? word : `${word} ${about}`);
    if (reply?.end === "absent") return question.none;
    const value = reply?.end === "ok" ? question.read(reply.lines) : undefined;
    if (value === undefined) note(question.object(about), whyNot(reply, answer));
    return (value ?? question.none) as AnswerOf<typeof word>;
  };
  if (!/^[0-9a-f]{8}\.[0-9]+$/.test(answer.generation ?? "")) note("the generation (/run/netweft)", whyNot(undefined, answer));
  const path = pathOf(answer);
  const reading = { ...collected(answer, scope, names, take, note), ...(path !== undefined && { path }), ...guardOf(answer) };
  const contradiction = unread.length > 0 ? undefined : contradictionIn(reading);
  if (contradiction) note(questions[contradiction.question].object(""), contradiction.why);
  return unread.length > 0 ? fail(...summed(host, unread)) : ok(reading);
}

function collected(
  answer: Answer,
  scope: Scope,
  names: NamespaceNames,
  take: Taker,
  note: (object: string, why: string) => void,
): HostReading {
  const asked = [ROOT, ...new Set(scope.netns)].map((netns) => names.onMachine(netns));
  const spaces = asked.flatMap((netns) => {
    const space = take("show", netns);
    return space === undefined ? [] : [[netns, space] as const];
  });
  if (answer.replies.get(`show ${ROOT}`)?.end === "absent") note(questions.show.object(ROOT), "The host's own namespace always exists.");
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
    ...tunnelsOf(scope, take),
    begun: new Set(take("begun")),
    associations: scope.ipsec ? take("associations") : [],
    selectors: scope.ipsec ? take("selectors") : [],
    ...insideOf(asked, scope, take),
    interfaces: interfacesOf(scope, take),
    files: filesOf(scope, names, take, note),
    settings: [...settingsOf(answer, scope, names, take, note), ...(scope.routers ? take("routers") : []).flatMap(accepting)],
    offers: offersOf(answer, scope, take, note),
    names: namesOf(scope, take),
    programs: answer.programs,
    ...policiesOf(scope, take),
    sockets: scope.sockets ? take("sockets") : [],
    marks: scope.marks ? take("marks") : [],
    frr: { bgp: bgp.bgp, sessions: bgp.sessions, learned: scope.evpn ? take("evpn") : [] },
  };
}

/** What is read in each namespace (`asked`, in the order of the scope) on request only. */
function insideOf(asked: readonly string[], scope: Scope, take: Taker): Pick<HostReading, "rules" | "proxies" | "qdiscs"> {
  const held = new Set(scope.qdiscs ?? []);
  const qdiscs = asked.filter((_, n) => held.has([ROOT, ...new Set(scope.netns)][n]!));
  return {
    rules: new Map(scope.rules ? asked.map((netns) => [netns, take("rules", netns)]) : []),
    proxies: new Map(scope.proxies ? asked.map((netns) => [netns, take("proxies", netns)]) : []),
    qdiscs: new Map(qdiscs.map((netns) => [netns, take("qdiscs", netns)])),
  };
}

function interfacesOf(scope: Scope, take: Taker): HostReading["interfaces"] {
  if (!scope.interfaces) return new Map();
  take("vlan");
  return new Map(take("interfaces").map((netns) => [netns, take("interface", netns)]));
}

function tunnelsOf(scope: Scope, take: Taker): Pick<HostReading, "keys" | "peers"> {
  if (!scope.tunnels) return { keys: [], peers: [] };
  const tunnels = take("tunnels").map((dev) => ({ dev, ...take("tunnel", dev) }));
  take("wireguard");
  return {
    keys: tunnels.flatMap(({ dev, keys }) => keys.map((key) => ({ dev, ...key }))),
    peers: tunnels.flatMap(({ dev, peers }) => peers.map((peer) => ({ dev, ...peer }))),
  };
}

/** The setting of a link that accepts router advertisements. There are links whose name cannot be part of a fact. */
function accepting(dev: string): HostReading["settings"] {
  return isSysctlName(acceptRaOf(dev)) ? [{ netns: ROOT, path: `net/ipv6/conf/${dev}/accept_ra`, value: "1" }] : [];
}

type ReadingNote = (object: string, why: string) => void;

function filesOf(scope: Scope, names: NamespaceNames, take: Taker, note: ReadingNote): HostReading["files"] {
  const asked = pathsAsked(scope, names);
  if (asked.length === 0) return new Map();
  const found = take("inodes");
  if (found.size > 0) for (const path of asked) if (!found.has(path)) note(`the namespace at ${path}`, LEFT_OUT);
  if (found.size > 0 && found.get(OWN_NAMESPACE)?.device === "-") note(OWN_NAMESPACE, LEFT_OUT);
  return new Map([...found].filter(([, { device }]) => device !== "-"));
}

/** A namespace that does not exist has no settings; in one that exists, every requested setting is either present or absent. */
function settingsOf({ replies }: Answer, scope: Scope, names: NamespaceNames, take: Taker, note: ReadingNote): HostReading["settings"] {
  return [...settingsAsked(scope, names)].flatMap(([netns, paths]) => {
    const found = take("settings", netns);
    const ended = replies.get(`settings ${netns}`)?.end === "ok";
    const answered = new Set(found.map(({ path }) => path));
    if (ended && found.length > 0) for (const path of paths) if (!answered.has(path)) note(`the setting ${path} (${netns})`, LEFT_OUT);
    if (ended && found.length === 0 && replies.get(`settings ${netns}`)!.lines.length === 0)
      note(questions.settings.object(netns), LEFT_OUT);
    return found.flatMap(({ path, value }) => (value === undefined ? [] : [{ netns, path, value }]));
  });
}

/** Each setting that was asked for has an answer. */
function offersOf({ replies }: Answer, scope: Scope, take: Taker, note: ReadingNote): HostReading["offers"] {
  const asked = offersAsked(scope);
  if (asked.length === 0) return [];
  const found = take("offers");
  const answered = new Set(found.map(({ path }) => path));
  if (replies.get("offers")?.end === "ok")
    for (const path of asked) if (!answered.has(path)) note(`the setting ${path} (a new namespace)`, LEFT_OUT);
  return found;
}

function namesOf(scope: Scope, take: Taker): HostReading["names"] {
  if (!scope.names) return { ...questions.names.none, serving: new Set() };
  return { ...take("names"), serving: new Set(take("servers")) };
}

const FAMILIES = ["ip", "ip-legacy", "ip6", "ip6-legacy"] as const;

function policiesOf(scope: Scope, take: Taker): Pick<HostReading, "rulesets" | "iptables"> {
  if (!scope.policies) return { rulesets: [], iptables: [] };
  const tables = take("chains");
  return {
    rulesets: tables.map((table) => take("ruleset", table)).filter((text) => text !== ""),
    iptables: FAMILIES.flatMap((family) => take("iptables", family).map((line) => `${family} ${line}`)),
  };
}

const NOTHING = "The host did not answer.";
const LEFT_OUT = "The answer omits it.";

function whyNot(reply: Reply | undefined, { failed }: Answer): string {
  if (reply?.why) return reply.why;
  if (reply?.end === "ok") return "The answer is truncated or malformed.";
  if (reply?.end === "unread") return "No reason was given.";
  return failed?.words.join(" ") || NOTHING;
}

function unreadable(host: string, object: string, why: string): Diagnostic {
  const detail = `On host "${host}", ${object} could not be read, so its state is unknown and nothing is done: ${why}`;
  return diagnose("host-unread", detail, { host });
}

/** One cause makes many answers fail: only these are shown. */
const SHOWN = 5;

function summed(host: string, unread: readonly Diagnostic[]): readonly Diagnostic[] {
  if (unread.length <= SHOWN + 1) return unread;
  const rest = diagnose("host-unread", `On host "${host}", ${unread.length - SHOWN} other answers could not be read either.`, { host });
  return [...unread.slice(0, SHOWN), rest];
}

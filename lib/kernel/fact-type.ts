/** The definition of a kind of fact: everything that is known of it, in one file per kind in `kinds/`. */
import type { Diagnostic } from "../diagnostic";
import type { Payload } from "../nft/packet";
import type { Adopted } from "./adopted";
import type { FactLookup } from "./among";
import type { Fact, FactBodies, FactOf, Key, Kind, Place } from "./fact";
import type { World } from "./objects";
import type { Program } from "./program";
import type { InReports } from "./judgement";
import type { ReadSet } from "./read-set";
import type { Verb } from "./step";
import type { Refusal } from "./refusal";

/** A fact that another one needs; `diesWith`: the kernel deletes the dependent fact with the needed one. */
export interface Need {
  readonly key: Key;
  readonly diesWith: boolean;
}

/** What to observe on a host, while it is collected from the facts to compare. */
export interface ScopeDraft {
  readonly netns: Set<string>;
  readonly adopt: Map<string, readonly Adopted[]>;
  readonly sysctls: Map<string, { readonly netns: string; readonly name: string }>;
  readonly qdiscs: Set<string>;
  readonly readSets: Set<ReadSet>;
}

/** An interface that has addresses of its own in the network of a bridge. */
export interface Station {
  /** The key of the end that carries its addresses. */
  readonly end: Key;
  readonly mac: string;
  /** The name of its link: of the bridge itself, or of a port. */
  readonly link: string;
  readonly isBridge: boolean;
}

/** The two resources that declare one object: `other` is the first one. */
export interface Declaring {
  readonly resource: string;
  readonly other: string;
  /** The object, as declared by `resource`. */
  readonly text: string;
}

/** The form of a kind: its identity, its normal form and its line. */
interface KindForm<K extends Kind> {
  readonly kind: K;
  /** A canonical line of this kind, for error messages and tests. */
  readonly sample: string;
  /** Identity among facts of its kind at its place: `10.8.0.2 dev eth0`. */
  identity(fact: FactOf<K>): string;
  /** The kind in its key, where that is another one: objects of both kinds share one name space. */
  readonly keyedAs?: Kind;
  /** The one form in which facts are compared. Idempotent. */
  normal(fact: FactOf<K>): FactOf<K>;
  /** The part of the canonical line after host, namespace and kind. */
  text(fact: FactOf<K>): string;
  /** The inverse of `text`: the body out of the words of the line; undefined when they make no sense. */
  parse(words: readonly string[], place: Place): FactBodies[K] | undefined;
  /** Whether a parsed fact fits the mark that it carries. Default: always. */
  fitsMark?(fact: FactOf<K>): boolean;
  /** The field that is not compared between these two, because one of them leaves it to the kernel. */
  openField?(a: FactOf<K>, b: FactOf<K>): string | undefined;
  /** The part of a fact that steps can change. Default: all of it. */
  withinReach?(fact: FactOf<K>): Fact;
  /** The form of a long text in reports: its beginning, and its parts, each of which is shown on a line of its own. */
  readonly inParts?: { head(fact: FactOf<K>): string; parts(fact: FactOf<K>): readonly string[] };
}

/** What it says of the network, where other kinds say the same in other fields. */
interface InNetwork<K extends Kind> {
  /** The addresses, with prefix lengths, that it shows to be in use on its host. */
  addressesInUse?(fact: FactOf<K>): readonly string[] | undefined;
  /** The network that packets of its namespace reach by it; undefined where they are dropped. */
  destination?(fact: FactOf<K>): Destination | undefined;
  /** Its ends, one or two, each as its namespace shows it. */
  ends?(fact: FactOf<K>): readonly NamedEnd[];
  /** The link that it is a setting of, and the name of the setting. */
  linkSetting?(fact: FactOf<K>): LinkSetting | undefined;
  /** The UDP port of the host to which it takes the packets of tunnels. */
  tunnelPort?(fact: FactOf<K>): TunnelPort | undefined;
  /** The packets that it needs the host to accept, whatever else is there. */
  accepts?(fact: FactOf<K>): AcceptedPackets | undefined;
  /** The public part of a key, or its fingerprint; undefined where it is not ours to read. */
  publicPart?(fact: FactOf<K>): string | undefined;
}

/** A network in CIDR form, or an address on it, and how it is reached. */
export interface Destination {
  readonly network: string;
  /** Whether an address connects the namespace to it; otherwise a route leads there. */
  readonly isConnected: boolean;
  readonly dev?: string | undefined;
  /** The routing table, unless it is the main one. */
  readonly table?: number | undefined;
}

/** A link as one namespace shows it. */
export interface NamedEnd {
  readonly netns: string;
  readonly name: string;
}

/** A setting of a single link. */
export interface LinkSetting {
  readonly dev: string;
  readonly setting: string;
}

/** A port on which packets of tunnels are received. */
export interface TunnelPort {
  readonly what: "vxlan" | "wireguard";
  readonly port: number;
  /** It takes the packets of all networks from that port. */
  readonly isExternal: boolean;
}

/** Packets to an address of the host, from another one. */
export interface AcceptedPackets {
  readonly what: "esp" | "bgp";
  readonly payload: Payload;
  readonly at: string;
  readonly source: string;
}

/** Its dependencies, and the order in which it is created. */
interface KindOrder<K extends Kind> {
  /** Position in the order of creation; deletion goes the other way. */
  readonly rank: number;
  /** The rank of a single fact, where it depends on the fact. */
  rankOf?(fact: FactOf<K>): number;
  /** The rank of a change in place, where that is another one than the rank of the creation. */
  rankOfChange?(fact: FactOf<K>, from: Fact): number;
  /** Whether it comes before all settings, once the objects that it needs exist. */
  precedesSettings?(fact: FactOf<K>): boolean;
  /** Whether it comes before anything is deleted, once the objects that it needs exist: where the kernel refuses it, nothing is lost. */
  precedesDeletions?(fact: FactOf<K>): boolean;
  /** What it does for packets: before one is deleted, another one is created that does the same under another key. */
  serves?(fact: FactOf<K>): string;
  /** An address of its place that must be in use before it is created or changed. */
  source?(fact: FactOf<K>): string | undefined;
  /** The key of another object that has to be deleted before it can be added, as the kernel refuses it beside that one. */
  barredBy?(fact: FactOf<K>): Key;
  /**
   * Whether it is deleted by a step of its own, although it is deleted with an object that it needs: a process inside a namespace
   * keeps the namespace, and its links, after its name is deleted.
   */
  readonly deletedBesides?: true;
  /** Keys that it depends on, whether facts of their own or provided by one (`provides`). */
  needs(fact: FactOf<K>): readonly Need[];
  /** Keys that it occupies besides its own. */
  provides?(fact: FactOf<K>): readonly Key[];
  /** Another identity that at most one object has. */
  unique?(fact: FactOf<K>): string | undefined;
  /** Whether it is an address or a route, which its link and its namespace carry. */
  readonly isCarried?: true;
  /** Whether it is a link: one end in its own namespace, under its `name`. */
  readonly isLink?: true;
}

/** Its part in the network of a bridge. The holder of an address there follows from these answers. */
interface OnSegment<K extends Kind> {
  /** The address that it gives a link, with its prefix length. */
  address?(fact: FactOf<K>): string;
  /** The bridge that it makes a link a port of. */
  bridge?(fact: FactOf<K>): string;
  /** The interface that it is, where addresses can be on it. */
  station?(fact: FactOf<K>): Station | undefined;
  /** Identity of the network that it extends a bridge to, equal on every host: its VNI and port. */
  network?(fact: FactOf<K>): string | undefined;
}

/** How it takes part in traffic. */
interface InTraffic<K extends Kind> {
  /** Absent: it tells nothing of the holders of addresses. */
  readonly onSegment?: OnSegment<K>;
  /** The address to which its packets are sent on. */
  gateway?(fact: FactOf<K>): string | undefined;
  /** The IPv4 network on its link: the kernel makes a later address of one network secondary to the first, and deletes it with that. */
  secondaryIn?(fact: FactOf<K>): string | undefined;
  /** Its name when it loses its connections, because an object that it is on is deleted: `link` is the one that carries it. */
  asBystander?(fact: FactOf<K>): string | { readonly link: string } | undefined;
  /** The connections that its deletion ends: `redirectedFrom` is the port of the host from which they are redirected then. */
  endsConnections?(fact: FactOf<K>): { readonly redirectedFrom?: number | undefined };
}

/** What an observation was asked for, besides its read sets. */
export interface AskedScope {
  readonly netns: ReadonlySet<string>;
  readonly qdiscs: ReadonlySet<string>;
}

/** How it is observed. A kind without these is shown by every observation. */
interface Observed<K extends Kind> {
  /** The part of an observation that shows it. */
  readonly readSet?: ReadSet;
  /** Extends a scope, besides `readSet` and the fact's namespace, so that the fact can be compared with its host. */
  ask?(scope: ScopeDraft, fact: FactOf<K>): void;
  /** Whether an observation of its read set shows this one. Default: those of the host's and of the asked namespaces. */
  isShown?(asked: AskedScope, fact: FactOf<K>): boolean;
  /** Why it is not in use yet, as far as the fact itself says so. */
  unsettled?(fact: FactOf<K>): "connecting" | undefined;
  /** The address that no other link of its segment may have; the kernel looks for a duplicate. */
  detected?(fact: FactOf<K>): string | undefined;
  /** Lines of a minimal object of this name, for facts that need it and that nothing else provides. */
  assumed?(place: Place, name: string, needing: readonly Fact[]): readonly string[];
  /** Whether its name can lead to another object by the time of an apply, so that a plan compares all of it and not only its owner. */
  readonly mayBeAnother?: true;
  /** The read set of what the kernel deletes with it, objects of other stacks included. */
  readonly contents?: ReadSet;
  /** Path and inode of another program's object that it attaches. */
  adopts?(fact: FactOf<K>): Adopted | undefined;
  /** The named namespace that it is, or has an end in. */
  leadsInto?(fact: FactOf<K>): string;
  /** Why no step creates, changes or deletes it. */
  readonly observedOnly?: string;
  /** Why it is never observed: it exists only as the fact of a `del` step. */
  readonly deletedOnly?: string;
}

/** How the kernel treats steps. Refusals have the text that iproute2 prints, and its errno. */
interface KernelModel<K extends Kind> {
  /** Whether the object itself can carry the mark of its owner. */
  readonly markable: boolean;
  /** Whether the kernel object can be removed at all; a sysctl only gets another value. */
  readonly removable: boolean;
  /** Whether `add` overwrites an existing object, as there is no separate verb for its change. */
  readonly overwritable?: true;
  /** Why no step changes it in place: it has nothing that could change, or is replaced. */
  readonly unchangeable?: string;
  /** Whether the kernel can change `from` into `to` in place; both have the same key. */
  canChange(from: FactOf<K>, to: FactOf<K>): boolean;
  /** Why the kernel refuses to create or change it, given the existing objects; `before` has its key. Default: never. */
  admit?(world: World, fact: FactOf<K>, before: Fact | undefined): Refusal | undefined;
  /** The fact as the kernel keeps it. */
  stored?(world: World, fact: FactOf<K>): Fact;
  /** Puts the fact into the world, with all implied side effects. Default: `world.put`. */
  put?(world: World, fact: FactOf<K>, before: Fact | undefined): void;
  /** Removes `actual` from the world as a `del` of `asked` does, or returns why the kernel refuses. Default: with all dependents. */
  remove?(world: World, actual: FactOf<K>, asked: FactOf<K>): Refusal | undefined;
  /** Side effects of its deletion, implied ones included. */
  afterRemove?(world: World, fact: FactOf<K>): void;
  /** After a step on it: the keys of facts that an observation cannot tell the value of any more. */
  uncertainAfter?(world: World, fact: FactOf<K>): readonly Key[];
  /** What to do about a refused step on it, where that depends on more than the refusal. */
  remedy?(fact: FactOf<K>, verb: Verb, refusal: Refusal): string | undefined;
  /** The optional programs and features of a host that a step on it needs. */
  requires?(verb: Verb, fact: FactOf<K>): readonly Program[];
}

/** Values that exist only after an apply, and secrets. */
interface Values<K extends Kind> {
  /** The placeholder in a fact (`placeholder.ts`). */
  placeholder?(fact: FactOf<K>): string | undefined;
  /** The fact that a host creates: with a value of its own from `make`, where the step asks for one. */
  generate?(fact: FactOf<K>, from: Fact | undefined, make: () => string): Fact;
  /** The placeholder that a generated fact resolves, and its value. */
  resolves?(fact: FactOf<K>): readonly [placeholder: string, value: string];
  /** Fingerprints of the secrets that a step which makes `fact` out of `from` has to supply. */
  secrets?(fact: FactOf<K>, from: Fact | undefined): readonly string[];
  /** Its values that cannot be given to it a second time, as the secrets to them are only in the kernel; each with a placeholder for a new one. */
  singular?(fact: FactOf<K>): readonly (readonly [value: string, placeholder: string])[];
  /** What its deletion ends that no fact shows, as a sentence; undefined: nothing. */
  endsForGood?(fact: FactOf<K>): string | undefined;
}

/** Effect on the traffic of an endpoint when an object of its own changes: how it is interrupted if the object goes. */
export type OwnEffect = "carrier" | "attachment" | "address" | "route";

/** Effect on the endpoints of a network or namespace when an object of that changes. */
export type EffectFromBelow = "inhabited" | "carrier" | "attachment" | "none" | "secret";

/** A DNS name that would lead to another endpoint, or a route that would lead elsewhere. */
export type TakenProperty = { readonly what: "name"; readonly name: string } | { readonly what: "route" };

/** How it takes part in plans: ownership, conflicts, and the effect on traffic. */
interface InPlans<K extends Kind> {
  /** Whether it is the main object of a resource: it carries the resource's mark, and the resource can be imported by it. */
  readonly importable?: true;
  /** Whether the object itself shows that another program made it, although its kind carries no marks. */
  isForeign?(fact: FactOf<K>): boolean;
  /** The marked object that it stands on where it cannot carry a mark itself. */
  bearer?(fact: FactOf<K>): Key | undefined;
  /** Whether an existing object is the one that was claimed. Default: when both are equal. */
  isAsClaimed?(actual: FactOf<K>, claimed: Fact): boolean;
  /** Whether a conflict of two owners has a check of its own, which names the attributes at fault. */
  readonly clashNamedElsewhere?: true;
  /** The error for two resources that declare it, where there is more to say than that one object has one owner. */
  clash?(fact: FactOf<K>, first: Fact, by: Declaring): Diagnostic | undefined;
  /** Whether two resources get one such error for each object; otherwise the first one of a code stands for all. */
  readonly eachClashCounts?: true;
  /** What to do about a foreign one in the place of a declared one, where that is not to choose another name. */
  remedyWhereForeign?(
    actual: FactOf<K>,
    wanted: { readonly address: string; readonly isOwned: boolean; readonly isKnown: boolean },
  ): string | undefined;
  /** Whether it opens a part of the host, that of its `readSet`, to all stacks: it stays while another one uses that. */
  readonly opensToAll?: true;
  /** The part of the host that a stack uses by it. */
  uses?(fact: FactOf<K>): ReadSet | undefined;
  /** The key of the unmarked object that its own mark shows to be its owner's. */
  vouchesFor?(fact: FactOf<K>): Key | undefined;
  /** Whether one without a mark is another program's in any case, so that no import takes it over. */
  readonly neverTakenOver?: true;
  /** Whether the stacks of a host have it in common even where it does not say so (`shared`). */
  readonly common?: true;
  /** What it would take from another endpoint that only one of them can have: `there` is that one's fact with its key. */
  takes?(fact: FactOf<K>, there: Fact): TakenProperty | undefined;
  /** Whether other programs notice one in the host's own namespace: it is always shown in full. */
  concernsHost?(fact: FactOf<K>): boolean;
  /** Whether it stays when its owner goes, without being left over: others use it, or it only has a value. */
  readonly staysBehind?: true;
  /** Whether a resource may own some in addition to what it compiles to, depending on its host. */
  supplemented?(fact: FactOf<K>): boolean;
  /** Whether rules or elements refer to it, so that it is deleted after these. */
  readonly isReferredTo?: true;
  /** Whether its dependents survive the deletion, against what they declare. */
  sparesDependents?(fact: FactOf<K>): boolean;
  /** The object of ours that a foreign fact of this kind is an entry of. */
  container?(fact: FactOf<K>): Key | undefined;
  /** Whether entries of others in it are wanted. Default: they are drift. */
  acceptsEntries?(fact: FactOf<K>): boolean;
  /** Whether a routing daemon that the stack configures writes such entries; `declared` are the facts of the stack. */
  isOfDaemon?(fact: FactOf<K>, declared: FactLookup): boolean;
  /** Whether an unmarked entry may belong to an endpoint that its network does not know. */
  mayBeAnEndpoints?(fact: FactOf<K>): boolean;
  /** Absent: its packets are filtered or shaped otherwise, without an interruption. */
  readonly ownEffect?: OwnEffect;
  readonly effectFromBelow?: EffectFromBelow;
}

/** The definition of one kind of fact, listed in `kinds/index.ts`. Absent members have the defaults that they describe. */
export interface FactType<K extends Kind>
  extends KindForm<K>, InNetwork<K>, KindOrder<K>, Observed<K>, InTraffic<K>, KernelModel<K>, InPlans<K>, InReports<K>, Values<K> {}

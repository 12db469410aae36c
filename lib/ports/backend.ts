/** The interface of a backend: what is observed on hosts, and what is executed there. `providers/backends` implements it. */
import type { Diagnostic, Result } from "../diagnostic";
import type { Adopted, Inodes } from "../kernel/adopted";
import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";
import type { Program } from "../kernel/program";
import type { Access } from "../kernel/sysctls";
import type { EndSignal } from "./clock";
import type { Step } from "../kernel/step";
import type { Refusal } from "../kernel/refusal";

/** What to observe on one host beside its root namespace. */
export interface Scope {
  /**
   * Names of the namespaces to read inside. Those that do not exist are not in the observation. Of other namespaces only the
   * near ends of our own veth pairs are reliably observed, with their marks and addresses; the properties of the far ends
   * (name, mtu, hardware address, state) are not. See `interfaces` for those without an end on the host.
   */
  readonly netns: readonly string[];
  /** Adopted namespaces of other programs: our name → what it may be and may have been, the latest last. */
  readonly adopt: Readonly<Record<string, readonly Adopted[]>>;
  /** Namespaces in which to read the qdiscs of links; none when absent. */
  readonly qdiscs?: readonly string[];
  /** Kernel settings to read. */
  readonly sysctls: readonly { readonly netns: string; readonly name: string }[];
  /** Settings of which it is asked what a new namespace of the host would let do with them. */
  readonly offered?: readonly string[];
  /** Whether to read Netweft's nftables table. */
  readonly firewall?: boolean;
  /** Whether to read the name servers with their records, and the resolv.conf of the namespaces in `netns`. */
  readonly names?: boolean;
  /** Whether to read FDB entries of VXLAN devices, and permanent neighbour entries of the host's own namespace. */
  readonly neighbours?: boolean;
  /** Whether to read the keys and peers of WireGuard devices, and whether the host can create such devices. */
  readonly tunnels?: boolean;
  /** Whether to read xfrm policies and states, and to test whether the host supports ESP (`esp` in `programs`). */
  readonly ipsec?: boolean;
  /** Whether to read the listening sockets in the host's own namespace. */
  readonly sockets?: boolean;
  /**
   * Whether to read on which links of the host's own namespace, and whether on later ones (`default`), the kernel accepts router
   * advertisements only as long as it does not forward: `accept_ra` is 1 and `forwarding` is 0. For these the setting
   * `accept_ra` is among the facts.
   */
  readonly routers?: boolean;
  /** Whether to read which foreign chains drop forwarded packets, and our own rules in them. */
  readonly policies?: boolean;
  /** Whether to read the host's BGP process and its neighbors, and to detect FRR. */
  readonly bgp?: boolean;
  /** Whether to read the entries that the host has learned by EVPN. */
  readonly evpn?: boolean;
  /** Whether to read the policy rules of the host's own namespace and of those in `netns`. */
  readonly rules?: boolean;
  /** Whether to read which foreign chains of the host's own namespace set firewall marks, those of packets and those of connections. */
  readonly marks?: boolean;
  /**
   * Whether to look into all named namespaces for interfaces of ours that have no end on the host (macvlan), so that their
   * addresses are known, and for ipvlan interfaces of any program on links of the host, which leave no room for others.
   */
  readonly interfaces?: boolean;
  /** Whether to read the proxy neighbour entries of the host's own namespace and of those in `netns`. */
  readonly proxies?: boolean;
}

/** The versions and features of a host. `features` are those of `netweft_host.features`. */
export interface Capabilities {
  readonly kernel: string;
  readonly iproute2: string;
  readonly nftables: string;
  readonly features: readonly string[];
}

/**
 * Why a fact is not in use yet: the duplicate address detection of an address is still running (`tentative`), or has found a
 * duplicate (`dadfailed`); a neighbor has no session (`connecting`); a port does not forward (`blocked`).
 */
export type Unsettled = "tentative" | "dadfailed" | "connecting" | "blocked";

/** The connection by which a host is reached over ssh: its two ends, and the link and next hop by which the host answers. */
export interface OwnPath {
  /** The address of this run, as the host sees it. */
  readonly client: string;
  /** The host's address and port to which the connection was made. */
  readonly server: string;
  readonly port: number;
  /** As the host's kernel says; absent where it was not read. */
  readonly dev?: string;
  readonly via?: string;
}

/** A host that goes back by itself unless a change is confirmed. */
export interface Armed {
  /** The change that is to be confirmed. */
  readonly id: string;
  /** Who began it, and when. */
  readonly by: string;
  readonly since: string;
  /** Seconds until the host goes back. */
  readonly left: number;
  /** The process that waits on the host was killed: it does not go back, and takes no other change, until a run ends that. */
  readonly isAlone?: boolean;
}

/** A host that went back because a change was not confirmed. Forgotten with the next change. */
export interface WentBack {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  /** What the host could not do on its way back. */
  readonly failures: readonly string[];
}

/** What a host does by itself unless a change is confirmed in time. */
export interface WayBack extends Pick<Armed, "id" | "by"> {
  readonly seconds: number;
  /** In order. They are tried one by one: what a step wants may be there already. */
  readonly steps: readonly Step[];
  readonly scope: Scope;
  /** The generation of the observation that the steps were made from. */
  readonly generation: string;
  /** As in `Work`. */
  readonly secrets?: ReadonlyMap<string, string>;
}

/** How a host stops waiting: it keeps the change, or goes back at once. */
export interface Disarming {
  readonly id: string;
  readonly how: "keep" | "back";
}

/** A snapshot of one host, in normal form, including foreign objects. */
export interface Observation {
  /** How this run reaches the host; absent where no connection is needed. */
  readonly path?: OwnPath;
  /** The change that the host waits to be confirmed, and the one from which it went back. */
  readonly armed?: Armed;
  readonly wentBack?: WentBack;
  /** What was asked for. That a fact outside it is not among the facts says nothing. */
  readonly scope: Scope;
  readonly facts: Facts;
  /** The facts that have not settled yet. */
  readonly unsettled: ReadonlyMap<Key, Unsettled>;
  /** The inodes at the paths of the scope's `adopt`, and the host's own namespace at `OWN_NAMESPACE`. */
  readonly inodes: Inodes;
  /** Changes whenever a Netweft script changes the host; a script that expects another generation refuses to run. */
  readonly generation: string;
  /** The optional programs that the host has; some are detected only if the scope needs them (`SOUGHT_FOR`). */
  readonly programs: readonly Program[];
  /** The settings of the scope's `offered`, each with what a new namespace lets do with it. */
  readonly offered?: ReadonlyMap<string, Access>;
}

/** The steps for one host, executed in order under the host's lock; then the host is observed again within `scope`. */
export interface Work {
  readonly steps: readonly Step[];
  readonly scope: Scope;
  /** The generation of the observation that the steps were made from. */
  readonly generation: string;
  /** Fingerprint → key, of all ESP keys that the steps add. They are passed to the host's stdin only. */
  readonly secrets?: ReadonlyMap<string, string>;
  /** The change that the host was armed for: work of any other one is refused until it is confirmed. */
  readonly armed?: string;
}

/**
 * The result of one host's work. The steps before a failed one are done; some of those after it may be, where they are
 * independent of it: hosts run steps in parallel. The actual state is in `after`.
 */
export interface Outcome {
  /** How many steps from the front are known to be done. */
  readonly done: number;
  /** Why the next one failed; `step` is missing when the point of failure is unknown, `refusal` when no kernel refused it. */
  readonly failed?: { readonly step?: number; readonly diagnostic: Diagnostic; readonly refusal?: Refusal };
  /** The host right after the work, if it could be observed. */
  readonly after?: Observation;
}

/** The kernels of a driver, as recorded in a state. */
export interface Identity {
  /** The name of the backend. */
  readonly backend: string;
  /** Identifies a simulated kernel; missing for other backends, or where it has no file yet. */
  readonly id?: string;
}

/** Called when an observation waits for an apply of another run, with the time at which that began; empty if it is unknown. */
export type OnWait = (host: string, since: string) => void;

/** A change that a host reports. */
export interface HostEvent {
  /** The namespace in which something changed; undefined where that is not known, or may be any. */
  readonly netns: string | undefined;
  /** `any`: reports were lost, or their sort is not known. */
  readonly what: "link" | "addr" | "route" | "rule" | "neigh" | "netconf" | "netns" | "nft" | "fdb" | "xfrm" | "any";
  /** The link, of a change of one. */
  readonly dev?: string;
}

/** A request for the reports of a host. */
export interface Following {
  /** What to follow: its namespaces and read sets. */
  readonly scope: Scope;
  /** Everything that changes from now on is reported. An observation made before this may be outdated. */
  readonly onBegun: () => void;
  readonly onEvent: (event: HostEvent) => void;
  /** Aborted by the caller to end it. */
  readonly signal: EndSignal;
}

/** One backend, opened for one provider configuration with all of its hosts. Hosts are served in parallel, with a result for each. */
export interface Backend {
  /** `wanted`: the id for a simulated kernel that has none yet, so that recreated hosts keep their identity. */
  identity(wanted?: string): Promise<Result<Identity>>;
  capabilities(hosts: readonly string[]): Promise<ReadonlyMap<string, Result<Capabilities>>>;
  observe(scopes: ReadonlyMap<string, Scope>, onWait?: OnWait): Promise<ReadonlyMap<string, Result<Observation>>>;
  /** `onStep(host, n)`: n steps of that host are done, for progress output; hosts may run independent steps out of order. */
  run(work: ReadonlyMap<string, Work>, onStep: (host: string, done: number) => void): Promise<ReadonlyMap<string, Outcome>>;
  /** Before a change: unless `disarm` ends it in time, each host goes back by itself, whatever becomes of this run. Changes nothing else. */
  arm(ways: ReadonlyMap<string, WayBack>): Promise<ReadonlyMap<string, Result<void>>>;
  /** Ends the wait of hosts, each at once. One that does not wait for this change is an error. */
  disarm(hosts: ReadonlyMap<string, Disarming>): Promise<ReadonlyMap<string, Result<void>>>;
  /**
   * Reports the changes of a host as they happen, and returns when the signal was aborted or its time is over, or with the reason when the
   * host cannot be followed any longer. Settings, files, name servers, sockets, rates and BGP have no events.
   */
  follow?(host: string, following: Following): Promise<Diagnostic | undefined>;
  close(): Promise<void>;
}

/** What is known here of a configuration of hosts: the name of the backend, and the hosts by name. Backends know more of it. */
export interface BackendConfig {
  readonly backend: string;
  readonly hosts: Readonly<Record<string, unknown>>;
}

/** The backends by the name that a configuration gives them. */
export type Backends<C extends BackendConfig> = Readonly<Record<string, (config: C) => Promise<Result<Backend>>>>;

/** The initial content of the hosts of a rehearsal. Nothing of it was read on a host. */
export interface Stage {
  /** In the order of creation. */
  readonly facts: readonly Fact[];
  /** Host → missing programs. */
  readonly lacks: ReadonlyMap<string, readonly Program[]>;
  /** Host → known versions and features. */
  readonly capabilities: ReadonlyMap<string, Partial<Capabilities>>;
}

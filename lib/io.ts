/** The doors to the world, as interfaces. Adapters in `providers/` implement them; `bin/` puts them together. */
import type { Diagnostic, Result } from "./diagnostic";
import type { Adopted, Inodes } from "./kernel/adopted";
import type { Fact, Key } from "./kernel/fact";
import type { Facts } from "./kernel/facts";
import type { Program } from "./kernel/program";
import type { Step } from "./kernel/step";
import type { ProviderConfig } from "./resources/provider";

/** What to read on one host beside its root namespace. */
export interface Scope {
  /**
   * Names of the namespaces whose inside is to be read. Those that do not exist are simply not in the answer. Of other
   * namespaces only the near ends of our own pairs are certain to be seen, with their marks and addresses; what is said of
   * the far ends (name, mtu, hardware address, state) is not.
   */
  readonly netns: readonly string[];
  /** Namespaces that are attached from another program's: our name → what it may be and may have been, the latest last. */
  readonly adopt: Readonly<Record<string, readonly Adopted[]>>;
  /** Namespaces in which it is read what holds back the packets of links; none where this is absent. */
  readonly qdiscs?: readonly string[];
  /** Kernel settings to read. */
  readonly sysctls: readonly { readonly netns: string; readonly name: string }[];
  /** Whether to read Netweft's nftables table. */
  readonly firewall?: boolean;
  /** Whether name servers and what they answer are to be read, and whom the programs in the namespaces of `netns` ask. */
  readonly names?: boolean;
  /** Whether to read where VXLAN devices send what is for whom, and the neighbours of the host's own namespace that are known for good. */
  readonly neighbours?: boolean;
  /** Whether to read the keys and peers of WireGuard devices, and whether the host can make such devices at all. */
  readonly tunnels?: boolean;
  /** Whether to read what is encrypted with ESP and by which keys, and to try whether the host can do so (`esp` in `programs`). */
  readonly ipsec?: boolean;
  /** Whether to read what listens in the host's own namespace. */
  readonly sockets?: boolean;
  /** Whether to read which foreign chains end forwarded packets, and our own rules in them. */
  readonly policies?: boolean;
  /** Whether to read the host's BGP process and its neighbors, and to look for FRR. */
  readonly bgp?: boolean;
  /** Whether to read what the host has learned by EVPN. */
  readonly evpn?: boolean;
}

/** What a host is and can do. The words in `features` are those of `netweft_host.features`. */
export interface Capabilities {
  readonly kernel: string;
  readonly iproute2: string;
  readonly nftables: string;
  readonly features: readonly string[];
}

/**
 * Why a fact is not in use yet: the duplicate address detection of an address is still running (`tentative`), or has found a
 * duplicate (`dadfailed`); a neighbor has no session (`connecting`).
 */
export type Unsettled = "tentative" | "dadfailed" | "connecting";

/** What is true on one host at one moment, in normal form; foreign objects included. */
export interface Observation {
  readonly facts: Facts;
  /** What is still to come to rest. */
  readonly unsettled: ReadonlyMap<Key, Unsettled>;
  /** What the paths of the scope's `adopt` show, and the host's own namespace at `OWN_NAMESPACE`. */
  readonly inodes: Inodes;
  /** Changes whenever a script of Netweft's changes the host; a script that expects another one refuses to run. */
  readonly generation: string;
  /** Those of the programs that a host may do without which it has; some are only looked for where the scope is about them (`SOUGHT_FOR`). */
  readonly programs: readonly Program[];
}

/** What one host is to do: in order, under the host's own lock, and then to be read again within `scope`. */
export interface Work {
  readonly steps: readonly Step[];
  readonly scope: Scope;
  /** The generation of the observation that the steps were made from. */
  readonly generation: string;
  /** Fingerprint → key, of all keys of ESP that the steps add. They go to the host's stdin and nowhere else. */
  readonly secrets?: ReadonlyMap<string, string>;
}

/**
 * How the work of one host ended. The steps in front of a failed one are done; of those behind it some may be, where they
 * had nothing to do with it: hosts do steps side by side. What is true is in `after`.
 */
export interface Outcome {
  /** How many steps from the front are known to be done. */
  readonly done: number;
  /** Why the next one was not; `step` is missing when the point of failure is unknown. */
  readonly failed?: { readonly step?: number; readonly diagnostic: Diagnostic };
  /** The host as it was right after, where it could be read. */
  readonly after?: Observation;
}

/** Which kernels a driver leads to, as a state remembers them. */
export interface Identity {
  /** The name of the backend. */
  readonly backend: string;
  /** What tells this simulated kernel from others; missing where there is no such thing, or where it has no file yet. */
  readonly id?: string;
}

/** One backend, opened for one provider configuration: all of its hosts. Hosts are served in parallel, each answers for itself. */
export interface Driver {
  /** `wanted`: the id that a simulated kernel takes which has none yet: hosts that begin again are the same hosts. */
  identity(wanted?: string): Promise<Result<Identity>>;
  capabilities(hosts: readonly string[]): Promise<ReadonlyMap<string, Result<Capabilities>>>;
  observe(scopes: ReadonlyMap<string, Scope>): Promise<ReadonlyMap<string, Result<Observation>>>;
  /** `onStep(host, n)`: n steps of that host are done, for those who show progress; hosts may do steps out of order where that changes nothing. */
  run(work: ReadonlyMap<string, Work>, onStep: (host: string, done: number) => void): Promise<ReadonlyMap<string, Outcome>>;
  close(): Promise<void>;
}

/** The backends by the name that a configuration gives them. */
export type Drivers = Readonly<Record<string, (config: ProviderConfig) => Promise<Result<Driver>>>>;

/** The initial content of the hosts of a rehearsal. Nothing of it was read on a host. */
export interface Stage {
  /** In the order of creation. */
  readonly facts: readonly Fact[];
  /** Host → missing programs. */
  readonly lacks: ReadonlyMap<string, readonly Program[]>;
  /** Host → known versions and features. */
  readonly capabilities: ReadonlyMap<string, Partial<Capabilities>>;
}

/** Programs that a host can be told to run. They are constants; data travels on stdin only. */
export type ProgramId = "probe" | "observe" | "apply";

/** A way to run the constant programs on one host. */
export interface Shell {
  /**
   * Runs one program to its end. `unreached` says why, where it was the way to the host that failed, before the program
   * could begin or in the middle of it; a program that has begun goes on all the same. Lines are UTF-8; bytes that are not
   * come as `lib/kernel/bytes.ts` has them.
   */
  run(
    call: { readonly program: ProgramId; readonly stdin: string | Iterable<string>; readonly signal?: AbortSignal },
    onLine: (line: string) => void,
  ): Promise<{ readonly code: number; readonly stderr: string; readonly unreached?: Diagnostic }>;
  close(): Promise<void>;
}

/** Who holds a lock and since when, as it is shown to whoever comes second. */
export interface LockInfo {
  readonly id: string;
  readonly operation: string;
  readonly who: string;
  readonly pid: number;
  readonly created: string;
}

/** Where a state lives. Text goes in and out in pieces, so that its size has no limit. */
export interface StateStore {
  /** What is shown to people: a path, a URL without its secrets. */
  readonly name: string;
  /** The stored bytes, or undefined when nothing was stored yet. */
  read(): Promise<Result<AsyncIterable<Uint8Array> | undefined>>;
  /** Replaces the whole, atomically: afterwards the old text or the new one is there, never a part. */
  write(text: Iterable<string>): Promise<Result<void>>;
  lock(info: LockInfo): Promise<Result<() => Promise<void>>>;
}

/** Reading and writing the user's own files. Paths are as the user gave them, relative to the working directory. */
export interface Files {
  read(path: string): Promise<Result<string>>;
  /** The bytes of a file that may be too big for one string. */
  open(path: string): Promise<Result<AsyncIterable<Uint8Array>>>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): Promise<Result<readonly string[]>>;
  /** What is there, or undefined. What cannot be looked at counts as a file. */
  kind(path: string): Promise<"file" | "folder" | undefined>;
  /** Writes atomically. `secret`: readable by the owner only; `program`: everybody may run it. */
  write(
    path: string,
    text: string | Iterable<string>,
    options?: { readonly secret?: boolean; readonly program?: boolean },
  ): Promise<Result<void>>;
}

/** Other programs of the user's: the app that `cdktf.json` names. */
export interface Processes {
  run(
    command: string,
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}

export interface Terminal {
  out(text: string): void;
  /** Exactly these characters, for programs that read them; a person is shown what does not print. */
  raw(text: string): void;
  err(text: string): void;
  /** Whether a person is looking: colour, progress and questions make sense. */
  readonly interactive: boolean;
  readonly columns: number;
  /** Asks for one line; undefined when nobody can answer. */
  ask(question: string): Promise<string | undefined>;
  /** Waits until everything is written. Why some of it was not, for each side; text that its reader did not want is none of it. */
  flush(): Promise<{ readonly out?: string; readonly err?: string }>;
}

export interface Clock {
  /** Now, in ISO 8601. */
  now(): string;
  /** Milliseconds for measuring durations. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
  /** A random name, for lineages and incarnations. */
  uuid(): string;
  /** Random bytes that nobody can guess, in hex, for keys. */
  random(bytes: number): string;
}

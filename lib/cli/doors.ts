import type { Result } from "../diagnostic";
import type { Clock } from "../ports/clock";
import type { Backends, Stage } from "../ports/backend";
import type { Files } from "../ports/files";
import type { Finished, Processes } from "../ports/processes";
import type { PgPlace, StatePlace, StateStore, StoredWorkspaces } from "../ports/state-store";
import type { PostJson } from "../ports/webhook";
import type { Terminal } from "../ports/terminal";
import type { HostConfig, ProviderConfig } from "../resources/provider";

/** Manual access to the simulated kernel. Lines are canonical fact lines. */
export interface Simulator {
  show(config: ProviderConfig, host?: string): Promise<Result<readonly string[]>>;
  set(config: ProviderConfig, line: string): Promise<Result<void>>;
  unset(config: ProviderConfig, line: string): Promise<Result<void>>;
}

/** A command of the user's in a namespace of a host. */
export interface ContainerCommand {
  /** The host's name in the configuration. */
  readonly host: string;
  readonly connection: HostConfig;
  /** The namespace as `ip netns` shows it there. */
  readonly namespace: string;
  readonly words: readonly string[];
}

/** A question in a namespace of a host: whether an address answers, to a TCP connection where there is a port, else to an ICMP echo. */
export interface ReachQuestion extends Omit<ContainerCommand, "words"> {
  readonly address: string;
  readonly port?: number;
}

/** The Terraform provider of this installation. */
export interface ProviderProgram {
  /** The executable that Terraform starts. */
  readonly path: string;
  /** Terraform's name of this platform: `linux_amd64`. */
  readonly platform: string;
  /** Serves from this process under these addresses, until the result's `close`. */
  serve(addresses: readonly string[]): Promise<{ readonly reattach: Readonly<Record<string, unknown>>; close(): Promise<void> }>;
}

/** Everything the CLI needs from its environment. `bin/netweft.ts` assembles it. */
export interface CliEnvironment {
  readonly terminal: Terminal;
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly drivers: Backends<ProviderConfig>;
  /** Drivers for all backends over simulated hosts in memory with this initial content; no host is contacted. */
  rehearsal(stage: Stage): Promise<Backends<ProviderConfig>>;
  readonly simulator: Simulator;
  /** Runs a command on a real host, on this process's terminal, and returns its exit code. */
  exec(command: ContainerCommand): Promise<Result<number>>;
  /** Asks on a real host, for at most so many milliseconds. Exit code 0: the address answers. */
  reach(asked: ReachQuestion, within: number): Promise<Result<Finished>>;
  readonly provider: ProviderProgram;
  readonly postJson: PostJson;
  /** The folder of this package, absolute. */
  readonly root: string;
  /** The state in this place. Nothing is opened before it is used. */
  store(place: StatePlace): StateStore;
  /** The workspaces beside a state in PostgreSQL. */
  workspaces(place: PgPlace): StoredWorkspaces;
  /** The working directory, absolute. */
  cwd(): string;
  /** Changes the working directory. */
  enter(folder: string): Result<void>;
  /** The user and process that run this, for locks: `ada@there`. */
  identity(): { readonly who: string; readonly pid: number };
  /** Calls back at every SIGINT, SIGTERM or SIGHUP until the returned function is called; without a listener the process ends as usual. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
}

export type Env = Readonly<Record<string, string | undefined>>;

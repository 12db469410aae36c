import type { Result } from "../diagnostic";
import type { Clock, Drivers, Files, Processes, Stage, StateStore, Terminal } from "../io";
import type { ProviderConfig } from "../resources/provider";

/** The simulated kernel by hand. Lines are canonical fact lines. */
export interface Simulator {
  show(config: ProviderConfig, host?: string): Promise<Result<readonly string[]>>;
  set(config: ProviderConfig, line: string): Promise<Result<void>>;
  unset(config: ProviderConfig, line: string): Promise<Result<void>>;
}

/** The provider for Terraform, as this installation of Netweft has it. */
export interface ProviderProgram {
  /** The one file that Terraform starts. */
  readonly path: string;
  /** What Terraform calls this machine: `linux_amd64`. */
  readonly platform: string;
  /** Serves from this process under these addresses, until the answer's `close`. */
  serve(addresses: readonly string[]): Promise<{ readonly reattach: Readonly<Record<string, unknown>>; close(): Promise<void> }>;
}

/** All that the command line interface sees of the world. `bin/netweft.ts` puts it together. */
export interface Doors {
  readonly terminal: Terminal;
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly drivers: Drivers;
  /** Drivers for all backends over simulated hosts in memory with this initial content; no host is contacted. */
  rehearsal(stage: Stage): Drivers;
  readonly simulator: Simulator;
  readonly provider: ProviderProgram;
  /** The state in a local file. */
  store(path: string): StateStore;
  /** The working directory, absolute. */
  cwd(): string;
  /** Makes a folder the working directory of everything behind these doors. */
  enter(folder: string): Result<void>;
  /** Who runs this, for locks: `ada@there`, and the process. */
  identity(): { readonly who: string; readonly pid: number };
  /** Calls back at every Ctrl-C (or termination, or end of the terminal) until the answer is called; without a listener the process ends as usual. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
}

export type Env = Readonly<Record<string, string | undefined>>;

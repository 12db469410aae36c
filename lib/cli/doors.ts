import type { Result } from "../diagnostic";
import type { Clock, Drivers, Files, Processes, StateStore, Terminal } from "../io";
import type { ProviderConfig } from "../resources/provider";

/** The simulated kernel by hand. Lines are canonical fact lines. */
export interface Simulator {
  show(config: ProviderConfig, host?: string): Promise<Result<readonly string[]>>;
  set(config: ProviderConfig, line: string): Promise<Result<void>>;
  unset(config: ProviderConfig, line: string): Promise<Result<void>>;
}

/** All that the command line interface sees of the world. `bin/netweft.ts` puts it together. */
export interface Doors {
  readonly terminal: Terminal;
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly drivers: Drivers;
  readonly simulator: Simulator;
  /** The state in a local file. */
  store(path: string): StateStore;
  /** The working directory, absolute. */
  cwd(): string;
  /** Makes a folder the working directory of everything behind these doors. */
  enter(folder: string): Result<void>;
  /** Who runs this, for locks: `ada@there`, and the process. */
  identity(): { readonly who: string; readonly pid: number };
  /** Calls back at every Ctrl-C (or termination) until the answer is called; without a listener the process ends as usual. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
}

export type Env = Readonly<Record<string, string | undefined>>;

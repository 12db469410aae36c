import type { Result } from "../../../lib/diagnostic";
import type { Identity } from "../../../lib/ports/backend";
import type { SimulatedHosts } from "./model";
import type { FileWriter } from "./write";

/** Where simulated hosts are stored: in a file, or in memory. */
export interface HostStore {
  /** The kernel's identity in states. One that has no file yet takes the id `wanted`. */
  identity(wanted?: string): Result<Identity>;
  /** A text that is another one after each change; it costs next to nothing. */
  stamp(): string;
  /** The current hosts. Do not change them. */
  snapshot(): Result<SimulatedHosts>;
  /** Runs `work` under the lock. If it fails, changes that are not flushed are discarded. */
  change<T>(work: (writer: FileWriter) => Promise<T>): Promise<Result<T>>;
  /** Call after the last change: compacts small files. */
  settle(): Promise<void>;
}

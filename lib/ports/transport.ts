/** How the real backend runs its programs on a host. `providers/transports` implements it. */
import type { Diagnostic } from "../diagnostic";

/** The programs that a host can run. They are constants; data is passed on stdin only. */
export type ProgramId = "probe" | "observe" | "apply" | "follow" | "arm" | "disarm";

/** A way to run the constant programs on one host. */
export interface Transport {
  /**
   * Runs one program to its end. `unreached` gives the reason if the connection to the host failed, before the program began or
   * while it ran; a program that has begun continues nevertheless. Lines are UTF-8; invalid bytes are represented as in
   * `lib/kernel/bytes.ts`.
   */
  run(
    call: { readonly program: ProgramId; readonly stdin: string | Iterable<string> | AsyncIterable<string>; readonly signal?: AbortSignal },
    onLine: (line: string) => void,
  ): Promise<{ readonly code: number; readonly stderr: string; readonly unreached?: Diagnostic }>;
  close(): Promise<void>;
}

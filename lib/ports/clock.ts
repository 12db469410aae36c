/** Time and randomness. `providers/system` implements it. */

export interface Clock {
  /** Now, in ISO 8601. */
  now(): string;
  /** Milliseconds for measuring durations. */
  monotonic(): number;
  /** Ends early when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A random name, for lineages and incarnations. */
  uuid(): string;
  /** Cryptographically random bytes, in hex, for keys. */
  random(bytes: number): string;
}

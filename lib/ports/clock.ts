/** Time and randomness. `providers/system` implements it. */

/** The part of an `AbortSignal` that is used here. A program that uses this package may have the types of neither Node nor a browser. */
export interface EndSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface Clock {
  /** Now, in ISO 8601. */
  now(): string;
  /** Milliseconds for measuring durations. */
  monotonic(): number;
  /** Ends early when the signal is aborted. */
  sleep(milliseconds: number, signal?: EndSignal): Promise<void>;
  /** A random name, for lineages and incarnations. */
  uuid(): string;
  /** Cryptographically random bytes, in hex, for keys. */
  random(bytes: number): string;
}

/** The user's own programs. `providers/system` implements it. */

/** Other programs of the user's: the app that `cdktf.json` names. */
export interface Processes {
  run(command: string, options: ProcessOptions): Promise<Finished>;
}

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended, with all that it has started. Without it, it may run for ever. */
  readonly within?: number;
}

/** A program that has ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** It was ended because its time was over. */
  readonly isLate?: true;
}

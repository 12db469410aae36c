/** The user's own programs. `providers/system` implements it. */

/** Other programs of the user's: the app that `cdktf.json` names. */
export interface Processes {
  run(command: string, options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> }): Promise<Finished>;
}

/** A program that has ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

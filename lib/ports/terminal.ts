/** Output and questions. `providers/system` implements it. */

export interface Terminal {
  out(text: string): void;
  /** Writes exactly these characters, for programs; on a terminal non-printable ones are escaped. */
  raw(text: string): void;
  err(text: string): void;
  /** Whether this is an interactive terminal: with colour, progress and questions. */
  readonly interactive: boolean;
  readonly columns: number;
  /** Asks for one line; undefined without an interactive terminal. */
  ask(question: string): Promise<string | undefined>;
  /** Asks for a secret, which is not shown while it is typed; undefined at the end of the input. */
  askSecret(question: string): Promise<string | undefined>;
  /** Waits until everything is written. Returns the write errors of each stream; a closed pipe is not an error. */
  flush(): Promise<{ readonly out?: string; readonly err?: string }>;
}

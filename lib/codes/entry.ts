/** What is known of a diagnostic's code. */
export interface CodeEntry {
  readonly severity: "error" | "warning";
  /** What people see first and search for: constant, short, without names from the configuration. */
  readonly summary: string;
  /** The entry in `docs/errors.md`: when it appears, and why it matters. */
  readonly meaning: string;
  /** What to do, for any case of it; a diagnostic's detail says it for its own. */
  readonly remedy: string;
}

export function error(summary: string, meaning: string, remedy: string): CodeEntry {
  return { severity: "error", summary, meaning, remedy };
}

export function warning(summary: string, meaning: string, remedy: string): CodeEntry {
  return { severity: "warning", summary, meaning, remedy };
}

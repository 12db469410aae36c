/** What is known of a diagnostic's code. */
export interface CodeEntry {
  readonly severity: "error" | "warning";
  /** What people see first and search for: constant, short, without names from the configuration. */
  readonly summary: string;
  /** The entry in `docs/errors.md`: when it appears and what to do. */
  readonly meaning: string;
}

export function error(summary: string, meaning: string): CodeEntry {
  return { severity: "error", summary, meaning };
}

export function warning(summary: string, meaning: string): CodeEntry {
  return { severity: "warning", summary, meaning };
}

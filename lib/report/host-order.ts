const numeric = new Intl.Collator("en", { numeric: true });

/** The order of hosts in texts: edge2 before edge10. */
export function inOrder(a: string, b: string): number {
  return numeric.compare(a, b);
}

/** Canonical lines, one host after the other, otherwise in their order. */
export function byHost<T>(items: readonly T[], lineOf: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => inOrder(hostOf(lineOf(a)), hostOf(lineOf(b))));
}

/** A line begins with its host. */
function hostOf(line: string): string {
  return line.slice(0, line.indexOf(" "));
}

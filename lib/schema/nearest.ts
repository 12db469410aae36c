/** Longer words are unlikely to be typing errors, and comparing them takes quadratic time. */
const LONGEST = 100;

/**
 * The candidate that was probably intended: at most a third of the word's letters away (insert, delete, replace, swap), or `most`.
 *
 * @example
 * nearest("subnet", ["subnets", "mtu"]) === "subnets"
 */
export function nearest(word: string, candidates: Iterable<string>, most = word.length / 3): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(most)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/**
 * The type that was probably intended. Types share most of their words, so each word must be near by itself:
 * `netweft_macvlan_network` is not a misspelled `netweft_overlay_network`.
 */
export function nearestType(type: string, candidates: readonly string[]): string | undefined {
  const words = type.split("_");
  const isNear = (candidate: string) => {
    const others = candidate.split("_");
    return others.length !== words.length || words.every((word, n) => nearest(word, [others[n]!]) !== undefined);
  };
  return nearest(type, candidates.filter(isNear));
}

/** Optimal string alignment distance, row by row. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const edit = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      row.push(swapped ? Math.min(edit, before[j - 2]! + 1) : edit);
    }
    [before, above] = [above, row];
  }
  return above[b.length]!;
}

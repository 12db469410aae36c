import type { Key } from "../../../lib/kernel/fact";
import { keyOf, needsOf, providesOf, typeOf } from "../../../lib/kernel/kinds";
import { goesWithCarrier } from "./codecs";
import type { Step } from "../../../lib/kernel/step";

/**
 * Deletions that a later deletion in the list implies: everything on a link that is deleted, and everything inside a
 * namespace that is deleted. Step number → number of the step that implies it. Deleting a namespace with its content is one
 * message instead of a process and many messages.
 *
 * A deletion stays a line of its own when something is written in the same namespace before the later one, which may need the
 * freed resource. Links are always deleted explicitly: a namespace in which a process still runs keeps them.
 */
export function coveredBy(steps: readonly Step[]): ReadonlyMap<number, number> {
  const covered = new Map<number, number>();
  const goes = new Map<Key, number>();
  const written = new Map<string, number>();
  for (let n = steps.length - 1; n >= 0; n--) {
    const { verb, fact } = steps[n]!;
    if (verb !== "del") {
      written.set(fact.netns, n);
      for (const key of [keyOf(fact), ...providesOf(fact)]) goes.delete(key);
      continue;
    }
    const by = goesWithCarrier(fact) ? carrier(steps[n]!, goes) : undefined;
    if (by !== undefined && (written.get(fact.netns) ?? by) >= by) covered.set(n, by);
    else if (!isAttached(steps[n]!)) for (const key of [keyOf(fact), ...providesOf(fact)]) goes.set(key, n);
  }
  return covered;
}

/** Deleting the name of another program's namespace deletes nothing inside it. */
function isAttached({ fact }: Step): boolean {
  return typeOf(fact).sparesDependents?.(fact) === true;
}

function carrier({ fact }: Step, goes: ReadonlyMap<Key, number>): number | undefined {
  for (const need of needsOf(fact)) {
    const by = need.diesWith ? goes.get(need.key) : undefined;
    if (by !== undefined) return by;
  }
  return undefined;
}

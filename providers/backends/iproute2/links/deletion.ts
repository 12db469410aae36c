import { ip } from "../line";
import type { Placed } from "../stage";

/**
 * Links that are about to be deleted as a batch are put into this group, never into the group that marks our links. No other
 * program uses this number; links that a crash leaves in it are still ours.
 */
export const DELETION_GROUP = 1572641157;

/** Merges consecutive link deletions: the links are put into a group, and the group is deleted. */
export function batchDeletions(placed: readonly Placed[]): readonly Placed[] {
  const result: Placed[] = [];
  for (let n = 0; n < placed.length;) {
    let end = n;
    while (placed[end] && devOf(placed[end]!) !== undefined) end++;
    if (end - n >= 2) {
      result.push(...groupDeletion(placed.slice(n, end)));
      n = end;
    } else result.push(placed[n++]!);
  }
  return result;
}

/** The link of a deletion that can be merged. */
function devOf({ line: { command } }: Placed): string | undefined {
  return command.do === "link-del" && command.mergeable ? command.dev : undefined;
}

function groupDeletion(placed: readonly Placed[]): readonly Placed[] {
  const marked = placed.map(({ line, steps }) => ({
    line: { ...line, command: { do: "ip", words: ["link set dev", devOf({ line, steps }), "group", `${DELETION_GROUP}`] } as const },
    steps,
  }));
  const first = placed[0]!.line;
  const steps = placed.flatMap((each) => each.steps);
  return [...marked, { line: ip(first.netns, ["link del group", `${DELETION_GROUP}`], { ignoreMissing: true }), steps }];
}

import { inLaboratory, middle } from "./laboratory";
import type { Round } from "./life";
import { ratio, seconds } from "./table";

export const kernelHead = ["real kernel", "endpoints", "time", "by hand", "ratio"];

const ROUNDS = 3;

/**
 * Apply, no-op plan and destroy of each size in a laboratory of its own, beside the best hand-written batch for the same
 * result. Medians of three rounds; both sides of a ratio come from the same rounds.
 */
export function kernel(sizes: readonly number[], onRow: (row: readonly string[]) => void): void {
  for (const endpoints of sizes) {
    const rounds = Array.from({ length: ROUNDS }, () => inLaboratory<Round>("lab.ts", String(endpoints)));
    const row = (what: string, ours: keyof Round, byHand?: keyof Round) => {
      const time = middle(rounds.map((round) => round[ours]));
      const hand = byHand && middle(rounds.map((round) => round[byHand]));
      onRow([what, String(endpoints), seconds(time), hand ? seconds(hand) : "", hand ? ratio(time / hand) : ""]);
    };
    row("apply (create)", "apply", "createByHand");
    row("plan (no-op)", "plan");
    row("drift (none)", "drift");
    row("destroy", "destroy", "deleteByHand");
  }
}

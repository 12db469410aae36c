import { inLaboratory, middle } from "./laboratory";
import type { Round } from "./life";
import { ratio, seconds } from "./table";

export const meshHead = ["overlay on 3 hosts", "endpoints", "time", "by hand", "ratio"];

const ROUNDS = 3;

/**
 * Apply, no-op plan and destroy of an overlay network over three hosts with as many endpoints on each, beside hand-written
 * batches for the same result on all hosts concurrently. Medians of three rounds, each in a laboratory of its own.
 */
export function mesh(each: readonly number[], onRow: (row: readonly string[]) => void): void {
  for (const forwarding of ["learning", "static"]) for (const endpoints of each) meshRows(forwarding, endpoints, onRow);
}

function meshRows(forwarding: string, endpoints: number, onRow: (row: readonly string[]) => void): void {
  const rounds = Array.from({ length: ROUNDS }, () => inLaboratory<Round>("mesh-lab.ts", forwarding, String(endpoints)));
  const row = (what: string, ours: keyof Round, byHand?: keyof Round) => {
    const time = middle(rounds.map((round) => round[ours]));
    const hand = byHand && middle(rounds.map((round) => round[byHand]));
    onRow([`${what}, ${forwarding}`, `3 × ${endpoints}`, seconds(time), hand ? seconds(hand) : "", hand ? ratio(time / hand) : ""]);
  };
  row("apply (create)", "apply", "createByHand");
  row("plan (no-op)", "plan");
  row("drift (none)", "drift");
  row("destroy", "destroy", "deleteByHand");
}

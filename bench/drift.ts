import type { DriftFigures } from "./drift-lab";
import { inLaboratory } from "./laboratory";
import { ratio, seconds } from "./table";

export const driftHead = ["drift on the real kernel", "endpoints", "time", "beside", "ratio"];

/** A report beside the bare observation in the same run, how soon a watch finds a deleted address, and what it costs while nothing happens. */
export function drift(sizes: readonly number[], onRow: (row: readonly string[]) => void): void {
  for (const endpoints of sizes) {
    const all = inLaboratory<DriftFigures>("drift-lab.ts", String(endpoints));
    const row = (what: string, ...cells: readonly string[]) => onRow([what, String(endpoints), ...cells]);
    row("report, observation", seconds(all.report), seconds(all.observation), ratio(all.report / all.observation));
    row("report, process", seconds(all.process));
    row("watch finds a deleted address", seconds(all.found));
    row("watch idle, processor in 1 s", percent(all.idle));
    row("the same, with a whole reading", percent(all.minute));
  }
}

function percent(part: number): string {
  return `${(100 * part).toFixed(2)} %`;
}

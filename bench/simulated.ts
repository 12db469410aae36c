import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft, type Measured } from "./measure";
import { mebibytes, ratio, seconds } from "./table";
import { topology } from "./topology";

export const simulatedHead = ["simulated kernel", "endpoints", "time", "processor", "per endpoint", "growth", "peak memory"];

/**
 * Plan (create), apply, no-op plan and drift for each size. `growth` is the processor time per endpoint relative to that
 * of the previous size: 1.00× is linear.
 */
export function simulated(sizes: readonly number[], onRow: (row: readonly string[]) => void): void {
  const before = new Map<string, number>();
  for (const endpoints of sizes) {
    for (const [what, measured] of measureSize(endpoints)) {
      const each = measured.cpu / endpoints;
      const last = before.get(what);
      before.set(what, each);
      onRow([
        what,
        String(endpoints),
        seconds(measured.seconds),
        seconds(measured.cpu),
        `${Math.round(each * 1e6)} µs`,
        last === undefined ? "" : ratio(each / last),
        mebibytes(measured.mebibytes),
      ]);
    }
  }
}

function* measureSize(endpoints: number): Generator<readonly [string, Measured]> {
  const folder = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), topology(endpoints));
    yield ["plan (create)", netweft(folder, ["plan", "--detailed-exitcode"], 2)];
    yield ["apply (create)", netweft(folder, ["apply", "--auto-approve"])];
    yield ["plan (no-op)", netweft(folder, ["plan", "--detailed-exitcode"])];
    yield ["drift (none)", netweft(folder, ["drift", "--detailed-exitcode"])];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

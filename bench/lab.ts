/** One round on a real kernel, inside a laboratory (see `kernel.ts`): prints its times in seconds as JSON. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createByHand, deleteByHand } from "../test/support/baseline";
import { insideLab } from "../test/support/lab";
import { SETTLE, wholeLife, type Round } from "./life";
import { topology } from "./topology";

async function round(endpoints: number): Promise<Round> {
  const byHand = { createByHand: createByHand(endpoints) / 1000, deleteByHand: deleteByHand(endpoints) / 1000 };
  await sleep(SETTLE);
  const folder = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), topology(endpoints));
    return { ...byHand, ...wholeLife(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

insideLab();
void round(Number(process.argv[2])).then((figures) => process.stdout.write(JSON.stringify(figures)));

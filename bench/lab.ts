/** One round on a real kernel, inside a laboratory (see `kernel.ts`): prints its times in seconds as JSON. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createByHand, deleteByHand } from "../test/support/baseline";
import { insideLab } from "../test/support/lab";
import { netweft } from "./measure";
import { topology } from "./topology";

export interface Round {
  readonly createByHand: number;
  readonly deleteByHand: number;
  readonly apply: number;
  readonly plan: number;
  readonly drift: number;
  readonly destroy: number;
}

/** The kernel removes namespaces after it has said that they are gone; the next measurement waits for that. */
const SETTLE = 2000;

async function round(endpoints: number): Promise<Round> {
  const byHand = { createByHand: createByHand(endpoints) / 1000, deleteByHand: deleteByHand(endpoints) / 1000 };
  await sleep(SETTLE);
  const folder = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), topology(endpoints));
    const timed = (...args: readonly string[]) => netweft(folder, [...args, "--backend", "iproute2"]).seconds;
    return {
      ...byHand,
      apply: timed("apply", "--auto-approve"),
      plan: timed("plan", "--detailed-exitcode"),
      drift: timed("drift", "--detailed-exitcode"),
      destroy: timed("destroy", "--auto-approve"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

insideLab();
void round(Number(process.argv[2])).then((figures) => process.stdout.write(JSON.stringify(figures)));

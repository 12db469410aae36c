/** An overlay network over three hosts inside a laboratory (see `mesh.ts`), `mesh-lab.ts FORWARDING EACH`: prints its times in seconds as JSON. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { insideLab } from "../test/support/lab";
import { makeUnderlay } from "../test/support/underlay";
import { netweft } from "./measure";
import { meshByHand, type ByHand } from "./mesh-by-hand";
import { meshTopology, providerHosts } from "./mesh-topology";

export interface MeshRound {
  readonly createByHand: number;
  readonly deleteByHand: number;
  readonly apply: number;
  readonly plan: number;
  readonly drift: number;
  readonly destroy: number;
}

/** The kernel removes namespaces after it has said that they are gone; the next measurement waits for that. */
const SETTLE = 2000;

async function round(forwarding: ByHand["forwarding"], each: number): Promise<MeshRound> {
  const underlay = makeUnderlay(["edge1", "edge2", "edge3"]);
  const folder = mkdtempSync("/run/bench.");
  try {
    const { create, remove } = await meshByHand({ folder, hosts: underlay.hosts, each, forwarding });
    await sleep(SETTLE);
    writeFileSync(join(folder, "main.tf.json"), meshTopology({ hosts: providerHosts(underlay), each, network: { forwarding } }));
    const timed = (...args: readonly string[]) => netweft(folder, [...args, "--backend", "iproute2"]).seconds;
    return {
      createByHand: create,
      deleteByHand: remove,
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
void round(process.argv[2] as ByHand["forwarding"], Number(process.argv[3])).then((figures) =>
  process.stdout.write(JSON.stringify(figures)),
);

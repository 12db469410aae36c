/** An overlay network over three hosts inside a laboratory (see `mesh.ts`), `mesh-lab.ts FORWARDING EACH`: prints its times in seconds as JSON. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { insideLab } from "../test/support/lab";
import { makeUnderlay } from "../test/support/underlay";
import { SETTLE, wholeLife, type Round } from "./life";
import { meshByHand, type ByHand } from "./mesh-by-hand";
import { meshTopology, providerHosts } from "./mesh-topology";

async function round(forwarding: ByHand["forwarding"], each: number): Promise<Round> {
  const underlay = makeUnderlay(["edge1", "edge2", "edge3"]);
  const folder = mkdtempSync("/run/bench.");
  try {
    const { create, remove } = await meshByHand({ folder, hosts: underlay.hosts, each, forwarding });
    await sleep(SETTLE);
    writeFileSync(join(folder, "main.tf.json"), meshTopology({ hosts: providerHosts(underlay), each, network: { forwarding } }));
    return { createByHand: create, deleteByHand: remove, ...wholeLife(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

insideLab();
void round(process.argv[2] as ByHand["forwarding"], Number(process.argv[3])).then((figures) =>
  process.stdout.write(JSON.stringify(figures)),
);

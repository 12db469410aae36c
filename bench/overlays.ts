import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netweft, type Measured } from "./measure";
import { mebibytes, ratio, seconds } from "./table";
import { meshTopology } from "./mesh-topology";

export const overlaysHead = ["simulated overlay", "hosts", "endpoints", "facts", "time", "processor", "per fact", "growth", "peak memory"];

/** Hosts, and endpoints on each of them. */
export interface MeshSize {
  readonly hosts: number;
  readonly each: number;
}

/** `100x10` is a hundred hosts with ten endpoints each. */
export function meshSize(text: string): MeshSize {
  const [hosts, each] = text.split("x").map(Number) as [number, number];
  return { hosts, each };
}

/**
 * The plan that creates an overlay network, for each forwarding mode. Flood entries grow with the square of the number of hosts,
 * and so do the entries for a fixed number of endpoints on each: `growth` is the processor time per fact relative to that of the
 * previous size.
 */
export function overlays(
  sizes: Readonly<Record<"learning" | "evpn" | "static", readonly MeshSize[]>>,
  onRow: (row: readonly string[]) => void,
): void {
  for (const [forwarding, some] of Object.entries(sizes)) {
    let before: number | undefined;
    for (const size of some) {
      const measured = planned(size, forwarding);
      const facts = factsIn(measured.output);
      const each = measured.cpu / facts;
      onRow([
        `plan (${forwarding})`,
        String(size.hosts),
        String(size.hosts * size.each),
        String(facts),
        seconds(measured.seconds),
        seconds(measured.cpu),
        `${(each * 1e6).toFixed(1)} µs`,
        before === undefined ? "" : ratio(each / before),
        mebibytes(measured.mebibytes),
      ]);
      before = each;
    }
  }
}

function planned({ hosts: count, each }: MeshSize, forwarding: string): Measured {
  const folder = mkdtempSync(join(tmpdir(), "netweft-bench-"));
  // A full mesh of sessions would grow with the square, too: with EVPN, large networks use route reflectors.
  const network = { forwarding, ...(forwarding === "evpn" ? { reflectors: ["h0", "h1"] } : {}) };
  const hosts = Array.from({ length: count }, (_, n) => [`h${n}`, { underlay: `172.16.${n >> 8}.${n & 255}` }] as const);
  try {
    writeFileSync(join(folder, "main.tf.json"), meshTopology({ hosts: Object.fromEntries(hosts), each, network }));
    return netweft(folder, ["plan", "--detailed-exitcode"], 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The number of facts in a plan, which are lines beginning with a host. */
function factsIn(plan: string): number {
  return plan.match(/^ {6}\+ h\d+ /gm)?.length ?? 0;
}

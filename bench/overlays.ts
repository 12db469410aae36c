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
 * The plan that creates an overlay network, with each forwarding. What is flooded grows with the square of the hosts, and so
 * does what is told of a fixed number of endpoints on each: `growth` is the processor time per fact beside that of the size
 * before.
 */
export function overlays(
  sizes: Readonly<Record<"learning" | "evpn" | "static", readonly MeshSize[]>>,
  onRow: (row: readonly string[]) => void,
): void {
  for (const [forwarding, some] of Object.entries(sizes)) {
    let before: number | undefined;
    for (const size of some) {
      const measured = planned(size, forwarding);
      const facts = factsIn(measured.said);
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
  // A full mesh of sessions would be another square: with EVPN nobody has a thousand neighbors at each of a thousand hosts.
  const network = { forwarding, ...(forwarding === "evpn" ? { reflectors: ["h0", "h1"] } : {}) };
  const hosts = Array.from({ length: count }, (_, n) => [`h${n}`, { underlay: `172.16.${n >> 8}.${n & 255}` }] as const);
  try {
    writeFileSync(join(folder, "main.tf.json"), meshTopology({ hosts: Object.fromEntries(hosts), each, network }));
    return netweft(folder, ["plan", "--detailed-exitcode"], 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The lines of a plan that begin with one of the hosts. */
function factsIn(plan: string): number {
  return plan.match(/^ {6}\+ h\d+ /gm)?.length ?? 0;
}

import { resources } from "../lib/resources";
import { inLaboratory, middle } from "./laboratory";
import { peers } from "./peers";
import { isInstalled, type Peer } from "./peers/peer";
import type { Figures } from "./published-lab";
import { ratio, seconds } from "./table";

export const publishedHead = [
  "published ports",
  "endpoints",
  "apply",
  "destroy",
  "apply each",
  "destroy each",
  "apply ratio",
  "destroy ratio",
];

const US = "Netweft";

/** The number of rounds for the median; long measurements run once. */
function roundsOf(endpoints: number): number {
  return endpoints <= 100 ? 3 : 1;
}

/**
 * Apply and destroy of containers with one published port each, on one network with masquerade, beside other installed
 * programs. Each runs in laboratories of its own; a ratio is their time relative to Netweft's.
 */
export function published(
  sizes: { readonly ours: readonly number[]; readonly peers: readonly number[] },
  onRow: (row: readonly string[]) => void,
): void {
  for (const endpoints of new Set([...sizes.ours, ...sizes.peers])) {
    const mine = sizes.ours.includes(endpoints) ? ourRow(endpoints, onRow) : undefined;
    if (sizes.peers.includes(endpoints)) for (const peer of peers) peerRow(peer, endpoints, mine, onRow);
  }
}

function ourRow(endpoints: number, onRow: (row: readonly string[]) => void): Figures | undefined {
  if (!Object.hasOwn(resources["netweft_endpoint"]!.fields, "publish")) {
    onRow([US, String(endpoints), "publishes no ports in this version"]);
    return undefined;
  }
  const figures = measured(US, endpoints);
  onRow([US, String(endpoints), ...times(figures, endpoints)]);
  return figures;
}

function peerRow(peer: Peer, endpoints: number, mine: Figures | undefined, onRow: (row: readonly string[]) => void): void {
  if (!isInstalled(peer)) return onRow([peer.name, String(endpoints), "not installed"]);
  const figures = attempted(peer.name, endpoints);
  if (figures === undefined) return onRow([peer.name, String(endpoints), "failed"]);
  const ratios = mine ? [ratio(figures.apply / mine.apply), ratio(figures.destroy / mine.destroy)] : [];
  onRow([peer.name, String(endpoints), ...times(figures, endpoints), ...ratios]);
}

/** A peer's failure or timeout does not stop the benchmark. Its reason is on stderr. */
function attempted(name: string, endpoints: number): Figures | undefined {
  try {
    return measured(name, endpoints);
  } catch {
    return undefined;
  }
}

function measured(name: string, endpoints: number): Figures {
  const rounds = Array.from({ length: roundsOf(endpoints) }, () => inLaboratory<Figures>("published-lab.ts", name, String(endpoints)));
  return { apply: middle(rounds.map(({ apply }) => apply)), destroy: middle(rounds.map(({ destroy }) => destroy)) };
}

function times({ apply, destroy }: Figures, endpoints: number): readonly string[] {
  const each = (time: number) => `${((time * 1000) / endpoints).toFixed(1)} ms`;
  return [seconds(apply), seconds(destroy), each(apply), each(destroy)];
}

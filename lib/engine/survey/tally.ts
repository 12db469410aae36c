import type { Instance } from "../../config/types";
import { diagnose, type Diagnostic, type Where } from "../../diagnostic";
import type { FanOut } from "../../resources";
import type { Draft } from "../../schema/value";

/** The most that the members of one overlay network are told of each other's endpoints: beyond it a control plane has to tell them. */
const MOST_TOLD = 500_000;

/** An instance as it was resolved. */
interface Declared {
  readonly instance: Instance;
  readonly attributes: Draft;
}

/** What is told on one network. `most`: the most that there was of it when something was refused. */
interface Count {
  readonly told: Map<string, FanOut>;
  entries: number;
  names: number;
  most?: Pick<FanOut, "entries" | "names">;
}

/**
 * Counts what the members of overlay networks are told while endpoints are resolved, so that what is too much is refused
 * before it fills the memory.
 */
export interface Tally {
  /** Counts what an instance tells, in the place of what it told before, and says whether there is room for it. */
  admits(address: string, telling: FanOut): boolean;
  /** A diagnostic for each network of which something was refused. */
  refused(resolved: Iterable<Declared>): readonly Diagnostic[];
}

function put(count: Count, address: string, telling: FanOut): void {
  const before = count.told.get(address);
  count.told.set(address, telling);
  count.entries += telling.entries - (before?.entries ?? 0);
  count.names += telling.names - (before?.names ?? 0);
}

/** Begins to count. One evaluation has one tally, and those that go on from it have the same. */
export function newTally(limit = MOST_TOLD): Tally {
  const counts = new Map<string, Count>();
  return {
    admits(address, telling) {
      const count: Count = counts.get(telling.network) ?? { told: new Map(), entries: 0, names: 0 };
      counts.set(telling.network, count);
      put(count, address, telling);
      const { entries, names, most } = count;
      if (entries + names <= limit) return true;
      if (most === undefined || entries + names > most.entries + most.names) count.most = { entries, names };
      return false;
    },
    refused: (resolved) => [...counts].flatMap(([network, { most }]) => (most ? [tooLarge(network, most, limit, resolved)] : [])),
  };
}

type Most = NonNullable<Count["most"]>;

function tooLarge(network: string, most: Most, limit: number, resolved: Iterable<Declared>): Diagnostic {
  const parts = [
    most.entries > 0 && `${figure(most.entries)} entries of forwarding and neighbour tables`,
    most.names > 0 && `${figure(most.names)} names`,
  ].filter((part) => part !== false);
  const { path, remedy } = remedyFor(most, limit);
  const detail = `The members of the overlay network "${network}" would be told at least ${parts.join(" and ")} about each other's endpoints; at most ${figure(limit)} are declared for one network. ${remedy}`;
  return diagnose("overlay-too-large", detail, { ...placeOf(network, resolved), path: [path] });
}

function figure(count: number): string {
  return count.toLocaleString("en-US");
}

const EVPN = '`forwarding = "evpn"`, where BGP tells the members';
const NAMELESS = "`names = false`";

/** What is too much, and the attribute that makes it so. */
function remedyFor({ entries, names }: Most, limit: number): { readonly path: "forwarding" | "names"; readonly remedy: string } {
  const [all, called] = [entries > limit, names > limit];
  if (all && called) return { path: "forwarding", remedy: `Either alone is too much: set ${EVPN}, and ${NAMELESS}.` };
  if (called || entries === 0) return { path: "names", remedy: `It is the names that are too many: set ${NAMELESS}.` };
  if (all || names === 0) return { path: "forwarding", remedy: `It is the entries that are too many: set ${EVPN}.` };
  return { path: "forwarding", remedy: `It is both together: set ${EVPN}, or ${NAMELESS}.` };
}

/** The resource that declares the network. */
function placeOf(network: string, resolved: Iterable<Declared>): Where {
  for (const { instance, attributes } of resolved) {
    if (instance.type !== "netweft_overlay_network" || attributes["id"] !== network) continue;
    return { resource: instance.address, ...(instance.source === undefined ? {} : { source: instance.source }) };
  }
  return {};
}

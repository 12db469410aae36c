import type { Instance } from "../../config/types";
import { diagnose, type Diagnostic, type Where } from "../../diagnostic";
import type { FanOut } from "../../resources";
import { networkOf, type Registry } from "../../resources/registry";
import type { Draft } from "../../schema/value";

/** Limit of replicated endpoint entries on one overlay network: larger networks need a control plane. */
const FAN_OUT_LIMIT = 500_000;

/** A resolved instance. */
interface ResolvedInstance {
  readonly instance: Instance;
  readonly attributes: Draft;
}

/** Replicated entries of one network. `most`: the highest count when an instance was refused. */
interface Count {
  readonly entriesOf: Map<string, FanOut>;
  entries: number;
  names: number;
  most?: Pick<FanOut, "entries" | "names">;
}

/**
 * Counts the endpoint entries replicated to the members of overlay networks during resolution, so that an excess is refused
 * before it fills the memory.
 */
export interface Tally {
  /** Counts the entries of an instance, replacing its earlier count; returns whether they are within the limit. */
  admits(address: string, fanOut: FanOut): boolean;
  /** A diagnostic for each network with a refused instance. */
  refused(resolved: Iterable<ResolvedInstance>, types: Registry): readonly Diagnostic[];
}

function put(count: Count, address: string, fanOut: FanOut): void {
  const before = count.entriesOf.get(address);
  count.entriesOf.set(address, fanOut);
  count.entries += fanOut.entries - (before?.entries ?? 0);
  count.names += fanOut.names - (before?.names ?? 0);
}

/** A new tally. One evaluation has one, shared with its continuations. */
export function newTally(limit = FAN_OUT_LIMIT): Tally {
  const counts = new Map<string, Count>();
  return {
    admits(address, fanOut) {
      const count: Count = counts.get(fanOut.network) ?? { entriesOf: new Map(), entries: 0, names: 0 };
      counts.set(fanOut.network, count);
      put(count, address, fanOut);
      const { entries, names, most } = count;
      if (entries + names <= limit) return true;
      if (most === undefined || entries + names > most.entries + most.names) count.most = { entries, names };
      return false;
    },
    refused: (resolved, types) =>
      [...counts].flatMap(([network, { most }]) => (most ? [tooLarge(network, most, limit, placeOf(network, resolved, types))] : [])),
  };
}

type Most = NonNullable<Count["most"]>;

function tooLarge(network: string, most: Most, limit: number, place: Where): Diagnostic {
  const parts = [
    most.entries > 0 && `${figure(most.entries)} entries of forwarding and neighbour tables`,
    most.names > 0 && `${figure(most.names)} names`,
  ].filter((part) => part !== false);
  const { path, remedy } = remedyFor(most, limit);
  const detail = `The members of the overlay network "${network}" would need at least ${parts.join(" and ")} for each other's endpoints; the limit for one network is ${figure(limit)}. ${remedy}`;
  return diagnose("overlay-too-large", detail, { ...place, path: [path] });
}

function figure(count: number): string {
  return count.toLocaleString("en-US");
}

const EVPN = '`forwarding = "evpn"`, where BGP tells the members';
const NAMELESS = "`names = false`";

/** The exceeded limits, and the responsible attribute. */
function remedyFor({ entries, names }: Most, limit: number): { readonly path: "forwarding" | "names"; readonly remedy: string } {
  const [all, called] = [entries > limit, names > limit];
  if (all && called) return { path: "forwarding", remedy: `Each of the two exceeds the limit: set ${EVPN}, and ${NAMELESS}.` };
  if (called || entries === 0) return { path: "names", remedy: `The names exceed the limit: set ${NAMELESS}.` };
  if (all || names === 0) return { path: "forwarding", remedy: `The entries exceed the limit: set ${EVPN}.` };
  return { path: "forwarding", remedy: `It is both together: set ${EVPN}, or ${NAMELESS}.` };
}

/** The resource that declares the network. */
function placeOf(network: string, resolved: Iterable<ResolvedInstance>, types: Registry): Where {
  for (const { instance, attributes } of resolved) {
    if (networkOf(types, { type: instance.type, attributes })?.id !== network) continue;
    return { resource: instance.address, ...(instance.source === undefined ? {} : { source: instance.source }) };
  }
  return {};
}

/** What a running watch knows. It is the one mutable thing here: each host is read by itself, and any of them may be slow. */
import type { Diagnostic, Result } from "../diagnostic";
import type { Finding, StackFindings } from "../drift/finding";
import type { Clock } from "../ports/clock";
import type { HostEvent, Observation, Scope } from "../ports/backend";
import type { Hosts } from "../reconcile/hosts";
import type { Known, Occurrence, WatchEvent } from "./events";
import type { Attempted } from "./heal";
import { touchedBy, UNTOUCHED, type Touched } from "./touched";

/** The current state: what to read, and the report over that. */
export interface Ground {
  readonly scopes: ReadonlyMap<string, Scope>;
  /** An apply of another run has not ended: what differs now may be what it is about to change. */
  readonly underway: boolean;
  readonly report: (observed: ReadonlyMap<string, Observation>) => Result<StackFindings>;
}

export interface WatchRequest {
  readonly stack: string;
  /** Opened by the caller, who closes them. */
  readonly hosts: Hosts;
  readonly clock: Clock;
  /** Reads the state; called before each report. */
  readonly ground: () => Promise<Result<Ground>>;
  /** Repairs these findings as an apply does; absent: nothing is repaired. */
  readonly heal?: (findings: readonly Finding[]) => Promise<readonly Diagnostic[]>;
  /** Milliseconds between two whole observations: many things have no event. */
  readonly interval: number;
  readonly onEvent: (event: WatchEvent) => void;
  readonly signal: AbortSignal;
}

export interface Watching {
  readonly request: WatchRequest;
  /** The last observation of each host that could be read. */
  readonly observed: Map<string, Observation>;
  /** What hosts have reported since they were read last. */
  readonly touched: Map<string, Touched>;
  /** Hosts that are being read. */
  readonly reading: Set<string>;
  /** What is followed, by host: begins once more, after a change of the scope. */
  readonly followed: Map<string, { readonly scope: Scope; readonly restart: () => void }>;
  /** Ends with the watch. */
  readonly following: Promise<void>[];
  /** Hosts of which it is not known yet whether they can be followed. */
  readonly starting: Set<string>;
  /** Hosts that cannot be followed now. */
  readonly away: Set<string>;
  /** Hosts that were reported as unreachable. */
  readonly unreachable: Set<string>;
  /** Something was read since the last report. */
  fresh: boolean;
  /** The first report was made. */
  begun: boolean;
  known: Known;
  attempted: Attempted;
  /** Fingerprints of findings that are not repaired any more. */
  readonly givenUp: Set<string>;
  /** Ends the pause between two turns. */
  wake: () => void;
}

export function newWatching(request: WatchRequest): Watching {
  return {
    request,
    observed: new Map(),
    touched: new Map(),
    reading: new Set(),
    followed: new Map(),
    following: [],
    starting: new Set(),
    away: new Set(),
    unreachable: new Set(),
    fresh: false,
    begun: false,
    known: new Map(),
    attempted: new Map(),
    givenUp: new Set(),
    wake: () => undefined,
  };
}

export function emit({ request: { clock, onEvent } }: Watching, event: Occurrence): void {
  onEvent({ at: clock.now(), ...event });
}

export const WHOLE: HostEvent = { netns: undefined, what: "any" };

export function touch(watching: Watching, host: string, event: HostEvent): void {
  watching.touched.set(host, touchedBy(watching.touched.get(host) ?? UNTOUCHED, event));
  watching.wake();
}

/** The host cannot be followed or read. It is reported once. */
export function lose(watching: Watching, host: string, diagnostic: Diagnostic): void {
  watching.observed.delete(host);
  if (!watching.unreachable.has(host)) emit(watching, { type: "unreachable", host, diagnostic });
  watching.unreachable.add(host);
  watching.fresh = true;
  watching.wake();
}

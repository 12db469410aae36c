/** What a running watch knows. It is the one mutable thing here: each host is read by itself, and any of them may be slow. */
import type { Diagnostic, Result } from "../diagnostic";
import type { Finding, StackFindings } from "../drift/finding";
import type { Clock } from "../ports/clock";
import type { HostEvent, Observation, Scope } from "../ports/backend";
import type { Hosts } from "../reconcile/hosts";
import type { Known, Occurrence, WatchEvent } from "./events";
import type { Attempted } from "./heal";
import { joined, touchedBy, UNTOUCHED, type Touched } from "./touched";

/** The current state: what to read, and the report over that. */
export interface Ground {
  readonly scopes: ReadonlyMap<string, Scope>;
  /** The serial of the state: it changes with every apply. */
  readonly serial: number;
  /** The serial of a state in which an apply has claimed objects and not recorded yet what became of them; undefined without one. */
  readonly claimed: number | undefined;
  readonly report: (observed: ReadonlyMap<string, Observation>) => Result<StackFindings>;
}

/** Without a stated interval: the shortest one. */
const SHORTEST_MS = 60_000;

export interface WatchRequest {
  readonly stack: string;
  /** Opened by the caller, who closes them. */
  readonly hosts: Hosts;
  readonly clock: Clock;
  /** Reads the state; called before each report. */
  readonly ground: () => Promise<Result<Ground>>;
  /** Repairs these findings as an apply does; absent: nothing is repaired. */
  readonly heal?: (findings: readonly Finding[]) => Promise<readonly Diagnostic[]>;
  /** Milliseconds between two whole observations: many things have no event. Undefined: as long as these cost a hundredth of a processor. */
  readonly interval: number | undefined;
  readonly onEvent: (event: WatchEvent) => void;
  readonly signal: AbortSignal;
}

/** All of a host, which can take long, or the part that its events concern, which does not wait for that. */
export type Reading = "whole" | "part";

/** What was read of a host after the reading of all of it has begun, and the events for which that was done. */
export interface Meanwhile {
  touched: Touched;
  readonly parts: Observation[];
}

/** A host that is followed. */
export interface FollowedHost {
  readonly scope: Scope;
  readonly end: () => void;
  /** Until it is known whether it can be followed. */
  starting: boolean;
  /** It cannot be followed now. */
  away: boolean;
  /** The readings that run: at most one of all of it, and one of a part. */
  readonly reading: Set<Reading>;
  /** When each may be made again, on the clock: a host with constant events is not read without a pause. */
  readonly restsUntil: Record<Reading, number>;
  /** While all of it is read. */
  meanwhile: Meanwhile | undefined;
  /** Failed readings in a row. */
  failures: number;
}

export interface Watching {
  readonly request: WatchRequest;
  /** The last observation of each host that could be read. */
  readonly observed: Map<string, Observation>;
  /** The serial of the state when the reading of that observation began. */
  readonly readFor: Map<string, number>;
  /** What hosts have reported since they were read last. */
  readonly touched: Map<string, Touched>;
  readonly followed: Map<string, FollowedHost>;
  /** Followers that run; each ends with the watch or with its host. */
  readonly following: Set<Promise<void>>;
  /** Hosts that were reported as unreachable. */
  readonly unreachable: Set<string>;
  /** Something was read since the last report. */
  fresh: boolean;
  /** The first report was made. */
  begun: boolean;
  /** Milliseconds between two whole observations, as reported. */
  interval: number;
  /** The serial of a claimed state, and since when it is the current one. */
  claim: { readonly serial: number; readonly since: number } | undefined;
  known: Known;
  /** Repairs, and attempts that failed. */
  repaired: Attempted;
  failed: Attempted;
  /** The repair that runs. */
  healing: Promise<void> | undefined;
  /** Fingerprints of findings that are not repaired any more. */
  readonly givenUp: Set<string>;
  /** Ends the pause between two turns. */
  wake: () => void;
}

export function newWatching(request: WatchRequest): Watching {
  return {
    request,
    observed: new Map(),
    readFor: new Map(),
    touched: new Map(),
    followed: new Map(),
    following: new Set(),
    unreachable: new Set(),
    fresh: false,
    begun: false,
    interval: request.interval ?? SHORTEST_MS,
    claim: undefined,
    known: new Map(),
    repaired: new Map(),
    failed: new Map(),
    healing: undefined,
    givenUp: new Set(),
    wake: () => undefined,
  };
}

export function emit({ request: { clock, onEvent } }: Watching, event: Occurrence): void {
  onEvent({ at: clock.now(), ...event });
}

/** As events have it. */
export function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}

/** Between two attempts to follow or to read a host: at first, and at most. */
export const RETRY_MS = { first: 1000, most: 30_000 };

export const WHOLE: HostEvent = { netns: undefined, what: "any" };

export function touch(watching: Watching, host: string, event: HostEvent): void {
  touchAs(watching, host, touchedBy(UNTOUCHED, event));
}

export function touchAs(watching: Watching, host: string, touched: Touched): void {
  watching.touched.set(host, joined(watching.touched.get(host) ?? UNTOUCHED, touched));
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

/** What a difference does to traffic, as the kinds of facts judge it: from facts alone. */
import type { Rule, Verdict } from "../nft/expression";
import type { FactOf, Key, Kind, Place } from "./fact";

/** What sort of object differs. */
export type Layer = (typeof layers)[number];
export const layers = ["link", "address", "route", "neighbour", "nft", "sysctl", "keys", "names", "rates", "files", "listener"] as const;

/**
 * The effect on traffic. `outage`: packets that are to pass are lost. `exposure`: packets pass that are not to, or others can read or
 * redirect them. `degraded`: packets pass, slower or with a part of what was declared. `cosmetic`: none.
 */
export type Severity = (typeof severities)[number];
/** The most severe first. */
export const severities = ["outage", "exposure", "degraded", "cosmetic"] as const;

/** A severity, with one sentence that says why. */
export interface Judgement {
  readonly severity: Severity;
  readonly reason: string;
  /** What it does besides, where it does two things at once: a chain that lost a drop and an accept is an exposure and an outage. */
  readonly also?: Severity;
}

/** The wanted facts beside the one that differs. */
export interface JudgeGround {
  /** The wanted rules of a host that look up a set or map. */
  rulesOn(place: Place, set: string): readonly Rule[];
  /** The wanted rules of a chain. */
  rulesOf(place: Place, chain: string): readonly Rule[];
  /** The verdicts of the wanted elements of a map. */
  verdictsOf(place: Place, map: string): readonly Verdict[];
}

/** What an object is counted as, of which a part of a host is managed. */
export type Counted = "bridge" | "veth" | "namespace" | "published port";

/** How reports show a kind: its layer, and what a difference means. */
export interface InReports<K extends Kind> {
  readonly layer: Layer;
  /**
   * What a difference does to traffic: without `actual` the fact is missing, without `expected` nothing declares it. Marks are not
   * compared. Absent for kinds that are never wanted nor in an object of ours.
   */
  judge?(expected: FactOf<K> | undefined, actual: FactOf<K> | undefined, ground: JudgeGround): Judgement;
  /** The objects that it is on or in: where one of these is ours and nothing declares the fact, it is unexpected. */
  within?(fact: FactOf<K>): readonly Key[];
  /** Whether what nothing declares is expected on or in it: it is, or was, another program's. */
  isOpen?(fact: FactOf<K>): boolean;
  /** The command, without the namespace, that removes one that nothing declares, in words; undefined where none is safe. */
  removal?(fact: FactOf<K>): readonly string[] | undefined;
  /** What it is counted as in the coverage of a host. */
  counted?(fact: FactOf<K>): Counted | undefined;
}

export const outage = (reason: string): Judgement => ({ severity: "outage", reason });
export const exposure = (reason: string): Judgement => ({ severity: "exposure", reason });
export const degraded = (reason: string): Judgement => ({ severity: "degraded", reason });
export const cosmetic = (reason: string): Judgement => ({ severity: "cosmetic", reason });

/** The worst of some judgements; undefined if there is none. */
export function worstOf(all: readonly Judgement[]): Judgement | undefined {
  return severities.flatMap((severity) => all.filter((one) => one.severity === severity))[0];
}

/** Fields that are compared together, and what it means when one of them differs. */
export type FieldRow<F> = readonly [fields: readonly (keyof F)[], judgement: Judgement];

/** The judgement of the first row with a field that differs, or `otherwise`. */
export function byFields<F>(expected: F, actual: F, rows: readonly FieldRow<F>[], otherwise: Judgement): Judgement {
  const differs = (field: keyof F) => JSON.stringify(expected[field]) !== JSON.stringify(actual[field]);
  return rows.find(([fields]) => fields.some(differs))?.[1] ?? otherwise;
}

/** A kind's judgements: of a missing fact, of one that nothing declares, and of one that differs, by its fields. */
interface Judgements<F> {
  readonly missing: Judgement;
  readonly extra: Judgement;
  readonly rows?: readonly FieldRow<F>[];
  readonly changed: Judgement;
}

/** The `judge` of a kind whose judgements depend on its fields only. */
export function judging<F>({ missing, extra, rows = [], changed }: Judgements<F>) {
  return (expected: F | undefined, actual: F | undefined): Judgement => {
    if (expected === undefined) return extra;
    return actual === undefined ? missing : byFields(expected, actual, rows, changed);
  };
}

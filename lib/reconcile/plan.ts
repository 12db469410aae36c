import type { Fact, Key } from "../kernel/fact";
import type { Step } from "../kernel/step";
import type { Scope } from "../ports/backend";

/** A change of one kernel object. */
export interface Change {
  readonly action: "add" | "change" | "replace" | "remove";
  readonly key: Key;
  readonly before?: Fact;
  readonly after?: Fact;
  /** Addresses of the resource instances concerned; more than one for shared facts. */
  readonly owners: readonly string[];
  /** `declared`: the configuration changed. `drift`: the kernel changed. `collateral`: lost as a side effect of another change, so it is created again. */
  readonly because: "declared" | "drift" | "collateral";
  /**
   * Absent for most changes. `first`: it makes a successor, so it comes before all others; `last`: it deletes what has one, after
   * all others of all hosts, and only when all of the successor was observed.
   */
  readonly turn?: "first" | "last";
}

/** What a plan does with the owner of facts. */
export interface OwnerChange {
  readonly address: string;
  readonly action: string;
  /** What forces a replacement. */
  readonly replaceBy: readonly string[];
}

/** A step with its reason: the addresses of its owners. Numbered through the whole plan, from 1. */
export interface PlannedStep extends Step {
  readonly n: number;
  readonly owners: readonly string[];
}

/** One phase: hosts run concurrently; the next one starts when all are done. */
export type Phase = Readonly<Record<string, readonly PlannedStep[]>>;

/** The impact of a plan on the traffic of one existing endpoint that stays. */
export interface Impact {
  /** Address of its resource instance; for a foreign object, its mark or name. */
  readonly endpoint: string;
  readonly host: string;
  /**
   * `live`: a change without packet loss. `brief`: a dependency is deleted and recreated at once: connections pause and
   * continue. `replaced`: its interface or address is deleted: connections end.
   */
  readonly kind: "live" | "brief" | "replaced";
  readonly why: readonly string[];
  /** The addresses and routes whose connections are affected; all connections when absent. */
  readonly only?: readonly string[];
}

/** Preconditions of the plan, per host: the lines of the changed facts, and the presence of their dependencies. */
export interface Fingerprint {
  /** Keys of facts that are changed, or must be absent. */
  readonly keys: Readonly<Record<string, readonly Key[]>>;
  /** Keys of facts that must exist. */
  readonly needs: Readonly<Record<string, readonly Key[]>>;
  /** A digest over both as observed. */
  readonly digests: Readonly<Record<string, string>>;
  /** Per host, the adopted namespaces among them: without it, an observation could not tell them from others. */
  readonly adopt?: Readonly<Record<string, Scope["adopt"]>>;
}

/** The part of a plan that concerns facts. No decision is left for its execution. */
export interface FactPlan {
  readonly changes: readonly Change[];
  readonly phases: readonly Phase[];
}

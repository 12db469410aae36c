import type { Diagnostic } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import type { Scope } from "../ports/backend";
import type { Step } from "../kernel/step";
import type { Draft } from "../schema/value";
import type { OutputValue } from "../config/types";
import type { ProviderConfig } from "../resources/provider";
import type { StateInstance } from "./state/types";

export type Action = "create" | "update" | "replace" | "delete" | "read" | "no-op";

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
}

/** The action for one resource instance, in Terraform's terms. */
export interface ResourceChange {
  readonly address: string;
  readonly action: Action;
  /** Attributes in the state, refreshed: `drift` holds the differing lines. Null when it is new. */
  readonly before: Draft | null;
  /** Attributes after the apply, wholly known. Null when it is deleted. */
  readonly after: Draft | null;
  /** Names of the attributes that force a replacement. */
  readonly replaceBy: readonly string[];
  /** The address it had before, when a `moved` block renamed it. */
  readonly movedFrom?: string;
  readonly sensitive: readonly (readonly (string | number)[])[];
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

/** A plan is data: it can be printed and saved, and is executed as approved; no decision is left for the apply. */
export interface Plan {
  readonly version: 1;
  readonly resources: readonly ResourceChange[];
  readonly changes: readonly Change[];
  readonly phases: readonly Phase[];
  /** Every endpoint whose traffic the plan affects, the worst first. */
  readonly impact: readonly Impact[];
  readonly seen: Fingerprint;
  /** Host → its backend identity; absent in plans of earlier versions. */
  readonly on?: Readonly<Record<string, string>>;
  readonly outputs: readonly { readonly name: string; readonly before?: OutputValue; readonly after?: OutputValue }[];
  /** The drivers that the apply opens; every host of the plan is in exactly one of them. */
  readonly providers: readonly ProviderConfig[];
  /** The instances that are written to the state: new and changed ones, and data. Unchanged ones are not included. */
  readonly instances: readonly StateInstance[];
  /** The state that the plan was made against. */
  readonly prior: { readonly lineage: string; readonly serial: number };
  readonly diagnostics: readonly Diagnostic[];
}

import type { Diagnostic } from "../diagnostic";
import type { Fact, Key } from "../kernel/fact";
import type { Scope } from "../io";
import type { Step } from "../kernel/step";
import type { Draft } from "../schema/value";
import type { OutputValue } from "../config/types";
import type { ProviderConfig } from "../resources/provider";
import type { StateInstance } from "./state/types";

export type Action = "create" | "update" | "replace" | "delete" | "read" | "no-op";

/** One kernel object that will differ afterwards. */
export interface Change {
  readonly action: "add" | "change" | "replace" | "remove";
  readonly key: Key;
  readonly before?: Fact;
  readonly after?: Fact;
  /** Addresses of the resource instances concerned; more than one for shared facts. */
  readonly owners: readonly string[];
  /** `declared`: the configuration changed. `drift`: the kernel did. `collateral`: the kernel takes it along with another change, so it is made again. */
  readonly because: "declared" | "drift" | "collateral";
}

/** What happens to one resource instance, in Terraform's terms. */
export interface ResourceChange {
  readonly address: string;
  readonly action: Action;
  /** Attributes in the state, refreshed: `drift` holds the lines that differ. Null when it is new. */
  readonly before: Draft | null;
  /** Attributes afterwards, wholly known. Null when it goes. */
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

/** One stretch of work that hosts do side by side; the next one begins when all are done. */
export type Phase = Readonly<Record<string, readonly PlannedStep[]>>;

/** What a plan does to the traffic of one endpoint that is there and stays. */
export interface Impact {
  /** Address of its resource instance; for what is another stack's or another program's, what its mark or its name says. */
  readonly endpoint: string;
  readonly host: string;
  /**
   * `live`: something changes while packets flow, and none is lost. `brief`: something under it goes and comes back at
   * once: flows pause and go on. `replaced`: its interface or its address goes: flows end.
   */
  readonly kind: "live" | "brief" | "replaced";
  readonly why: readonly string[];
  /** The addresses and routes whose flows alone are meant; all flows where it is missing. */
  readonly only?: readonly string[];
}

/** What the plan rests on, per host: the lines of what it touches, and the presence of what that stands on. */
export interface Fingerprint {
  /** What is touched, or must be absent. */
  readonly keys: Readonly<Record<string, readonly Key[]>>;
  /** What must be there. */
  readonly needs: Readonly<Record<string, readonly Key[]>>;
  /** A digest over both as observed. */
  readonly digests: Readonly<Record<string, string>>;
  /** Per host, the adopted namespaces among them: without it, an observation could not tell them from others. */
  readonly adopt?: Readonly<Record<string, Scope["adopt"]>>;
}

/** A plan is data: printable, savable, applied as approved; no decision is left for the apply. */
export interface Plan {
  readonly version: 1;
  readonly resources: readonly ResourceChange[];
  readonly changes: readonly Change[];
  readonly phases: readonly Phase[];
  /** Every endpoint whose traffic the plan touches, the worst first. */
  readonly impact: readonly Impact[];
  readonly seen: Fingerprint;
  /** Host → the backend that it was on, and which of the simulated kernels; missing in plans of earlier versions. */
  readonly on?: Readonly<Record<string, string>>;
  readonly outputs: readonly { readonly name: string; readonly before?: OutputValue; readonly after?: OutputValue }[];
  /** What the apply opens drivers for; every host of the plan is in exactly one of them. */
  readonly providers: readonly ProviderConfig[];
  /** The instances that are written to the state: new ones, changed ones, data. Those that stay as they are are not among them. */
  readonly instances: readonly StateInstance[];
  /** The state that the plan was made against. */
  readonly prior: { readonly lineage: string; readonly serial: number };
  readonly diagnostics: readonly Diagnostic[];
}

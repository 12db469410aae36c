import type { Diagnostic } from "../diagnostic";
import type { Draft } from "../schema/value";
import type { OutputValue } from "../config/types";
import type { FactPlan, Fingerprint, Impact } from "../reconcile/plan";
import type { ProviderConfig } from "../resources/provider";
import { isDeposed } from "./state/address";
import type { StateInstance } from "./state/types";

/** `forget`: it leaves the state, and its objects stay. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "read" | "no-op";

/** Why an instance is replaced or deleted, in Terraform's words (`action_reason`). */
export type ActionReason =
  | "replace_because_tainted"
  | "replace_because_cannot_update"
  | "replace_by_request"
  | "replace_by_triggers"
  | "delete_because_no_resource_config"
  | "delete_because_no_move_target"
  | "delete_because_wrong_repetition"
  | "delete_because_count_index"
  | "delete_because_each_key";

/** The action for one resource instance, in Terraform's terms. */
export interface ResourceChange {
  readonly address: string;
  readonly action: Action;
  /** Attributes in the state, refreshed: `drift` holds the differing lines. Null when it is new. */
  readonly before: Draft | null;
  /** Attributes after the apply, wholly known. Null when it is deleted. */
  readonly after: Draft | null;
  /** Absent where it follows from the action, as in a destroy. */
  readonly reason?: ActionReason;
  /** Names of the attributes that force a replacement. */
  readonly replaceBy: readonly string[];
  /**
   * Of a replacement that is created before the old object is destroyed: the key under which the state keeps the old one until
   * then, as a deposed object.
   */
  readonly deposed?: string;
  /** The address it had before, when a `moved` block renamed it. */
  readonly movedFrom?: string;
  /** The object that an `import` block makes this instance from. */
  readonly importing?: { readonly id: string };
  readonly sensitive: readonly (readonly (string | number)[])[];
}

/** Whether it changes more than nothing: an object, or what the state says of one. */
export function isChange({ action, movedFrom, importing }: ResourceChange): boolean {
  return action !== "no-op" || movedFrom !== undefined || importing !== undefined;
}

/** The earlier address as reports show it: for the instances of a destroy, as in Terraform, none. */
export function shownOrigin({ address, action, reason, movedFrom }: ResourceChange): string | undefined {
  return action === "delete" && reason === undefined && !isDeposed(address) ? undefined : movedFrom;
}

/** A plan is data: it can be printed and saved, and is executed as approved; no decision is left for the apply. */
export interface Plan extends FactPlan {
  readonly version: 1;
  readonly resources: readonly ResourceChange[];
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
  /** Instances of `import` blocks as they were read. The state has them before anything else is done. */
  readonly imported?: readonly StateInstance[];
  /** Hosts that did not answer, and are left as they are (`--skip-unreachable`). */
  readonly skipped?: readonly string[];
  /** The state that the plan was made against. */
  readonly prior: { readonly lineage: string; readonly serial: number };
  readonly diagnostics: readonly Diagnostic[];
}

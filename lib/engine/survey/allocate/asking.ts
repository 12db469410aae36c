import type { ProviderConfig } from "../../../resources/provider";
import type { Draft } from "../../../schema/value";
import type { Resolved } from "../resolve";

/** One instance that waits for an answer, with the attributes that the state has for it. */
export interface Asking {
  readonly resolved: Resolved;
  readonly prior: Draft | undefined;
  readonly provider: ProviderConfig;
  /** Addresses that an interrupted apply claimed for it. */
  readonly claimed: readonly string[];
}

import type { ProviderConfig } from "../../resources/provider";
import type { Draft } from "../../schema/value";
import type { Resolved } from "../resolve/resolve";

/** One instance that needs allocations, with its attributes in the state. */
export interface Asking {
  readonly resolved: Resolved;
  readonly prior: Draft | undefined;
  readonly provider: ProviderConfig;
  /** Whether its earlier object stays until it exists (`create_before_destroy`), so that it shares nothing with that one. */
  readonly isBeside: boolean;
  /** Addresses that an interrupted apply claimed for it. */
  readonly claimed: readonly string[];
}

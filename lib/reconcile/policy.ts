import type { Fact } from "../kernel/fact";

/** What facts alone do not show. */
export interface FactPolicy {
  /** Whether all stacks of a host share the object: it stays until the last of them is gone. */
  readonly isCommon: (fact: Fact) => boolean;
}

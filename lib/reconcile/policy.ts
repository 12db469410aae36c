import type { Fact, Key } from "../kernel/fact";
import type { Facts } from "../kernel/facts";

/** What facts alone do not show. */
export interface FactPolicy {
  /** Whether all stacks of a host share the object: it stays until the last of them is gone. */
  readonly isCommon: (fact: Fact) => boolean;
  /** The objects of a host that need this one, which carries no mark: it stays as long as one of another stack does. */
  readonly holders: (fact: Fact, facts: Facts) => readonly Key[];
  /** An owner's view of a common object, with what its other owners have added to the one that exists. */
  readonly extended: (fact: Fact, actual: Fact) => Fact;
}

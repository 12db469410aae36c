import type { Fact } from "./fact";

/** Three verbs on the world, all idempotent: adding what is there as it should be and deleting what is absent succeed. */
export type Verb = "add" | "set" | "del";

/** One instruction to a host. A `set` names what it changes from, so that a backend need not look again. */
export interface Step {
  readonly verb: Verb;
  readonly fact: Fact;
  /** For `set`: the fact as it was. */
  readonly from?: Fact;
}

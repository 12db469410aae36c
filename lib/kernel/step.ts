import type { Fact } from "./fact";

/** Three idempotent verbs: adding an equal existing object and deleting an absent one succeed. */
export type Verb = "add" | "set" | "del";

/** One instruction to a host. A `set` names the fact that it changes, so that a backend need not observe again. */
export interface Step {
  readonly verb: Verb;
  readonly fact: Fact;
  /** For `set`: the fact before the change. */
  readonly from?: Fact;
}

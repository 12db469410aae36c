import type { Diagnostic } from "../../diagnostic";
import type { Facts } from "../../kernel/facts";
import type { Program } from "../../kernel/program";
import type { HostConfig } from "../../resources/provider";
import type { Goal } from "../../reconcile/goal";
import type { Change } from "../../reconcile/plan";
import type { Resolved } from "../resolve/resolve";

/** The inputs of a rule: declared instances, wanted facts, and observed facts. */
export interface View {
  readonly resolved: readonly Resolved[];
  readonly goal: Goal;
  readonly actual: ReadonlyMap<string, Facts>;
  /** The optional programs of each observed host. */
  readonly programs: ReadonlyMap<string, readonly Program[]>;
  /** The hosts of the provider configurations. */
  readonly hosts: ReadonlyMap<string, HostConfig>;
  /** The differences. Without any, most of a host needs no check. */
  readonly changes: readonly Change[];
}

export type PlanRule = (view: View) => readonly Diagnostic[];

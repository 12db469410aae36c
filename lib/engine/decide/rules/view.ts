import type { Diagnostic } from "../../../diagnostic";
import type { Facts } from "../../../kernel/facts";
import type { Program } from "../../../kernel/program";
import type { HostConfig } from "../../../resources/provider";
import type { Goal } from "../../goal";
import type { Change } from "../../plan";
import type { Resolved } from "../../survey/resolve";

/** All that a rule may look at: what is declared, what is to be, and what is. */
export interface View {
  readonly resolved: readonly Resolved[];
  readonly goal: Goal;
  readonly actual: ReadonlyMap<string, Facts>;
  /** What each host that was looked at has of the programs that it may do without. */
  readonly programs: ReadonlyMap<string, readonly Program[]>;
  /** The hosts of the provider configurations. */
  readonly hosts: ReadonlyMap<string, HostConfig>;
  /** What differs. Where nothing does, most of a host needs no second look. */
  readonly changes: readonly Change[];
}

export type Rule = (view: View) => readonly Diagnostic[];

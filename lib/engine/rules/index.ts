import type { Diagnostic } from "../../diagnostic";
import type { Facts } from "../../kernel/facts";
import type { Goal } from "../goal";
import type { Resolved } from "../resolve";
import { addressesAreUnique } from "./addresses";
import { bindsAreUnique } from "./binds";
import { bridgesHaveRoom } from "./bridges";
import { macsAreUnique } from "./macs";
import { needsAreMet } from "./needs";
import { subnetsAreApart } from "./subnets";

/** All that a rule may look at: what is declared, what is to be, and what is. */
export interface View {
  readonly resolved: readonly Resolved[];
  readonly goal: Goal;
  readonly actual: ReadonlyMap<string, Facts>;
}

export type Rule = (view: View) => readonly Diagnostic[];

/** What must hold for a host as a whole. A new rule is a file beside these and a line here. */
export const rules: readonly Rule[] = [subnetsAreApart, addressesAreUnique, macsAreUnique, bridgesHaveRoom, bindsAreUnique, needsAreMet];

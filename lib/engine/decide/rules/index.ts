import { addressesAreUnique } from "./addresses";
import { bindsAreUnique } from "./binds";
import { bridgesHaveRoom } from "./bridges";
import { macsAreUnique } from "./macs";
import { namesAreServed, namesAreUnique } from "./names";
import { needsAreMet } from "./needs";
import { subnetsAreApart } from "./subnets";
import type { Rule } from "./view";

/** What must hold for a host as a whole. A new rule is a file beside these and a line here. */
export const rules: readonly Rule[] = [
  subnetsAreApart,
  addressesAreUnique,
  macsAreUnique,
  bridgesHaveRoom,
  bindsAreUnique,
  namesAreUnique,
  namesAreServed,
  needsAreMet,
];

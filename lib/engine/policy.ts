import { isClosing } from "../kernel/kinds/chain";
import { isOurVlan } from "../kernel/kinds/vlan";
import type { FactPolicy } from "../reconcile/policy";
import { closedBesides } from "../resources/firewall/closed";
import { holdersOf } from "../resources/uplinks/holders";
import { isSkeleton } from "../resources/firewall/skeleton";

/** What Netweft's resources say of facts. */
export const POLICY: FactPolicy = {
  isCommon: (fact) => isSkeleton(fact) || isClosing(fact) || isOurVlan(fact),
  holders: holdersOf,
  extended: (fact, actual) => (isClosing(fact) && isClosing(actual) ? closedBesides(fact, actual) : fact),
};

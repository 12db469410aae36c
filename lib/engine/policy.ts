import type { FactPolicy } from "../reconcile/policy";
import { isClosing } from "../resources/firewall/closed";
import { isSkeleton } from "../resources/firewall/skeleton";

/** What Netweft's resources say of facts. */
export const POLICY: FactPolicy = { isCommon: (fact) => isSkeleton(fact) || isClosing(fact) };

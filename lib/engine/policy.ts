import type { FactPolicy } from "../reconcile/policy";
import { isSkeleton } from "../resources/firewall/skeleton";

/** What Netweft's resources say of facts. */
export const POLICY: FactPolicy = { isCommon: isSkeleton };

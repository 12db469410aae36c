import { addressesAreUnique } from "./addresses";
import { bridgesHaveRoom } from "./bridges";
import { bystandersKeepTheirs } from "./bystanders";
import { waysOutAreUsed } from "./default-routes";
import { entrantsExist } from "./entrants";
import { trafficMayPass } from "./forwarding";
import { hostsTakeIn } from "./intake";
import { portsAreFree } from "./listeners";
import { ipv6IsOn } from "./ipv6";
import { macsAreUnique } from "./macs";
import { endpointsAreOnMembers } from "./members";
import { namesAreServed, namesAreUnique } from "./names";
import { gatewaysKeepNames } from "./gateway-names";
import { namesHaveRoom } from "./name-servers";
import { needsAreMet } from "./needs";
import { portsAreApart } from "./ports";
import { sessionsHaveRoom } from "./sessions";
import { subnetsAreApart } from "./subnets";
import { tunnelPortsAreFree } from "./tunnel-ports";
import { tunnelsAreApart } from "./tunnels";
import type { Diagnostic } from "../../diagnostic";
import type { PlanRule, View } from "./view";

/** Rules for a host as a whole. A new rule is a file beside these and an entry here. */
const rules: readonly PlanRule[] = [
  subnetsAreApart,
  addressesAreUnique,
  macsAreUnique,
  bridgesHaveRoom,
  entrantsExist,
  waysOutAreUsed,
  portsAreApart,
  portsAreFree,
  namesAreUnique,
  namesAreServed,
  namesHaveRoom,
  gatewaysKeepNames,
  endpointsAreOnMembers,
  tunnelsAreApart,
  tunnelPortsAreFree,
  trafficMayPass,
  hostsTakeIn,
  sessionsHaveRoom,
  ipv6IsOn,
  needsAreMet,
];

/**
 * Rules for a partially planned stack: an undeclared resource may exist all the same, and the rest of the stack is known from
 * the hosts only.
 */
const rulesForPart: readonly PlanRule[] = [
  ...rules.filter((rule) => rule !== entrantsExist && rule !== waysOutAreUsed),
  bystandersKeepTheirs,
];

/** The diagnostics of all rules. A missing object is not reported for an instance that has another error. */
export function judge(view: View, part: boolean): readonly Diagnostic[] {
  const found = (part ? rulesForPart : rules).flatMap((rule) => rule(view));
  const wrong = new Set(
    found.flatMap(({ severity, code, at }) => (severity === "error" && code !== "missing-object" ? [at.resource] : [])),
  );
  return found.filter(({ code, at }) => code !== "missing-object" || !wrong.has(at.resource));
}

import { addressesAreUnique } from "./addresses";
import { bridgesHaveRoom } from "./bridges";
import { bystandersKeepTheirs } from "./bystanders";
import { waysOutAreUsed } from "./default-routes";
import { entrantsExist } from "./entrants";
import { trafficMayPass } from "./forwarding";
import { hostsTakeIn } from "./intake";
import { portsAreFree } from "./listeners";
import { macsAreUnique } from "./macs";
import { endpointsAreOnMembers } from "./members";
import { namesAreServed, namesAreUnique } from "./names";
import { namesHaveRoom } from "./name-servers";
import { needsAreMet } from "./needs";
import { portsAreApart } from "./ports";
import { sessionsHaveRoom } from "./sessions";
import { subnetsAreApart } from "./subnets";
import { tunnelPortsAreFree } from "./tunnel-ports";
import { tunnelsAreApart } from "./tunnels";
import type { Diagnostic } from "../../../diagnostic";
import type { Rule, View } from "./view";

/** What must hold for a host as a whole. A new rule is a file beside these and a line here. */
const rules: readonly Rule[] = [
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
  endpointsAreOnMembers,
  tunnelsAreApart,
  tunnelPortsAreFree,
  trafficMayPass,
  hostsTakeIn,
  sessionsHaveRoom,
  needsAreMet,
];

/**
 * What must hold where only a part of the stack is planned: that somebody is not declared proves nothing, and what the rest
 * of the stack has is seen on the hosts alone.
 */
const rulesForPart: readonly Rule[] = [...rules.filter((rule) => rule !== entrantsExist && rule !== waysOutAreUsed), bystandersKeepTheirs];

/** What the rules say of a plan. That an object is missing follows where it is known what is wrong with who needs it. */
export function judge(view: View, part: boolean): readonly Diagnostic[] {
  const found = (part ? rulesForPart : rules).flatMap((rule) => rule(view));
  const wrong = new Set(
    found.flatMap(({ severity, code, at }) => (severity === "error" && code !== "missing-object" ? [at.resource] : [])),
  );
  return found.filter(({ code, at }) => code !== "missing-object" || !wrong.has(at.resource));
}

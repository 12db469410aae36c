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
import type { Rule } from "./view";

/** What must hold for a host as a whole. A new rule is a file beside these and a line here. */
export const rules: readonly Rule[] = [
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
export const rulesForPart: readonly Rule[] = [
  ...rules.filter((rule) => rule !== entrantsExist && rule !== waysOutAreUsed),
  bystandersKeepTheirs,
];

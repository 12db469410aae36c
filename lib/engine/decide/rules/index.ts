import { addressesAreUnique } from "./addresses";
import { bridgesHaveRoom } from "./bridges";
import { entrantsExist } from "./entrants";
import { trafficMayPass } from "./forwarding";
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
  portsAreApart,
  portsAreFree,
  namesAreUnique,
  namesAreServed,
  namesHaveRoom,
  endpointsAreOnMembers,
  tunnelsAreApart,
  tunnelPortsAreFree,
  trafficMayPass,
  sessionsHaveRoom,
  needsAreMet,
];

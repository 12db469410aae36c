import { addressesAreUnique } from "./shared-addresses";
import { bridgedLinksAreFree, bridgedLinksStayFree } from "./bridged-links";
import { bridgesHaveRoom } from "./bridges";
import { bystandersKeepTheirs } from "./bystanders";
import { waysOutAreUsed } from "./default-routes";
import { uplinksComeFirst } from "./earlier-rules";
import { entrantsExist } from "./entrants";
import { serversAreReached } from "./dns-servers";
import { trafficMayPass } from "./forwarding";
import { forwardingIsLeft } from "./forwarding-stays";
import { hostsTakeIn } from "./dropped-input";
import { portsAreFree } from "./used-ports";
import { ipv6IsOn } from "./ipv6-off";
import { macsAreUnique } from "./shared-macs";
import { endpointsAreOnMembers } from "./overlay-members";
import { acceptedNamesDiffer, namesAreServed, namesAreUnique } from "./endpoint-names";
import { gatewaysKeepNames } from "./gateway-names";
import { namesHaveRoom } from "./name-servers";
import { markBitsAreFree } from "./mark-bits";
import { proxiesHaveLinks, uplinksAreThere } from "./missing-links";
import { needsAreMet } from "./missing-objects";
import { partsAreFree } from "./parts";
import { portsAreApart } from "./shared-ports";
import { routesAreOwn, routesLead } from "./routes";
import { networksKeepTheirPackets } from "./routes-in-networks";
import { sourcesAreOnHosts } from "./source-addresses";
import { sessionsHaveRoom } from "./foreign-bgp";
import { subnetsAreApart } from "./overlapping-subnets";
import { tunnelPortsAreFree } from "./tunnel-ports";
import { tunnelsAreApart } from "./tunnels";
import { parentAddressesAreFree } from "./parent-addresses";
import { parentsCarry } from "./parents";
import { linksAreUp } from "./links-down";
import { repliesGoBack } from "./uplinks";
import type { Diagnostic } from "../../diagnostic";
import type { PlanRule, View } from "./view";

/** A rule, and the goals that it is for. */
interface PlanCheck {
  readonly rule: PlanRule;
  /** It concludes from what is not declared, so it needs the whole stack. */
  readonly needsWholeStack?: true;
  /** It looks on the hosts for what is not declared, which a goal for the whole stack has. */
  readonly needsPart?: true;
  /** It finds what keeps packets from passing, whether something changes or not: drift reports it, too. */
  readonly isStanding?: true;
}

/** Rules for a host as a whole. A new rule is a file beside these and an entry here. */
const checks: readonly PlanCheck[] = [
  { rule: subnetsAreApart },
  { rule: partsAreFree },
  { rule: addressesAreUnique },
  { rule: parentAddressesAreFree },
  { rule: macsAreUnique },
  { rule: bridgesHaveRoom },
  { rule: entrantsExist, needsWholeStack: true },
  { rule: waysOutAreUsed, needsWholeStack: true },
  { rule: serversAreReached, needsWholeStack: true },
  { rule: portsAreApart },
  { rule: portsAreFree },
  { rule: namesAreUnique },
  { rule: acceptedNamesDiffer },
  { rule: namesAreServed },
  { rule: namesHaveRoom },
  { rule: gatewaysKeepNames },
  { rule: endpointsAreOnMembers },
  { rule: tunnelsAreApart },
  { rule: tunnelPortsAreFree },
  { rule: trafficMayPass, isStanding: true },
  { rule: hostsTakeIn, isStanding: true },
  { rule: forwardingIsLeft },
  { rule: sessionsHaveRoom },
  { rule: ipv6IsOn },
  { rule: routesLead },
  { rule: routesAreOwn },
  { rule: networksKeepTheirPackets },
  { rule: repliesGoBack },
  { rule: markBitsAreFree },
  { rule: uplinksComeFirst, isStanding: true },
  { rule: sourcesAreOnHosts },
  { rule: bridgedLinksAreFree },
  { rule: bridgedLinksStayFree, isStanding: true },
  { rule: parentsCarry },
  { rule: linksAreUp, isStanding: true },
  { rule: proxiesHaveLinks },
  { rule: uplinksAreThere, isStanding: true },
  { rule: needsAreMet },
  { rule: bystandersKeepTheirs, needsPart: true },
];

function isFor({ closedWorld }: View["goal"]): (check: PlanCheck) => boolean {
  return ({ needsWholeStack, needsPart }) => (closedWorld ? !needsPart : !needsWholeStack);
}

/** The diagnostics of all rules. A missing object is not reported for an instance that has another error. */
export function judge(view: View): readonly Diagnostic[] {
  const found = checks.filter(isFor(view.goal)).flatMap(({ rule }) => rule(view));
  const wrong = new Set(
    found.flatMap(({ severity, code, at }) => (severity === "error" && code !== "missing-object" ? [at.resource] : [])),
  );
  return found.filter(({ code, at }) => code !== "missing-object" || !wrong.has(at.resource));
}

/** What keeps packets from passing now, without any change. */
export function standing(view: View): readonly Diagnostic[] {
  return checks.filter(({ isStanding }) => isStanding).flatMap(({ rule }) => rule(view));
}

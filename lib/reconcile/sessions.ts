import { diagnose, type Diagnostic, type Where } from "../diagnostic";
import { textOf } from "../kernel/line";
import { isAwaited, type Difference } from "./drift/compare";

/** The warning for a BGP neighbor without a session. `since`: "has no session", with the time waited for one. */
export function sessionDown(line: string, at: Where, since: string): Diagnostic {
  const detail = `"${line}" is configured and ${since}. If the neighbor's host is up and its apply succeeded, check whether TCP port 179 is open between the two addresses; \`vtysh -c "show bgp l2vpn evpn summary"\` on the host shows more. The session comes up by itself once the neighbor answers.`;
  return diagnose("session-down", detail, at);
}

/** The warnings for differences that no step repairs. */
export function sessionsDown(differences: readonly Difference[]): readonly Diagnostic[] {
  return differences.filter(isAwaited).map(({ fact, owners }) => {
    const line = textOf(fact);
    return sessionDown(line, { resource: owners[0]!, host: fact.host, fact: line }, "has no session");
  });
}

/** What is said of hosts that wait for a confirmation, or did. */
import { diagnose, type Diagnostic } from "../diagnostic";
import type { Armed, Observation } from "../ports/backend";

const HOW = "`netweft confirm` keeps the change, `netweft confirm --cancel` takes it back at once";

function what({ by, since, left, isAlone }: Armed): string {
  if (isAlone)
    return `the change that ${by} began at ${since} is not confirmed, and the process that waited there was killed: the host does not go back by itself`;
  return `the change that ${by} began at ${since} is not confirmed: the host goes back by itself in ${left} ${left === 1 ? "second" : "seconds"}`;
}

/** Why a host refuses a change. */
export function refusedByArmed(host: string, armed: Armed): Diagnostic {
  return diagnose(
    "not-confirmed",
    `On host "${host}" ${what(armed)}. Until ${armed.isAlone ? "that is ended" : "then"} it takes no other change. ${HOW}.`,
    { host },
  );
}

/** The warnings of hosts that wait for a confirmation, and of those that went back. */
export function waitingHosts(observed: ReadonlyMap<string, Pick<Observation, "armed" | "wentBack">>): readonly Diagnostic[] {
  return [...observed].flatMap(([host, { armed, wentBack }]) => [
    ...(armed === undefined ? [] : [diagnose("awaiting-confirmation", `On host "${host}" ${what(armed)}. ${HOW}.`, { host })]),
    ...(wentBack === undefined ? [] : [returned(host, wentBack)]),
  ]);
}

function returned(host: string, { by, at, failures }: NonNullable<Observation["wentBack"]>): Diagnostic {
  const left =
    failures.length === 0
      ? "It did all of its way back."
      : `It could not do all of its way back: ${failures.join("; ")}. The next apply does the rest.`;
  return diagnose("went-back", `Host "${host}" went back at ${at}, because the change of ${by} was not confirmed. ${left}`, { host });
}

/** Why a host cannot be confirmed. */
export function notArmed(host: string): Diagnostic {
  const detail = `Host "${host}" does not wait for this change to be confirmed any more: the time was over, and it went back by itself.`;
  return diagnose("confirmation-missed", detail, { host });
}

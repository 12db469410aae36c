/** The result of a rehearsal, its assumptions, and what it cannot find. */
import { hasErrors } from "../diagnostic";
import type { Rehearsal } from "../engine/rehearse";
import { harmless, type Look } from "./look";

/** What a rehearsal cannot find, because it is only on the hosts. */
export const UNKNOWN_TO_REHEARSALS = [
  "objects of other stacks and programs",
  "kernel settings",
  "ports in use",
  "firewall policies",
  "missing programs",
] as const;

/** Text shows this many assumed lines, JSON all of them. */
const SHOWN = 5;

/** Text below the plan. */
export function* rehearsalText({ plan, applied, assumed }: Rehearsal, look: Look): Generator<string> {
  const count = plan.changes.length;
  const changes = `${count} ${count === 1 ? "change" : "changes"}`;
  if (hasErrors(applied.diagnostics)) yield `\n${look.paint("bold", "Rehearsal failed:")} the plan cannot be applied in memory.\n`;
  else if (count === 0) yield `\n${look.paint("green", "Rehearsal:")} there is nothing to apply on any host.\n`;
  else yield `\n${look.paint("green", "Rehearsal:")} ${changes} applied and verified in memory.\n`;
  yield `${assumption(assumed)} Not known to a rehearsal: ${UNKNOWN_TO_REHEARSALS.join(", ")} on the hosts.\n`;
}

function assumption(assumed: readonly string[]): string {
  const more = assumed.length > SHOWN ? ` and ${assumed.length - SHOWN} more` : "";
  const lines = assumed.slice(0, SHOWN).map((line) => `"${harmless(line)}"`);
  return `Assumed: the hosts agree with the state${lines.length === 0 ? "" : `, with ${lines.join(", ")}${more}`}.`;
}

/** The member of the plan's JSON that marks a rehearsal. */
export function rehearsalJson({ applied, assumed }: Rehearsal): object {
  return { applied: !hasErrors(applied.diagnostics), assumed, unknown: UNKNOWN_TO_REHEARSALS };
}

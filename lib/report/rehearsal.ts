/** The result of a rehearsal, its assumptions, and what it cannot find. */
import { hasErrors } from "../diagnostic";
import type { Rehearsal } from "../engine/rehearse";
import { harmless, type TerminalStyle } from "./look";

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
export function* rehearsalText({ plan, applied, assumed, incomplete }: Rehearsal, look: TerminalStyle): Generator<string> {
  const count = plan.changes.length;
  const changes = `${count} ${count === 1 ? "change" : "changes"}`;
  if (hasErrors(applied.diagnostics)) yield `\n${look.paint("bold", "Rehearsal failed:")} the plan cannot be applied in memory.\n`;
  else if (count === 0) yield `\n${look.paint("green", "Rehearsal:")} there is nothing to apply on any host.\n`;
  else yield `\n${look.paint("green", "Rehearsal:")} ${changes} applied and verified in memory.\n`;
  yield `${assumption(assumed)}${unfinished(incomplete)} Not known to a rehearsal: ${UNKNOWN_TO_REHEARSALS.join(", ")} on the hosts.\n`;
}

function listed(words: readonly string[]): string {
  const more = words.length > SHOWN ? ` and ${words.length - SHOWN} more` : "";
  return words.slice(0, SHOWN).map(harmless).join(", ") + more;
}

function assumption(assumed: readonly string[]): string {
  return `Assumed: the hosts agree with the state${assumed.length === 0 ? "" : `, with ${listed(assumed.map((line) => `"${line}"`))}`}.`;
}

function unfinished(incomplete: readonly string[]): string {
  if (incomplete.length === 0) return "";
  return ` The last apply of ${listed(incomplete)} was not completed: which of its changes were made cannot be known, so objects that no run has seen are assumed to be absent.`;
}

/** The member of the plan's JSON that marks a rehearsal. */
export function rehearsalJson({ applied, assumed, incomplete }: Rehearsal): object {
  return { applied: !hasErrors(applied.diagnostics), assumed, incomplete, unknown: UNKNOWN_TO_REHEARSALS };
}

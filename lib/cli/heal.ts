/** The repair of drift by a watch: an apply that does nothing else. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { inUsersWords } from "../config/app";
import { applyPlan, type Plan } from "../engine";
import { registry } from "../resources";
import { saveErrored, watchedSaves } from "./errored";
import { prepare, type Prepared } from "./commands/plan";
import { print, type CliSession } from "./session";
import type { LoadedStack } from "./stack";
import { whileLocked } from "./state";

/**
 * Applies what repairs drift. Where the plan has other changes, too, nothing is done: they were declared and never applied.
 * Returns errors and warnings.
 */
export async function healStack(session: CliSession, stack: LoadedStack, signal: AbortSignal): Promise<readonly Diagnostic[]> {
  let found: readonly Diagnostic[] = [];
  const ended = await whileLocked(stack.store, "apply", session, async (lock) => {
    lock.handOver();
    const done = await prepare(session, stack, "apply", (prepared) => execute(session, prepared, signal));
    found = [...lock.warnings, ...(done.ok ? done.value : done.diagnostics)];
    return 0;
  });
  return inUsersWords(stack.configuration.written, ended.ok ? found : ended.diagnostics);
}

async function execute(
  session: CliSession,
  { planned, state, hosts, stack }: Prepared,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const allowed = onlyRepairs(planned.plan);
  if (!allowed.ok) return allowed.diagnostics;
  const { save, refusal } = watchedSaves(stack.store);
  const world = { types: registry, hosts, clock: session.doors.clock };
  const ended = await applyPlan({ ...planned, state, world, save, onEvent: () => undefined, signal });
  const why = refusal(ended.state);
  const kept = why === undefined ? [] : await saveErrored(session, { state: ended.state, why }, (pieces) => print(session, pieces));
  return [...ended.diagnostics, ...kept];
}

/** A watch never removes or creates more than drift requires. */
function onlyRepairs(plan: Plan): Result<void> {
  if (hasErrors(plan.diagnostics)) return fail(...plan.diagnostics);
  const declared = plan.changes.filter(({ because }) => because === "declared");
  if (declared.length === 0) return ok(undefined);
  const owners = [...new Set(declared.flatMap((change) => change.owners))];
  const some = owners.slice(0, 3).join(", ");
  const more = owners.length > 3 ? ` and ${owners.length - 3} more` : "";
  const detail = `The configuration has changes that were never applied, of ${some}${more}. A watch repairs drift only. Run \`netweft apply\`; it repairs the drift as well.`;
  return fail(diagnose("not-only-drift", detail));
}

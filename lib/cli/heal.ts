/** The repair of drift by a watch: an apply that does nothing else. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { inUsersWords } from "../config/app";
import { applyPlan, type Plan, type ResourceChange, type State } from "../engine";
import { sameValue } from "../engine/replaced";
import { registry } from "../resources";
import { saveErrored, watchedSaves } from "./errored";
import { prepare, type Prepared } from "./commands/plan";
import { print, type CliSession } from "./session";
import { openStack } from "./stack";
import { whileLocked } from "./state";

/**
 * Applies what repairs drift. Where the plan has other changes, too, nothing is done: they were declared and never applied. The configuration
 * is read again, from the app's last synthesis: another run may have applied a newer one. Returns errors and warnings.
 */
export async function healStack(session: CliSession, signal: AbortSignal): Promise<readonly Diagnostic[]> {
  const stack = await openStack(session, false);
  if (!stack.ok) return stack.diagnostics;
  let found: readonly Diagnostic[] = [];
  const ended = await whileLocked(stack.value.store, "apply", session, async (lock) => {
    lock.handOver();
    const done = await prepare(session, stack.value, "apply", (prepared) => execute(session, prepared, signal));
    found = [...lock.warnings, ...(done.ok ? done.value : done.diagnostics)];
    return 0;
  });
  return inUsersWords(stack.value.configuration.written, ended.ok ? found : ended.diagnostics);
}

async function execute(
  session: CliSession,
  { planned, state, hosts, stack }: Prepared,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const allowed = onlyRepairs(planned.plan, state);
  if (!allowed.ok) return allowed.diagnostics;
  const { save, refusal } = watchedSaves(stack.store);
  const world = { types: registry, hosts, clock: session.doors.clock };
  const ended = await applyPlan({ ...planned, state, world, save, onEvent: () => undefined, signal, onFailure: "stop" });
  const why = refusal(ended.state);
  const kept = why === undefined ? [] : await saveErrored(session, { state: ended.state, why }, (pieces) => print(session, pieces));
  return [...ended.diagnostics, ...kept];
}

/** A watch changes nothing on a host but what drifted, and nothing in the state. */
function onlyRepairs(plan: Plan, state: State): Result<void> {
  if (hasErrors(plan.diagnostics)) return fail(...plan.diagnostics);
  const declared = [
    ...plan.changes.filter(({ because }) => because === "declared").flatMap(({ owners }) => owners),
    ...plan.resources.filter((change) => !isRepair(change, state)).map(({ address }) => address),
    ...plan.outputs.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)).map(({ name }) => `output.${name}`),
  ];
  const [first, ...rest] = [...new Set(declared)];
  if (first === undefined) return ok(undefined);
  const some = [first, ...rest.slice(0, 2)].join(", ");
  const more = rest.length > 2 ? ` and ${rest.length - 2} more` : "";
  const detail = `The configuration has changes that were never applied, of ${some}${more}. A watch repairs drift only. Run \`netweft apply\`; it repairs the drift as well.`;
  return fail(diagnose("not-only-drift", detail));
}

/** Whether the instance stays what the state says of it. `drift` and what is read from the host differ until the repair. */
function isRepair({ address, action, after, movedFrom, importing }: ResourceChange, { instances }: State): boolean {
  if (movedFrom !== undefined || importing !== undefined) return false;
  if (action === "no-op" || action === "read") return true;
  const stored = instances.get(address)?.attributes;
  if (action !== "update" || after === null || stored === undefined) return false;
  return Object.entries(after).every(([name, value]) => name === "drift" || sameValue(value, stored[name]));
}

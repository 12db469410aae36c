import { ok, type Diagnostic, type Result } from "../../diagnostic";
import { planChanges, type Plan, type PlanRequest, type Planned, type State } from "../../engine";
import { encodePlan } from "../../engine/saved";
import { backendLine } from "../../report/backends";
import { backendsOf } from "../../resources/backend";
import { planJson } from "../../report/plan-json";
import { summaryOf } from "../../report/plan-summary";
import { planText } from "../../report/plan-text";
import { complain, failed, print, type Session } from "../session";
import { openStack, type Stack } from "../stack";
import { loadState } from "../state";

/** A stack with its state and what is to be done about it. */
export interface Prepared {
  readonly stack: Stack;
  readonly state: State;
  readonly planned: Planned;
}

/** `netweft plan`: looks and decides, shows it, changes nothing. */
export async function plan(session: Session): Promise<number> {
  const stack = await openStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const prepared = await prepare(session, stack.value, session.given.isOn("destroy") ? "destroy" : "apply");
  if (!prepared.ok) return failed(session, [...stack.diagnostics, ...prepared.diagnostics]);
  const out = session.given.value("out");
  if (out !== undefined) {
    const saved = await save(session, prepared.value, out);
    if (!saved.ok) return failed(session, saved.diagnostics);
  }
  showPlan(session, prepared.value.planned.plan, stack.value.diagnostics);
  if (out !== undefined && !session.json) tellSaved(session, out);
  return session.given.isOn("detailed-exitcode") && !summaryOf(prepared.value.planned.plan).empty ? 2 : 0;
}

/** Reads the state and plans against it. */
export async function prepare(session: Session, stack: Stack, mode: PlanRequest["mode"]): Promise<Result<Prepared>> {
  const state = await loadState(stack.store, session);
  if (!state.ok) return state;
  const planned = await planFrom(session, stack, mode, { state: state.value });
  return planned.ok ? ok({ stack, state: state.value, planned: planned.value }) : planned;
}

/** Plans as the options say. */
export function planFrom(
  { given, doors }: Session,
  { configuration, backend }: Stack,
  mode: PlanRequest["mode"],
  from: Pick<PlanRequest, "state" | "namedBy">,
): Promise<Result<Planned>> {
  return planChanges({
    ...from,
    configuration,
    backend,
    world: doors,
    mode,
    targets: given.list("target"),
    replace: given.list("replace"),
    refresh: given.isOn("refresh"),
  });
}

/** `warnings`: what else is to be said in front of it. */
export function showPlan(session: Session, plan: Plan, warnings: readonly Diagnostic[] = []): void {
  if (!session.json) print(session, [backendLine(backendsOf(plan.providers)), "\n"]);
  complain(session, [...warnings, ...plan.diagnostics]);
  print(session, session.json ? planJson(plan) : planText(plan, session.look));
}

function save(session: Session, { stack, planned }: Prepared, out: string): Promise<Result<void>> {
  return session.doors.files.write(out, encodePlan({ plan: planned.plan, state: stack.store.name }), { secret: true });
}

function tellSaved(session: Session, out: string): void {
  print(session, [`\nSaved the plan to ${out}. To do exactly this, run:\n  netweft apply ${JSON.stringify(out)}\n`]);
}

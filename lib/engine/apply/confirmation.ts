/** A change that hosts take back by themselves unless it is confirmed: what they are sent before it, and how it ends. */
import { createHash } from "node:crypto";
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import { cascadeOf } from "../../kernel/cascade";
import type { Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { textOf } from "../../kernel/line";
import { lackingSecret } from "../../kernel/secrets";
import type { Observation, WayBack } from "../../ports/backend";
import type { Clock } from "../../ports/clock";
import { isReady } from "../../reconcile/execute/fill";
import type { Secrets } from "../../reconcile/execute/secrets";
import type { Hosts } from "../../reconcile/hosts";
import { inverse, sayUnrestored, type Inverse } from "../../reconcile/inverse";
import { naming } from "../../reconcile/inverse/remade";
import type { PlannedStep } from "../../reconcile/plan";
import type { Plan } from "../plan";
import { own } from "../../net/own";
import { POLICY } from "../policy";

/** Whether a change is kept: `kept` when its hosts have the confirmation, `later` when another run decides. */
export type ChangeEnd =
  { readonly how: "kept" } | { readonly how: "later" } | { readonly how: "back"; readonly why: readonly Diagnostic[] };

/** A change that is to be confirmed. */
export interface Confirmation {
  /** Identifies the change on its hosts. */
  readonly id: string;
  /** Who makes it, for others who see it there. */
  readonly by: string;
  /** Seconds after which the hosts go back. */
  readonly seconds: number;
  /** Called once the change is done and verified, with the hosts that wait, and since when by the monotonic clock. */
  readonly decide: (hosts: readonly string[], since: number) => Promise<ChangeEnd>;
  /** New connections to the hosts: those of the run may be cut. */
  readonly reopen?: () => Promise<Result<Hosts>>;
}

/** The id of a change. It begins with what all runs over the same state know: another one neither keeps it nor takes it back. */
export function changeId(lineage: string, random: string): string {
  return `${stateIn(lineage)}-${random}`;
}

/** Whether the change was made over the state of this lineage. */
export function isOverState(id: string, lineage: string): boolean {
  return id.startsWith(`${stateIn(lineage)}-`);
}

function stateIn(lineage: string): string {
  return createHash("sha256").update(lineage).digest("hex").slice(0, 16);
}

type ConfirmationViews = ReadonlyMap<string, Observation>;

/** The hosts that wait, and what does not come back as it was. */
export interface GuardedHosts {
  readonly hosts: readonly string[];
  /** Since when they wait, by the monotonic clock. */
  readonly since: number;
  readonly diagnostics: readonly Diagnostic[];
}

function stepsOn({ phases }: Pick<Plan, "phases">, host: string): readonly PlannedStep[] {
  return phases.flatMap((phase) => own(phase, host) ?? []);
}

function unable(fact: Fact): Diagnostic {
  const detail = `Host "${fact.host}" cannot take back this plan by itself: "${textOf(fact)}" would need a key that is only there until the change, or made by it.`;
  return diagnose("no-way-back", detail, { host: fact.host, fact: textOf(fact) });
}

/** The way back of each host that the plan changes, from what it will be after all steps. */
function waysBack(
  plan: Plan,
  seen: ConfirmationViews,
  { id, by, seconds }: Confirmation,
  secrets: Secrets,
): Result<ReadonlyMap<string, WayBack>> {
  const changed = [...new Set(plan.phases.flatMap((phase) => Object.keys(phase)))];
  const here = changed.flatMap((host) => (seen.has(host) ? [[host, seen.get(host)!] as const] : []));
  const before = new Map(here.map(([host, { facts }]) => [host, facts]));
  const now = new Map(here.map(([host, { facts }]) => [host, cascadeOf(facts, stepsOn(plan, host))]));
  const back = inverse({ ...POLICY, plan, before, now });
  const ways = new Map(
    here.map(([host, { generation, scope }]): [string, WayBack] => {
      return [host, { id, by, seconds, steps: stepsOn(back, host), scope, generation, ...(secrets.size > 0 && { secrets }) }];
    }),
  );
  const steps = here.flatMap(([host]) => stepsOn(back, host));
  const secret = steps.find((step) => !isReady(step))?.fact ?? lackingKey(steps, secrets) ?? losingKey(before, back);
  if (secret !== undefined) return fail(unable(secret));
  return ok(ways, back.unrestored.map(sayUnrestored));
}

/** A fact that needs a key which only its host had. */
function lackingKey(steps: readonly PlannedStep[], secrets: Secrets): Fact | undefined {
  const step = lackingSecret({ steps, secrets })?.step;
  return step === undefined ? undefined : steps[step]!.fact;
}

/** A fact whose key the change replaces by one that only its host will know: the way back could not even tell the two apart. */
function losingKey(before: ReadonlyMap<string, Facts>, { remade }: Inverse): Fact | undefined {
  const [key] = naming(before, remade).keys();
  return key === undefined ? undefined : [...before.values()].find((facts) => facts.has(key))!.get(key);
}

/** Sends each host its way back. If one does not take it, none waits. */
export async function guarded(
  plan: Plan,
  seen: ConfirmationViews,
  { hosts, secrets, clock }: { readonly hosts: Hosts; readonly secrets: Secrets; readonly clock: Clock },
  confirmation: Confirmation,
): Promise<Result<GuardedHosts>> {
  const ways = waysBack(plan, seen, confirmation, secrets);
  if (!ways.ok) return ways;
  const answers = await hosts.arm(ways.value);
  const problems = [...answers.values()].flatMap(({ diagnostics }) => diagnostics);
  const waiting = [...answers].flatMap(([host, { ok: isArmed }]) => (isArmed ? [host] : []));
  if (!hasErrors(problems)) return ok({ hosts: waiting, since: clock.monotonic(), diagnostics: ways.diagnostics });
  // Also those whose answer was lost: they may wait.
  await kept(hosts, [...ways.value.keys()], confirmation);
  return fail(...problems);
}

/** Ends the wait of hosts that stay as they are. */
export async function kept(hosts: Hosts, waiting: readonly string[], { id }: Pick<Confirmation, "id">): Promise<readonly Diagnostic[]> {
  const answers = await hosts.disarm(new Map(waiting.map((host) => [host, { id, how: "keep" }])));
  return [...answers.values()].flatMap(({ diagnostics }) => diagnostics);
}

/** The way back of units in which a step failed. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Facts } from "../../kernel/facts";
import type { Observation, Scope } from "../../ports/backend";
import { filled } from "../../reconcile/execute/fill";
import { newSecrets } from "../../reconcile/execute/secrets";
import { settle } from "../../reconcile/execute/settle";
import { verify } from "../../reconcile/execute/confirm";
import { inverse, sayUnrestored, type Inverse } from "../../reconcile/inverse";
import { own } from "../../net/own";
import type { FactPlan } from "../../reconcile/plan";
import { joinedScopes } from "../../reconcile/scope";
import { POLICY } from "../policy";
import type { ApplyRequest } from "../requests";
import { oursOf, runAll, type ApplyEnvironment, type ApplyObservations, type ApplyRun } from "./execute";
import type { Unit } from "./units";

/** What went back. */
export interface RolledBack {
  /** Addresses of which not everything is as before: a host did not answer, or a step back failed. */
  readonly open: ReadonlySet<string>;
  /** Keys that could not be given back: the earlier public part or fingerprint → the new one. */
  readonly remade: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A second one, over a new observation, where the first one met with an obstacle. */
const MOST_TRIES = 2;

/** One execution of an inverse. */
interface Try {
  readonly way: Inverse;
  readonly run: ApplyRun;
  readonly failed: ReadonlySet<string>;
  readonly unreached: readonly string[];
  readonly problems: readonly Diagnostic[];
}

/** Undoes what the phases of a run did on the hosts of these units. `first`: the hosts before the run. */
export async function rollBack(
  units: readonly Unit[],
  run: ApplyRun,
  request: ApplyRequest,
  doors: ApplyEnvironment & { readonly first: ApplyObservations },
): Promise<RolledBack> {
  const hosts = units.flatMap((unit) => [...unit.hosts]);
  request.onEvent({ type: "rollback", hosts });
  const begun = { changes: filled(request.plan.changes, run.values), phases: run.begun };
  const scopes = new Map(hosts.flatMap((host) => scopeOf(host, doors)));
  let last = await oneTry(begun, scopes, request, doors);
  for (let n = 1; n < MOST_TRIES && last.problems.length > 0 && !request.signal?.aborted; n++)
    last = await oneTry(begun, scopes, request, doors);
  return outcome(units, begun, last);
}

function scopeOf(host: string, { first, scopes }: ApplyEnvironment & { readonly first: ApplyObservations }) {
  const [before, scope] = [first.get(host), scopes.get(host)];
  return before === undefined || scope === undefined ? [] : [[host, joinedScopes(before.scope, scope)] as const];
}

function factsIn(seen: ReadonlyMap<string, Observation>, hosts: Iterable<string>): ReadonlyMap<string, Facts> {
  return new Map([...hosts].flatMap((host) => (seen.has(host) ? [[host, seen.get(host)!.facts] as const] : [])));
}

async function oneTry(
  begun: FactPlan,
  scopes: ReadonlyMap<string, Scope>,
  request: ApplyRequest,
  { first, hosts }: ApplyEnvironment & { readonly first: ApplyObservations },
): Promise<Try> {
  const answers = await hosts.observe(scopes);
  const seen = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : [])));
  const way = inverse({ ...POLICY, plan: begun, before: factsIn(first, seen.keys()), now: factsIn(seen, seen.keys()) });
  const { values, secrets } = newSecrets(way.changes, request.world.clock);
  const plan = { changes: filled(way.changes, values), phases: filled(way.phases, values) };
  const onEvent: ApplyRequest["onEvent"] = (event) => event.type !== "start" && request.onEvent(event);
  const run = await runAll({ plan, world: request.world, onEvent }, { hosts, scopes, secrets, units: [] }, seen);
  const settled = await settle(run.seen, oursOf(plan), { hosts, clock: request.world.clock, onEvent }, ["tentative"]);
  const changes = filled(plan.changes, run.values);
  const { failed, diagnostics } = verify(changes, settled.seen, run.stopped);
  const unreached = [...scopes.keys()].filter(
    (host) => !settled.seen.has(host) && begun.phases.some((phase) => own(phase, host) !== undefined),
  );
  const problems = [...[...answers.values()].flatMap((answer) => answer.diagnostics), ...run.diagnostics, ...diagnostics];
  const known = new Map([...values, ...run.values]);
  return { way: { ...way, remade: resolved(way.remade, known) }, run, failed, unreached, problems };
}

/** The values that were made in place of lost ones. */
function resolved(remade: Inverse["remade"], values: ReadonlyMap<string, string>): Inverse["remade"] {
  return new Map(
    [...remade].flatMap(([earlier, placeholder]) => (values.has(placeholder) ? [[earlier, values.get(placeholder)!] as const] : [])),
  );
}

function outcome(units: readonly Unit[], begun: FactPlan, { way, failed, unreached, problems }: Try): RolledBack {
  const isUnreached = new Set(unreached);
  const left = begun.changes.filter(({ before, after }) => isUnreached.has((after ?? before)!.host));
  const open = new Set([...failed, ...left.flatMap(({ owners }) => owners)]);
  const reports = units.map((unit) => sayUnit(unit, open));
  return { open, remade: way.remade, diagnostics: [...problems, ...reports, ...way.unrestored.map(sayUnrestored)] };
}

function sayUnit({ hosts, addresses }: Unit, open: ReadonlySet<string>): Diagnostic {
  const names = [...hosts].sort().map((host) => `"${host}"`);
  const [here, where] = [names.length === 1 ? "host" : "hosts", names.join(", ")];
  const list = (some: readonly string[]) => some.slice(0, 5).join(", ") + (some.length > 5 ? ` and ${some.length - 5} more` : "");
  const at = hosts.size === 1 ? { host: [...hosts][0]! } : {};
  const left = [...addresses].filter((address) => open.has(address));
  if (left.length === 0)
    return diagnose(
      "rolled-back",
      `A step failed, so what the apply had done on ${here} ${where} was undone. As before: ${list([...addresses])}.`,
      at,
    );
  const detail = `A step failed, and not all of what the apply had done on ${here} ${where} could be undone. Not as before: ${list(left)}. The other errors say why. The state has what may exist: run the apply again to complete the change, or go back to the earlier configuration and apply that.`;
  return diagnose("rollback-incomplete", detail, at);
}

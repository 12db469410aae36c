import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../../diagnostic";
import { applyPlan, whileOpen, type Plan, type Planned, type State } from "../../engine";
import { readProviders } from "../../engine/providers";
import { isUnseen } from "../../kernel/kinds";
import { parseWritten } from "../../kernel/line";
import { type Disarming } from "../../ports/backend";
import type { Hosts } from "../../reconcile/hosts";
import { EMPTY_SCOPE } from "../../reconcile/scope";
import { waitingHosts } from "../../reconcile/armed";
import { registry } from "../../resources";
import { openHostsFor } from "../hosts";
import { loadStackState } from "../left-behind";
import { complain, failed, print, printJson, type CliSession } from "../session";
import { openStack, type LoadedStack } from "../stack";
import { completeState, whileLocked } from "../state";
import { planFrom } from "./plan";
import { isOverState } from "../../engine/apply/confirmation";

/** What a confirmation has come to. */
interface Ended {
  readonly hosts: readonly string[];
  /** Whether the state is as after a complete apply. */
  readonly isRecorded: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** `netweft confirm [DIR]`. */
export async function confirm(session: CliSession): Promise<number> {
  const stack = await openStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const ended = await whileLocked(stack.value.store, "apply", session, async (lock) => {
    lock.handOver();
    const done = await confirmStack(session, stack.value);
    return done.ok ? shown(session, done.value) : failed(session, [...lock.warnings, ...done.diagnostics]);
  });
  return ended.ok ? ended.value : failed(session, ended.diagnostics);
}

function shown(session: CliSession, { hosts, isRecorded, diagnostics }: Ended): number {
  const [word, code] = [session.given.isOn("cancel") ? "cancelled" : "confirmed", hasErrors(diagnostics) ? 1 : 0];
  if (session.json) {
    printJson(session, {
      format_version: "1.0",
      [word]: hosts,
      recorded: isRecorded,
      diagnostics: diagnostics.map(({ code: one, detail, at }) => ({ code: one, detail, ...at })),
    });
    return code;
  }
  complain(session, diagnostics);
  const rest = isRecorded ? "" : " The state has the change as pending: run the same command again, without --confirm, to write it.";
  if (code === 0)
    print(session, [`${word === "confirmed" ? "Kept" : "Taken back"} on ${hosts.join(", ")}.${word === "confirmed" ? rest : ""}\n`]);
  return code;
}

async function confirmStack(session: CliSession, stack: LoadedStack): Promise<Result<Ended>> {
  const { configuration, backend } = stack;
  const state = await loadStackState(stack, session);
  const providers = readProviders(configuration.providers, backend);
  if (!state.ok || !providers.ok) return fail(...state.diagnostics, ...providers.diagnostics);
  const all = providers.value.configs.flatMap(({ hosts }) => Object.keys(hosts));
  const names = hostsOf(state.value, all);
  return whileOpen(await openHostsFor(session, { configuration, backend, state: state.value }), async (hosts) => {
    const ended = await end(hosts, names, state.value, session.given.isOn("cancel") ? "back" : "keep");
    if (!ended.ok) return ended;
    const rest = hasErrors(ended.diagnostics)
      ? { isRecorded: false, diagnostics: [] }
      : await recorded(session, stack, { hosts, state: state.value });
    return ok({ hosts: ended.value, isRecorded: rest.isRecorded, diagnostics: [...ended.diagnostics, ...rest.diagnostics] });
  });
}

/** The hosts of the pending instances; all hosts where the state shows none. */
function hostsOf({ instances }: State, all: readonly string[]): readonly string[] {
  const lines = [...instances.values()].flatMap(({ private: own }) => (own?.pending ? own.facts : []));
  const named = new Set(lines.flatMap((line) => [parseWritten(line)].flatMap((fact) => (fact.ok ? [fact.value.host] : []))));
  const known = all.filter((host) => named.has(host));
  return known.length > 0 ? known : all;
}

/** Tells all hosts that wait; none, if one of them does not answer, or is not to be kept alone. */
async function end(hosts: Hosts, names: readonly string[], { lineage }: State, how: Disarming["how"]): Promise<Result<readonly string[]>> {
  const answers = await hosts.observe(new Map(names.map((host) => [host, EMPTY_SCOPE])));
  const problems = [...answers.values()].flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(problems)) return fail(...problems);
  const seen = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : [])));
  const armed = [...seen].flatMap(([host, { armed: one }]) => (one === undefined ? [] : [[host, one.id] as const]));
  const waiting = new Map(armed.flatMap(([host, id]) => (isOverState(id, lineage) ? [[host, { id, how }] as const] : [])));
  if (waiting.size === 0) return fail(...waitingHosts(seen), nothingToEnd(names, armed));
  const ids = new Set([...waiting.values()].map(({ id }) => id));
  const gone = [...seen].flatMap(([host, { wentBack }]) => (wentBack !== undefined && ids.has(wentBack.id) ? [host] : []));
  if (how === "keep" && gone.length > 0) return fail(...waitingHosts(seen), notAlone(gone, [...waiting.keys()]));
  const answered = await hosts.disarm(waiting);
  const missed = [...answered.values()].flatMap(({ diagnostics }) => diagnostics);
  return ok(
    [...answered].flatMap(([host, answer]) => (answer.ok ? [host] : [])),
    missed,
  );
}

function nothingToEnd(names: readonly string[], others: readonly (readonly [host: string, id: string])[]): Diagnostic {
  const [first] = others;
  const detail =
    first === undefined
      ? `None of the hosts ${names.join(", ")} waits for a confirmation.`
      : `What ${others.map(([host]) => `"${host}"`).join(", ")} waits for was made over another state than this one, so it is neither kept nor taken back here. Run the command where the change was made, or wait until the host goes back.`;
  return diagnose("nothing-to-confirm", detail);
}

/** A change is kept on all of its hosts or on none. */
function notAlone(gone: readonly string[], waiting: readonly string[]): Diagnostic {
  const list = (hosts: readonly string[]) => hosts.map((host) => `"${host}"`).join(", ");
  const detail = `The time was over on ${list(gone)}, which went back, so ${waiting.join(", ")} was not confirmed. Take the rest back with \`netweft confirm --cancel\`, or wait, and apply again with more time.`;
  return diagnose("confirmation-missed", detail);
}

/** Whether only conntrack and learned entries are left to be deleted, which no observation shows. */
function isDone({ phases }: Plan): boolean {
  return phases.every((phase) => Object.values(phase).every((steps) => steps.every(({ fact }) => isUnseen(fact.kind))));
}

/** The plan that has no step left: that of the apply, or of the destroy, that was confirmed. */
async function planOfState(
  session: CliSession,
  stack: LoadedStack,
  from: { readonly hosts: Hosts; readonly state: State },
): Promise<Planned | undefined> {
  for (const mode of ["apply", "destroy"] as const) {
    const planned = await planFrom(session, stack, mode, from);
    if (planned.ok && isDone(planned.value.plan)) return planned.value;
  }
  return undefined;
}

/** Writes the state of an apply whose changes are all there: the plan has no step left. */
async function recorded(
  session: CliSession,
  stack: LoadedStack,
  { hosts, state }: { readonly hosts: Hosts; readonly state: State },
): Promise<{ readonly isRecorded: boolean; readonly diagnostics: readonly Diagnostic[] }> {
  if (session.given.isOn("cancel")) return { isRecorded: false, diagnostics: [] };
  const planned = await planOfState(session, stack, { hosts, state });
  if (planned === undefined) return { isRecorded: false, diagnostics: [] };
  const save = (now: State) => completeState(stack.store, now);
  const world = { types: registry, hosts, clock: session.doors.clock };
  const { diagnostics } = await applyPlan({ ...planned, state, world, save, onEvent: () => undefined });
  return { isRecorded: !hasErrors(diagnostics), diagnostics };
}

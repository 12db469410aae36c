/** `netweft watch`: reports drift when it happens, until Ctrl-C. */
import { diagnose, fail, ok, type Result } from "../../diagnostic";
import { concealed, concealing, type Conceal } from "../../engine/conceal";
import { secretsIn } from "../../engine/watch";
import { openConfigured, prepareDrift, whileOpen, type State } from "../../engine";
import type { Ignore } from "../../drift/finding";
import { stackFindings } from "../../drift/report";
import { withoutSecrets } from "../../drift/concealed";
import { watchJson, watchText } from "../../report/watch";
import { registry } from "../../resources";
import type { Hosts } from "../../reconcile/hosts";
import type { WatchEvent } from "../../watch/events";
import { watch } from "../../watch/watch";
import type { Ground } from "../../watch/watching";
import { readDriftInputs } from "../drift/inputs";
import { healStack } from "../heal";
import { loadStackState } from "../left-behind";
import { remembered } from "../remembered";
import { complain, failed, print, type CliSession } from "../session";
import { openStack, type LoadedStack } from "../stack";
import { seconds } from "../state";
import { webhook } from "../webhook";

export async function watchCommand(session: CliSession): Promise<number> {
  const { given, doors } = session;
  const interval = intervalOf(session);
  const hook = webhook(session);
  const inputs = await readDriftInputs(session);
  if (!interval.ok || !hook.ok || !inputs.ok) return failed(session, [...interval.diagnostics, ...hook.diagnostics, ...inputs.diagnostics]);
  const { ignores } = inputs.value;
  const stack = await openStack(session);
  if (!stack.ok) return failed(session, stack.diagnostics);
  const state = await loadStackState(stack.value, session);
  if (!state.ok) return failed(session, [...stack.diagnostics, ...state.diagnostics]);
  complain(session, stack.diagnostics);
  const { configuration, backend } = stack.value;
  const opened = await openConfigured({ configuration, backend, state: state.value }, doors.drivers);
  const { signal, stop } = interruption(session);
  const heal = given.isOn("heal") ? { heal: () => healStack(session, signal) } : {};
  const done = await whileOpen(opened, async (open) => {
    const hosts = discreet(open, concealing(secretsIn({ configuration, state: state.value })));
    const ground = remembered(stack.value.store, (store) => groundOf(session, { ...stack.value, store }, { hosts, ignores }));
    const first = await ground();
    if (!first.ok) return first;
    const name = first.value.stack;
    const onEvent = (event: WatchEvent) => {
      print(session, [session.json ? watchJson(event, name) : watchText(event, session.look)]);
      hook.value.send(watchJson(event, name));
    };
    const request = { stack: name, hosts, clock: doors.clock, interval: interval.value, ground, onEvent, signal, ...heal };
    const problems = await watch(request);
    return problems.length > 0 ? fail(...problems) : ok(undefined);
  });
  stop();
  await hook.value.end();
  return done.ok ? 0 : failed(session, done.diagnostics);
}

/** Errors of hosts can quote their addresses, which may be sensitive. */
function discreet(hosts: Hosts, conceal: Conceal): Hosts {
  return {
    ...hosts,
    async follow(host, following) {
      const ended = await hosts.follow(host, following);
      return ended && concealed([ended], conceal)[0];
    },
    async observe(scopes, onWait) {
      const answers = await hosts.observe(scopes, onWait);
      return new Map([...answers].map(([host, answer]) => [host, { ...answer, diagnostics: concealed(answer.diagnostics, conceal) }]));
    },
  };
}

const LONGEST = 24 * 3600;

/** Milliseconds between two whole observations; undefined where none are given. */
function intervalOf({ given }: CliSession): Result<number | undefined> {
  const text = given.value("interval");
  if (text === undefined) return ok(undefined);
  const found = seconds("interval", text);
  if (!found.ok) return found;
  if (found.value > 0 && found.value <= LONGEST) return ok(found.value * 1000);
  const detail = `--interval ${JSON.stringify(text)} is no time between two observations: at least 1s, and at most a day.`;
  return fail(diagnose("invalid-option-value", detail));
}

/** The first interruption ends the watch, and a second one the process. */
function interruption({ doors }: CliSession): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  const stop = doors.onInterrupt(() => (controller.signal.aborted ? doors.exit(130) : controller.abort()));
  return { signal: controller.signal, stop };
}

/** What the stored state says now. */
async function groundOf(
  session: CliSession,
  stack: LoadedStack,
  { hosts, ignores }: { readonly hosts: Hosts; readonly ignores: readonly Ignore[] },
): Promise<Result<Ground & { readonly stack: string }>> {
  const { clock } = session.doors;
  const state = await loadStackState(stack, session);
  if (!state.ok) return state;
  const { configuration, backend } = stack;
  const request = { configuration, state: state.value, ...(backend !== undefined && { backend }) };
  const prepared = await prepareDrift({ ...request, world: { types: registry, hosts, clock } });
  if (!prepared.ok) return prepared;
  const { scopes, over } = prepared.value;
  const file = configuration.files[0] ?? stack.store.name;
  const about = { ...request, types: registry, file, seconds: 0, ignores };
  const report: Ground["report"] = (observed) => {
    const found = over(new Map([...observed].map(([host, seen]) => [host, ok(seen)])));
    return ok(withoutSecrets(stackFindings({ ...about, observedAt: clock.now(), found })));
  };
  const { serial } = state.value;
  return ok({ stack: over(new Map()).stack, scopes, serial, claimed: isClaimed(state.value) ? serial : undefined, report });
}

/** An apply has claimed objects, and has not recorded yet what became of them. */
function isClaimed({ instances }: State): boolean {
  return [...instances.values()].some((instance) => instance.private?.pending === true);
}

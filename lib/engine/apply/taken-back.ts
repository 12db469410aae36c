/** Hosts go back now, or it is found out what became of them. */
import { diagnose, ok, type Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import type { Clock } from "../../ports/clock";
import type { Hosts } from "../../reconcile/hosts";
import { EMPTY_SCOPE } from "../../reconcile/scope";
import { whileOpen } from "../opened";
import type { Confirmation, GuardedHosts } from "./confirmation";

/** Milliseconds that a host may take to go back once its time is over. */
const GRACE = 10_000;

/** The longest time in milliseconds for which a host that does not answer is waited for. */
const LONGEST = 60_000;

const PAUSE = 1000;

/** The hosts that went back, and what is to be said of those that were not asked to. */
export interface TakenBack {
  readonly back: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What became of a host. */
interface HostEnd {
  readonly isBack: boolean;
  readonly diagnostic: Diagnostic;
}

type LeftHosts = ReadonlyMap<string, readonly Diagnostic[]>;

/** Lets the hosts go back now. One that cannot be reached does it by itself: that is waited for, if it is soon. */
export async function takenBack(
  hosts: Hosts,
  { hosts: waiting, since }: GuardedHosts,
  confirmation: Confirmation,
  clock: Clock,
): Promise<TakenBack> {
  const { id } = confirmation;
  const answers = await hosts.disarm(new Map(waiting.map((host) => [host, { id, how: "back" }])));
  const left = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [] : [[host, answer.diagnostics] as const])));
  const end = since + confirmation.seconds * 1000 + GRACE;
  const said = await followed(left, confirmation, { hosts, clock, until: Math.min(end, clock.monotonic() + LONGEST) });
  const ends = new Map([...left].map(([host, why]) => [host, said.get(host) ?? unanswered(host, why)]));
  return {
    back: waiting.filter((host) => ends.get(host)?.isBack !== false),
    diagnostics: [...ends.values()].map(({ diagnostic }) => diagnostic),
  };
}

interface LateAnswers {
  readonly hosts: Hosts;
  readonly clock: Clock;
  readonly until: number;
}

/** What became of the hosts, as far as they answer. */
async function followed(left: LeftHosts, confirmation: Confirmation, following: LateAnswers): Promise<ReadonlyMap<string, HostEnd>> {
  const said = new Map<string, HostEnd>();
  const { clock, until } = following;
  for (;;) {
    const open = [...left.keys()].filter((host) => !said.has(host));
    if (open.length === 0) return said;
    for (const [host, seen] of await observed(open, confirmation, following)) {
      const end = endOf(host, seen, confirmation.id);
      if (end !== undefined) said.set(host, end);
    }
    if (said.size === left.size || clock.monotonic() + PAUSE > until) return said;
    await clock.sleep(PAUSE);
  }
}

async function observed(
  names: readonly string[],
  { reopen }: Confirmation,
  { hosts }: LateAnswers,
): Promise<readonly (readonly [string, Observation])[]> {
  const scopes = new Map(names.map((host) => [host, EMPTY_SCOPE]));
  const answers = await whileOpen(reopen === undefined ? ok({ ...hosts, close: () => Promise.resolve() }) : await reopen(), async (open) =>
    ok(await open.observe(scopes)),
  );
  if (!answers.ok) return [];
  return [...answers.value].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : []));
}

/** Undefined while the host waits. */
function endOf(host: string, { armed, wentBack }: Observation, id: string): HostEnd | undefined {
  if (armed?.id === id) return undefined;
  if (wentBack?.id !== id) {
    const detail = `Host "${host}" keeps the change: it had the confirmation already. Run \`netweft plan\`: it shows what differs from the configuration.`;
    return { isBack: false, diagnostic: diagnose("not-restored", detail, { host }) };
  }
  const rest = wentBack.failures.length === 0 ? "" : ` It could not do all of its way back: ${wentBack.failures.join("; ")}.`;
  return { isBack: true, diagnostic: diagnose("went-back", `Host "${host}" went back by itself at ${wentBack.at}.${rest}`, { host }) };
}

function unanswered(host: string, why: readonly Diagnostic[]): HostEnd {
  const words = why.map(({ detail }) => detail).join(" ");
  const detail = `Host "${host}" does not answer. It goes back by itself when its time is over. ${words}`;
  return { isBack: false, diagnostic: diagnose("went-back", detail, { host }) };
}

import { diagnose, type Diagnostic, type Where } from "../../diagnostic";
import type { Clock } from "../../ports/clock";
import type { Observation, Scope, Unsettled } from "../../ports/backend";
import type { Key } from "../../kernel/fact";
import { textOf } from "../../kernel/line";
import type { Hosts } from "../hosts";
import type { ExecutionEvent } from "./events";
import { scopesOf } from "../scope";
import { sessionDown } from "../sessions";

/** Time limits for states that settle by themselves, and the diagnostics when they do not. */
interface Patience {
  readonly longestMs: number;
  /** Absent: what does not settle may be meant so. */
  readonly tooLong?: (line: string, at: Where) => Diagnostic;
}

type SettlingFacts = Exclude<Unsettled, "dadfailed">;

const PATIENCE: Readonly<Record<SettlingFacts, Patience>> = {
  // The kernel probes once and waits one second (RFC 4862); a bridge port with STP forwards after thirty.
  tentative: {
    longestMs: 40_000,
    tooLong: (line, at) =>
      diagnose(
        "still-tentative",
        `"${line}" was still tentative after 40 s: duplicate address detection has not finished. Check the link's carrier and spanning tree, then apply again.`,
        at,
      ),
  },
  // Two running peers establish a session within two seconds. A peer that is down may stay so for days: do not wait for it.
  connecting: {
    longestMs: 10_000,
    tooLong: (line, at) => sessionDown(line, at, "had no session after 10 s"),
  },
  // The kernel looks for the carrier of new links once a second. A port with STP, or one whose other end is down, is not waited for.
  blocked: { longestMs: 3_000 },
};

const PAUSE_MS = 200;

export interface Settled {
  readonly seen: ReadonlyMap<string, Observation>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Our facts in one of these states, per host. */
function waitingOn(
  seen: ReadonlyMap<string, Observation>,
  ours: ReadonlySet<Key>,
  states: readonly SettlingFacts[],
): ReadonlyMap<string, readonly Key[]> {
  const isWaitedFor = ([key, state]: readonly [Key, Unsettled]) => ours.has(key) && states.some((one) => one === state);
  const waiting = [...seen].map(([host, { unsettled }]) => [host, [...unsettled].filter(isWaitedFor).map(([key]) => key)] as const);
  return new Map(waiting.filter(([, keys]) => keys.length > 0));
}

/** Observes only the scope of these facts again, and updates only them. */
function scopeOf(host: string, keys: readonly Key[], seen: ReadonlyMap<string, Observation>): Scope {
  const facts = keys.flatMap((key) => seen.get(host)!.facts.get(key) ?? []);
  return scopesOf(facts, [host]).get(host)!;
}

function renewed(before: Observation, now: Observation, keys: readonly Key[]): Observation {
  const unsettled = new Map(before.unsettled);
  const facts = new Map(before.facts);
  for (const key of keys) {
    const state = now.unsettled.get(key);
    if (state === undefined) unsettled.delete(key);
    else unsettled.set(key, state);
    const fact = now.facts.get(key);
    if (fact === undefined) facts.delete(key);
    else facts.set(key, fact);
  }
  return { ...before, facts, unsettled };
}

function tooLong(state: SettlingFacts, waiting: ReadonlyMap<string, readonly Key[]>, seen: ReadonlyMap<string, Observation>) {
  const say = PATIENCE[state].tooLong;
  if (say === undefined) return [];
  return [...waiting].flatMap(([host, keys]) =>
    keys.map((key) => {
      const fact = textOf(seen.get(host)!.facts.get(key)!);
      return say(fact, { host, fact });
    }),
  );
}

async function lookAgain(seen: Settled["seen"], waiting: ReadonlyMap<string, readonly Key[]>, hosts: Hosts): Promise<Settled> {
  const answers = await hosts.observe(new Map([...waiting].map(([host, keys]) => [host, scopeOf(host, keys, seen)])));
  const next = new Map(seen);
  for (const [host, answer] of answers) if (answer.ok) next.set(host, renewed(seen.get(host)!, answer.value, waiting.get(host)!));
  return { seen: next, diagnostics: [...answers.values()].flatMap((answer) => (answer.ok ? [] : answer.diagnostics)) };
}

/**
 * Waits, within limits, until duplicate address detection of our IPv6 addresses has finished and our BGP neighbors have their
 * sessions: concurrently, each with its own limit. `states`: which of them.
 */
export async function settle(
  first: ReadonlyMap<string, Observation>,
  ours: ReadonlySet<Key>,
  world: { readonly hosts: Hosts; readonly clock: Clock; readonly onEvent: (event: ExecutionEvent) => void },
  states: readonly SettlingFacts[] = ["tentative", "connecting"],
): Promise<Settled> {
  let seen = first;
  let patient = states;
  const diagnostics: Diagnostic[] = [];
  const begin = world.clock.monotonic();
  for (let pause = PAUSE_MS; ;) {
    const late = patient.filter((state) => world.clock.monotonic() - begin >= PATIENCE[state].longestMs);
    for (const state of late) diagnostics.push(...tooLong(state, waitingOn(seen, ours, [state]), seen));
    patient = patient.filter((state) => !late.includes(state));
    const waiting = waitingOn(seen, ours, patient);
    if (waiting.size === 0) return { seen, diagnostics };
    for (const [host, keys] of waiting) world.onEvent({ type: "settling", host, waiting: keys.length });
    await world.clock.sleep(pause);
    const asked = world.clock.monotonic();
    const { seen: next, diagnostics: problems } = await lookAgain(seen, waiting, world.hosts);
    pause = Math.max(PAUSE_MS, world.clock.monotonic() - asked);
    seen = next;
    if (problems.length > 0) return { seen, diagnostics: [...diagnostics, ...problems] };
  }
}

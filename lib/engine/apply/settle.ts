import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Clock, Observation, Scope } from "../../io";
import type { Key } from "../../kernel/fact";
import { textOf } from "../../kernel/line";
import type { Hosts } from "../hosts";
import type { ApplyEvent } from "../requests";
import { scopesOf } from "../scope";

/** The kernel probes once and waits a second (RFC 4862); a bridge port with STP forwards after thirty. */
const LONGEST_MS = 40_000;
const PAUSE_MS = 200;

export interface Settled {
  readonly seen: ReadonlyMap<string, Observation>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The addresses of ours that the kernel still probes for duplicates. */
function tentative(observation: Observation, ours: ReadonlySet<Key>): readonly Key[] {
  return [...observation.unsettled].filter(([key, state]) => state === "tentative" && ours.has(key)).map(([key]) => key);
}

function waitingOn(seen: ReadonlyMap<string, Observation>, ours: ReadonlySet<Key>): ReadonlyMap<string, readonly Key[]> {
  const waiting = [...seen].map(([host, observation]) => [host, tentative(observation, ours)] as const);
  return new Map(waiting.filter(([, keys]) => keys.length > 0));
}

/** Only the namespaces with such addresses are read again, and of them only the addresses are believed. */
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
    if (!now.facts.has(key)) facts.delete(key);
  }
  return { ...before, facts, unsettled };
}

function tooLong(waiting: ReadonlyMap<string, readonly Key[]>, seen: ReadonlyMap<string, Observation>): readonly Diagnostic[] {
  return [...waiting].flatMap(([host, keys]) =>
    keys.map((key) => {
      const fact = textOf(seen.get(host)!.facts.get(key)!);
      const detail = `"${fact}" was still tentative after ${LONGEST_MS / 1000} s: the kernel has not finished looking for another owner. Look at the link's carrier and at spanning tree, then apply again.`;
      return diagnose("still-tentative", detail, { host, fact });
    }),
  );
}

/** Waits, within bounds, until the kernel has made up its mind about our IPv6 addresses. */
export async function settle(
  first: ReadonlyMap<string, Observation>,
  ours: ReadonlySet<Key>,
  world: { readonly hosts: Hosts; readonly clock: Clock; readonly onEvent: (event: ApplyEvent) => void },
): Promise<Settled> {
  let seen = first;
  const end = world.clock.monotonic() + LONGEST_MS;
  for (let pause = PAUSE_MS; ;) {
    const waiting = waitingOn(seen, ours);
    if (waiting.size === 0) return { seen, diagnostics: [] };
    if (world.clock.monotonic() >= end) return { seen, diagnostics: tooLong(waiting, seen) };
    for (const [host, keys] of waiting) world.onEvent({ type: "settling", host, waiting: keys.length });
    await world.clock.sleep(pause);
    const begin = world.clock.monotonic();
    const answers = await world.hosts.observe(new Map([...waiting].map(([host, keys]) => [host, scopeOf(host, keys, seen)])));
    pause = Math.max(PAUSE_MS, world.clock.monotonic() - begin);
    const next = new Map(seen);
    for (const [host, answer] of answers) if (answer.ok) next.set(host, renewed(seen.get(host)!, answer.value, waiting.get(host)!));
    const problems = [...answers.values()].flatMap((answer) => (answer.ok ? [] : answer.diagnostics));
    if (problems.length > 0) return { seen: next, diagnostics: problems };
    seen = next;
  }
}

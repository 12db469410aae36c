/** The hosts of a watch: each is followed, and what it reports is read again. */
import { diagnose } from "../diagnostic";
import type { Scope } from "../ports/backend";
import { merged } from "../reconcile/merged";
import { covers } from "../reconcile/scope";
import { partOf } from "./touched";
import { emit, lose, touch, WHOLE, type Watching } from "./watching";

/** Between two attempts to follow a host: at first, and at most. */
const RETRY_MS = { first: 1000, most: 30_000 };

/** Follows each host of the scopes in which something of the stack is, with the scope that it has now. */
export function followAll(watching: Watching, scopes: ReadonlyMap<string, Scope>): void {
  for (const [host, scope] of scopes) {
    const followed = watching.followed.get(host);
    if (followed !== undefined && covers(followed.scope, scope)) continue;
    const restart = new AbortController();
    watching.followed.set(host, { scope, restart: () => restart.abort() });
    if (followed === undefined) watching.starting.add(host);
    followed?.restart();
    watching.following.push(followHost(watching, host, scope, AbortSignal.any([watching.request.signal, restart.signal])));
  }
}

/** Follows one host until the signal is aborted, and again after each failure. What happened meanwhile is read as a whole. */
async function followHost(watching: Watching, host: string, scope: Scope, signal: AbortSignal): Promise<void> {
  const { hosts, clock } = watching.request;
  let pause = RETRY_MS.first;
  const onBegun = () => {
    pause = RETRY_MS.first;
    watching.starting.delete(host);
    watching.away.delete(host);
    touch(watching, host, WHOLE);
  };
  while (!signal.aborted) {
    const ended = await hosts.follow(host, { scope, onBegun, onEvent: (event) => touch(watching, host, event), signal });
    if (signal.aborted) return;
    watching.starting.delete(host);
    watching.away.add(host);
    lose(watching, host, ended ?? diagnose("host-unreachable", `Host "${host}" reports nothing any more.`, { host }));
    await clock.sleep(pause, signal);
    pause = Math.min(RETRY_MS.most, pause * 2);
  }
}

/** Starts to read the hosts that have reported something, those whose scope has grown, and those that are new. */
export function readTouched(watching: Watching, scopes: ReadonlyMap<string, Scope>): void {
  for (const [host, whole] of scopes) {
    if (watching.reading.has(host)) continue;
    const scope = scopeOf(watching, host, whole);
    if (scope === undefined) continue;
    watching.touched.delete(host);
    watching.reading.add(host);
    void readHost(watching, host, scope, whole);
  }
}

/** A host that cannot be followed is read when it can be followed again. */
function scopeOf({ observed, touched, away }: Watching, host: string, whole: Scope): Scope | undefined {
  const [known, reported] = [observed.get(host), touched.get(host)];
  if (away.has(host)) return undefined;
  if (known === undefined) return reported === undefined ? undefined : whole;
  if (!covers(known.scope, whole)) return whole;
  return reported && (reported.whole ? whole : partOf(host, reported, known));
}

async function readHost(watching: Watching, host: string, scope: Scope, whole: Scope): Promise<void> {
  const answer = (await watching.request.hosts.observe(new Map([[host, scope]]))).get(host)!;
  watching.reading.delete(host);
  if (!answer.ok) return lose(watching, host, answer.diagnostics[0]!);
  const known = watching.observed.get(host);
  watching.observed.set(host, known === undefined || scope === whole ? answer.value : merged(known, answer.value));
  if (watching.unreachable.delete(host)) emit(watching, { type: "reachable", host });
  watching.fresh = true;
  watching.wake();
}

/** `--batch`, `--max-failures` and `--probe` of an apply: hosts that change one after the other. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Rolling } from "../engine/apply/batches";
import { whileOpen } from "../engine";
import { EMPTY_SCOPE } from "../reconcile/scope";
import type { Reopen } from "./confirmation";
import { probesIn, probesOf, tried, type Probe, type StackProbe } from "./probes";
import type { ReachGround } from "./reach";
import type { CliSession } from "./session";

/** Milliseconds in which the probes must succeed after a batch, and between two rounds of them. */
const TRIED = 30_000;
const PAUSE = 1000;

/** What the options say. */
export interface RollingOptions extends Pick<Rolling, "size" | "maxFailures"> {
  readonly probes: readonly StackProbe[];
}

function refused(detail: string): Result<never> {
  return fail(diagnose("invalid-option-value", detail));
}

/** What the options say; undefined without `--batch`. */
export function rollingAskedFor({ given }: CliSession): Result<RollingOptions | undefined> {
  const [batch, most, confirm] = [given.value("batch"), given.value("max-failures"), given.value("confirm")];
  if (batch === undefined)
    return most === undefined ? ok(undefined) : refused("--max-failures says when no further batch begins, so it needs --batch.");
  if (confirm !== undefined)
    return refused(
      "--batch cannot be with --confirm: a change is confirmed on all of its hosts or on none, so all of them change at once. Leave out one of them.",
    );
  const [, number, percent] = /^([1-9]\d{0,5})(%)?$/.exec(batch) ?? [];
  if (number === undefined || (percent !== undefined && Number(number) > 100))
    return refused(`--batch ${JSON.stringify(batch)} is neither a number of hosts, such as 5, nor a part of them from 1% to 100%.`);
  if (most !== undefined && !/^\d{1,6}$/.test(most)) return refused(`--max-failures ${JSON.stringify(most)} is not a number of hosts.`);
  const probes = probesOf(given.list("probe"));
  if (!probes.ok) return probes;
  const size = percent === undefined ? { hosts: Number(number) } : { percent: Number(number) };
  return ok({ size, maxFailures: Number(most ?? 0), probes: probes.value });
}

/** The rolling change that the apply of a plan is to be. A probe may name what the stack has not. */
export function rollingOf(
  { doors }: CliSession,
  { probes, ...rest }: RollingOptions,
  ground: ReachGround,
  reopen: Reopen,
): Result<Rolling> {
  const found = probesIn(probes, ground);
  if (!found.ok || found.value.length === 0) return found.ok ? ok(rest) : found;
  return ok({ ...rest, check: (hosts) => passed(hosts, found.value, { doors, reopen }) });
}

/** Tries until every host is reached over a new connection and every probe succeeds, or the time is over. */
async function passed(
  hosts: readonly string[],
  probes: readonly Probe[],
  { doors, reopen }: { readonly doors: CliSession["doors"]; readonly reopen: Reopen },
): Promise<readonly Diagnostic[]> {
  const end = doors.clock.monotonic() + TRIED;
  for (;;) {
    const problems = await round(hosts, probes, { doors, reopen, within: Math.max(end - doors.clock.monotonic(), PAUSE) });
    if (!hasErrors(problems)) return [];
    if (doors.clock.monotonic() + PAUSE > end) return problems.map(({ detail, at }) => diagnose("probe-failed", detail, at));
    await doors.clock.sleep(PAUSE);
  }
}

async function round(
  hosts: readonly string[],
  probes: readonly Probe[],
  { doors, reopen, within }: { readonly doors: CliSession["doors"]; readonly reopen: Reopen; readonly within: number },
): Promise<readonly Diagnostic[]> {
  const seen = await whileOpen(await reopen(), async (open) => ok(await open.observe(new Map(hosts.map((host) => [host, EMPTY_SCOPE])))));
  const unread = seen.ok ? [...seen.value.values()].flatMap(({ diagnostics }) => diagnostics) : seen.diagnostics;
  return hasErrors(unread) ? unread : tried(probes, doors, within);
}

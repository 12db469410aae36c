/** `--confirm` and `--probe` of an apply: how long the hosts wait, and what decides. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import type { Confirmation, ChangeEnd } from "../engine/apply/confirmation";
import { whileOpen } from "../engine";
import type { Hosts } from "../reconcile/hosts";
import { probesOf, type Probe } from "./probes";
import type { CliSession } from "./session";
import { seconds } from "./state";

/** Milliseconds between two rounds of probes. */
const PAUSE = 1000;

/** The part of the time in which probes are tried: the rest is for the hosts. */
const PROBED = 0.7;

/** The longest time: ten hours. */
const LONGEST = 36_000;

/** New connections to the hosts. */
export type Reopen = () => Promise<Result<Hosts>>;

/** What `--confirm` and `--probe` say. */
export interface ConfirmOptions {
  readonly seconds: number;
  readonly probes: readonly Probe[];
}

/** What the options say; undefined without `--confirm`. */
export function askedFor({ given }: CliSession): Result<ConfirmOptions | undefined> {
  const [time, texts] = [given.value("confirm"), given.list("probe")];
  if (time === undefined) {
    if (texts.length === 0) return ok(undefined);
    return fail(
      diagnose(
        "invalid-option-value",
        "--probe says when a change is confirmed, so it needs --confirm with a time, such as --confirm 60s.",
      ),
    );
  }
  const [wait, probes] = [seconds("confirm", time), probesOf(texts)];
  if (!wait.ok || !probes.ok) return fail(...wait.diagnostics, ...probes.diagnostics);
  if (wait.value < 1 || wait.value > LONGEST)
    return fail(diagnose("invalid-option-value", `--confirm ${JSON.stringify(time)} is not between 1s and ${LONGEST / 60}m.`));
  return ok({ seconds: wait.value, probes: probes.value });
}

/** The confirmation that an apply is to have. */
export function confirmationOf({ doors }: CliSession, { seconds: wait, probes }: ConfirmOptions, reopen: Reopen): Confirmation {
  const id = doors.clock.uuid();
  const { who } = doors.identity();
  const began = doors.clock.monotonic();
  const decide = (hosts: readonly string[]): Promise<ChangeEnd> =>
    probes.length === 0
      ? Promise.resolve({ how: "later" })
      : decided(hosts, { id, probes, reopen, doors, until: began + wait * 1000 * PROBED });
  return { id, by: who, seconds: wait, decide };
}

interface ProbedChange {
  readonly id: string;
  readonly probes: readonly Probe[];
  readonly reopen: Reopen;
  readonly doors: CliSession["doors"];
  /** When to give up. */
  readonly until: number;
}

/** Over new connections: those that are open would survive a change by which no new one can be made. */
async function decided(hosts: readonly string[], deciding: ProbedChange): Promise<ChangeEnd> {
  const { doors, until, reopen } = deciding;
  for (;;) {
    const tried = await whileOpen(await reopen(), async (open) => ok(await round(hosts, open, deciding)));
    const problems = tried.ok ? tried.value : tried.diagnostics;
    if (!hasErrors(problems)) return { how: "kept" };
    if (doors.clock.monotonic() + PAUSE > until) return { how: "back", why: problems };
    await doors.clock.sleep(PAUSE);
  }
}

/** One round: every host is reached, every probe succeeds, every host gets the confirmation. */
async function round(hosts: readonly string[], open: Hosts, { id, probes, doors }: ProbedChange): Promise<readonly Diagnostic[]> {
  const scope = { netns: [], adopt: {}, sysctls: [] };
  const answers = await open.observe(new Map(hosts.map((host) => [host, scope])));
  const unread = [...answers.values()].flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(unread)) return unread;
  const failed = (await Promise.all(probes.map((probe) => probe(doors)))).flat();
  if (hasErrors(failed)) return failed;
  const answered = await open.disarm(new Map(hosts.map((host) => [host, { id, how: "keep" }])));
  return [...answered.values()].flatMap(({ diagnostics }) => diagnostics);
}

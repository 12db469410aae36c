/** `--confirm` and `--probe` of an apply: how long the hosts wait, and what decides. */
import { diagnose, fail, hasErrors, ok, type Diagnostic, type Result } from "../diagnostic";
import { changeId, type Confirmation, type ChangeEnd } from "../engine/apply/confirmation";
import { whileOpen, type Plan } from "../engine";
import { notArmed } from "../reconcile/armed";
import type { Hosts } from "../reconcile/hosts";
import { EMPTY_SCOPE } from "../reconcile/scope";
import { probesIn, probesOf, tried, type Probe, type StackProbe } from "./probes";
import type { ReachGround } from "./reach";
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
  readonly probes: readonly StackProbe[];
}

/** What the options say; undefined without `--confirm`. */
export function askedFor(session: CliSession): Result<ConfirmOptions | undefined> {
  const { given } = session;
  const [time, texts] = [given.value("confirm"), given.list("probe")];
  if (time === undefined) {
    if (texts.length === 0 || given.value("batch") !== undefined) return ok(undefined);
    return fail(
      diagnose(
        "invalid-option-value",
        "--probe says when a change is confirmed, so it needs --confirm with a time, such as --confirm 60s; or --batch, for probes after each batch.",
      ),
    );
  }
  const skipping = skippingWithConfirm(session);
  if (skipping) return fail(skipping);
  const how = given.value("on-failure");
  if (how !== undefined)
    return fail(
      diagnose(
        "invalid-option-value",
        `--on-failure ${how} cannot be with --confirm: a step that fails before the confirmation takes the change back on all its hosts. Leave out one of them.`,
      ),
    );
  const [wait, probes] = [seconds("confirm", time), probesOf(texts)];
  if (!wait.ok || !probes.ok) return fail(...wait.diagnostics, ...probes.diagnostics);
  if (wait.value < 1 || wait.value > LONGEST)
    return fail(diagnose("invalid-option-value", `--confirm ${JSON.stringify(time)} is not between 1s and ${LONGEST / 60}m.`));
  return ok({ seconds: wait.value, probes: probes.value });
}

/** A change is confirmed on all of its hosts or on none, and one that does not answer can be asked for neither. */
export function skippingWithConfirm({ given }: CliSession): Diagnostic | undefined {
  if (given.value("confirm") === undefined || !given.isOn("skip-unreachable")) return undefined;
  return diagnose("invalid-option-value", `--skip-unreachable ${NOT_SKIPPED}`);
}

const NOT_SKIPPED =
  "cannot be with --confirm: a change is confirmed on all of its hosts or on none, and a host that does not answer can be asked for neither. Leave out one of them.";

/** The errors of a saved plan that skips hosts and is to be confirmed. */
export function skippedWithConfirm({ skipped }: Plan, asked: ConfirmOptions | undefined): readonly Diagnostic[] {
  if (skipped === undefined || asked === undefined) return [];
  const hosts = skipped.map((host) => `"${host}"`).join(", ");
  return [diagnose("contradicts-plan", `The plan skips ${hosts}, which did not answer, and ${NOT_SKIPPED}`)];
}

/** The confirmation that the apply of a plan is to have over this state. A probe may name what the stack has not. */
export function confirmationOf(
  { doors }: Pick<CliSession, "doors">,
  { seconds: wait, probes: asked }: ConfirmOptions,
  ground: ReachGround,
  reopen: Reopen,
): Result<Confirmation> {
  const found = probesIn(asked, ground);
  if (!found.ok) return found;
  const probes = found.value;
  const id = changeId(ground.state.lineage, doors.clock.uuid());
  const { who } = doors.identity();
  const decide = (hosts: readonly string[], since: number): Promise<ChangeEnd> =>
    probes.length === 0
      ? Promise.resolve({ how: "later" })
      : decided(hosts, { id, probes, reopen, doors, until: since + wait * 1000 * PROBED, end: since + wait * 1000 });
  return ok({ id, by: who, seconds: wait, decide, reopen });
}

interface ProbedChange {
  readonly id: string;
  readonly probes: readonly Probe[];
  readonly reopen: Reopen;
  readonly doors: CliSession["doors"];
  /** When to give up. */
  readonly until: number;
  /** When the hosts go back: a probe that runs longer is stopped. */
  readonly end: number;
}

/** Over new connections: those that are open would survive a change by which no new one can be made. */
async function decided(hosts: readonly string[], deciding: ProbedChange): Promise<ChangeEnd> {
  const { doors, until, reopen } = deciding;
  for (;;) {
    const tried = await whileOpen(await reopen(), (open) => round(hosts, open, deciding));
    if (tried.ok) return tried.value;
    if (doors.clock.monotonic() + PAUSE > until) return { how: "back", why: tried.diagnostics };
    await doors.clock.sleep(PAUSE);
  }
}

/**
 * One round: every host is reached, every probe succeeds, every host gets the confirmation. A host that neither waits nor went back has
 * it already, from a round of which the answer was lost.
 */
async function round(hosts: readonly string[], open: Hosts, { id, probes, doors, end }: ProbedChange): Promise<Result<ChangeEnd>> {
  const answers = await open.observe(new Map(hosts.map((host) => [host, EMPTY_SCOPE])));
  const unread = [...answers.values()].flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(unread)) return fail(...unread);
  const seen = [...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value] as const] : []));
  const gone = seen.flatMap(([host, { wentBack }]) => (wentBack?.id === id ? [notArmed(host)] : []));
  if (gone.length > 0) return ok({ how: "back", why: gone });
  const within = Math.max(end - doors.clock.monotonic(), PAUSE);
  const failed = await tried(probes, doors, within);
  if (hasErrors(failed)) return fail(...failed);
  const waiting = seen.filter(([, { armed }]) => armed?.id === id).map(([host]) => [host, { id, how: "keep" }] as const);
  const answered = await open.disarm(new Map(waiting));
  const missed = [...answered.values()].flatMap(({ diagnostics }) => diagnostics);
  return hasErrors(missed) ? fail(...missed) : ok({ how: "kept" });
}

/** A run must not cut the connection by which it reaches a host: the rest of the plan, and its correction, could not be sent. */
import { diagnose, type Diagnostic } from "../../../diagnostic";
import { cascadeOf } from "../../../kernel/cascade";
import { ROOT } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";
import { textOf } from "../../../kernel/line";
import { own } from "../../../net/own";
import type { Observation, OwnPath } from "../../../ports/backend";
import type { Phase, PlannedStep } from "../../../reconcile/plan";
import { lossOf } from "./losses";

/** The steps of a plan, and the hosts as they are. */
export interface PathGround {
  readonly phases: readonly Phase[];
  readonly actual: ReadonlyMap<string, Facts>;
  readonly observed: ReadonlyMap<string, Pick<Observation, "path">>;
  /** Whether the hosts go back by themselves, unless they are reached after the change. */
  readonly isConfirmed: boolean;
}

interface StepLoss {
  readonly why: string;
  readonly step: PlannedStep;
}

/**
 * The first step after which the run no longer reaches the host, of those that are sent together: between them it sends nothing, so what a
 * step takes away and a later one of the same phase gives back is no loss.
 */
function lossIn(host: string, path: OwnPath, before: Facts, steps: readonly PlannedStep[], earlier: Facts): StepLoss | undefined {
  const whyAfter = (count: number) => lossOf({ host, path, before, after: cascadeOf(earlier, steps.slice(0, count)) });
  const why = whyAfter(steps.length);
  if (why === undefined) return undefined;
  let [fine, lost] = [0, steps.length];
  while (lost - fine > 1) {
    const middle = (fine + lost) >> 1;
    if (whyAfter(middle) === undefined) fine = middle;
    else lost = middle;
  }
  return { why, step: steps[lost - 1]! };
}

function lossOn(host: string, path: OwnPath, before: Facts, phases: readonly Phase[]): StepLoss | undefined {
  let now = before;
  for (const phase of phases) {
    const steps = own(phase, host) ?? [];
    if (steps.some(({ fact }) => fact.netns === ROOT)) {
      const loss = lossIn(host, path, before, steps, now);
      if (loss !== undefined) return loss;
    }
    now = cascadeOf(now, steps);
  }
  return undefined;
}

function say(host: string, { client, server, port }: OwnPath, { why, step }: StepLoss, isConfirmed: boolean): Diagnostic {
  const at = { resource: step.owners[0], host, fact: textOf(step.fact) };
  const cut = `This run reaches host "${host}" from ${client} at ${server} port ${port}, and would no longer: ${why}.`;
  if (isConfirmed) return diagnose("own-path-at-risk", `${cut} The host goes back by itself unless the change is confirmed in time.`, at);
  const remedy = `Reach the host by another address or link, or apply with \`--confirm 60s\`: the host then goes back by itself if it is not reached after the change.`;
  return diagnose("own-path-cut", `${cut} The rest of the plan and its correction could not be sent. ${remedy}`, at);
}

/** One diagnostic for each host that the plan would cut off from this run. */
export function pathsStay({ phases, actual, observed, isConfirmed }: PathGround): readonly Diagnostic[] {
  return [...observed].flatMap(([host, { path }]) => {
    const before = actual.get(host);
    if (path === undefined || before === undefined) return [];
    const loss = lossOn(host, path, before, phases);
    return loss === undefined ? [] : [say(host, path, loss, isConfirmed)];
  });
}

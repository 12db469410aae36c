/** The resource budget of an evaluation. All evaluators of one run share it, and stop when it is exhausted. */
import { ELEMENT, MOST_BUILT, MOST_KEPT, MOST_STEPS } from "../../schema/limits";

export interface Budget {
  /** Nodes evaluated and elements visited. */
  steps: number;
  /** Bytes of the intermediate values of one attribute, local value or output. */
  built: number;
  /** Bytes of the values that are kept. */
  kept: number;
  /** Why the evaluation has stopped. Everything is unknown from then on. */
  stopped?: string;
}

export function openBudget(): Budget {
  return { steps: 0, built: 0, kept: 0 };
}

/** Consumes steps; false when there are none left. */
export function spend(budget: Budget, steps: number): boolean {
  if (budget.stopped !== undefined) return false;
  budget.steps += steps;
  if (budget.steps > MOST_STEPS) budget.stopped = `The evaluation takes more than ${MOST_STEPS} steps.`;
  return budget.stopped === undefined;
}

/** Counts bytes of intermediate values. */
export function build(budget: Budget, bytes: number): void {
  budget.built += bytes;
  budget.steps += bytes / ELEMENT;
  if (budget.built > MOST_BUILT) budget.stopped ??= `The intermediate values of this one take more than ${MOST_BUILT} bytes.`;
}

/** Counts bytes of a value that is kept. */
export function keep(budget: Budget, bytes: number): void {
  budget.kept += bytes;
  if (budget.kept > MOST_KEPT) budget.stopped ??= `The values of the configuration take more than ${MOST_KEPT} bytes together.`;
}

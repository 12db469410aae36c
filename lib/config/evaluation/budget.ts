/** What an evaluation may still use. Every evaluator of one run has the same, and stops when it is used up. */
import { ELEMENT, MOST_BUILT, MOST_KEPT, MOST_STEPS } from "../../schema/limits";

export interface Budget {
  /** Nodes evaluated and elements looked at. */
  steps: number;
  /** Bytes of the values made for one attribute, local value or output. */
  built: number;
  /** Bytes of the values that stay. */
  kept: number;
  /** Why the evaluation has stopped. Everything is unknown from then on. */
  stopped?: string;
}

export function openBudget(): Budget {
  return { steps: 0, built: 0, kept: 0 };
}

/** Uses steps; false when there are none left. */
export function spend(budget: Budget, steps: number): boolean {
  if (budget.stopped !== undefined) return false;
  budget.steps += steps;
  if (budget.steps > MOST_STEPS) budget.stopped = `The evaluation takes more than ${MOST_STEPS} steps.`;
  return budget.stopped === undefined;
}

/** Counts bytes that were made on the way to a value. */
export function build(budget: Budget, bytes: number): void {
  budget.built += bytes;
  budget.steps += bytes / ELEMENT;
  if (budget.built > MOST_BUILT) budget.stopped ??= `The values on the way to this one take more than ${MOST_BUILT} bytes.`;
}

/** Counts bytes of a value that stays. */
export function keep(budget: Budget, bytes: number): void {
  budget.kept += bytes;
  if (budget.kept > MOST_KEPT) budget.stopped ??= `The values of the configuration take more than ${MOST_KEPT} bytes together.`;
}

import type { ScriptLine } from "./codecs";
import type { Placed } from "./stage";

/** Tracks which steps are done: those whose lines are all done, regardless of how lines were distributed over processes. */
export interface ScriptProgress {
  /** Sets the lines still to be executed, each by its steps. Steps already done stay done. */
  expect(lines: readonly (readonly number[])[]): void;
  /** One line was done. */
  line(placed: Placed): void;
  hasLine(placed: Placed): boolean;
  /** These steps are done. */
  finished(steps: readonly number[]): void;
  has(step: number): boolean;
  /** How many steps from the front are done. */
  prefix(): number;
}

/** `onStep` is called with the number of finished steps whenever it grows. */
export function progress(count: number, onStep: (done: number) => void): ScriptProgress {
  const done = new Array<boolean>(count).fill(false);
  const lines = new Set<ScriptLine>();
  let left = new Map<number, number>();
  let prefix = 0;
  let total = 0;
  const finished = (steps: readonly number[]) => {
    const fresh = steps.filter((step) => !done[step]);
    for (const step of fresh) done[step] = true;
    while (prefix < count && done[prefix]) prefix++;
    total += fresh.length;
    if (fresh.length > 0) onStep(total);
  };
  return {
    expect(expected) {
      left = new Map();
      for (const step of expected.flat()) left.set(step, (left.get(step) ?? 0) + 1);
    },
    line({ line, steps }) {
      lines.add(line);
      for (const step of steps) left.set(step, (left.get(step) ?? 1) - 1);
      finished(steps.filter((step) => left.get(step) === 0));
    },
    hasLine: ({ line }) => lines.has(line),
    finished,
    has: (step) => done[step]!,
    prefix: () => prefix,
  };
}

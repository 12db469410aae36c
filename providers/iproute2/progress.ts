/** Which steps are done: those whose lines all were, however the lines were spread over processes. */
export interface Progress {
  /** Says anew which lines there are, each by its steps. What is done stays done. */
  expect(lines: readonly (readonly number[])[]): void;
  /** One line with these steps was done. */
  line(steps: readonly number[]): void;
  /** These steps are done. */
  finished(steps: readonly number[]): void;
  has(step: number): boolean;
  /** How many steps from the front are done. */
  prefix(): number;
}

/** `onStep` hears how many steps are done, whenever there are more. */
export function progress(count: number, onStep: (done: number) => void): Progress {
  const done = new Array<boolean>(count).fill(false);
  let left = new Map<number, number>();
  let prefix = 0;
  let total = 0;
  const mark = (step: number) => {
    if (done[step]) return;
    done[step] = true;
    total++;
    while (prefix < count && done[prefix]) prefix++;
  };
  const tell = (before: number) => {
    if (total > before) onStep(total);
  };
  return {
    expect(lines) {
      left = new Map();
      for (const step of lines.flat()) left.set(step, (left.get(step) ?? 0) + 1);
    },
    line(steps) {
      const before = total;
      for (const step of steps) {
        const rest = (left.get(step) ?? 1) - 1;
        left.set(step, rest);
        if (rest === 0) mark(step);
      }
      tell(before);
    },
    finished(steps) {
      const before = total;
      steps.forEach(mark);
      tell(before);
    },
    has: (step) => done[step]!,
    prefix: () => prefix,
  };
}

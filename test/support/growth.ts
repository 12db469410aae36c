/** How often both sizes are measured at most. */
const ROUNDS = 5;

/** Microseconds of processor time. */
export function processorTime(work: () => unknown): number {
  const before = process.cpuUsage().user;
  work();
  return process.cpuUsage().user - before;
}

/**
 * Expects the work of the large size to cost less than `limit` times that of the small one, by the best time of each. What
 * disturbs a measurement (other processes, garbage collection) only adds to it, so measuring ends as soon as that is so.
 *
 * ```ts
 * expectGrowth((size) => processorTime(() => sort(size)), { small: 1000, large: 10_000, limit: 20 });
 * ```
 */
export function expectGrowth(cost: (size: number) => number, sizes: { small: number; large: number; limit: number }): void {
  // As much work for both: the processor time of a short run may be counted in whole ticks of the clock.
  const runs = Math.ceil(sizes.large / sizes.small);
  const small = () => Array.from({ length: runs }, () => cost(sizes.small)).reduce((sum, one) => sum + one, 0) / runs;
  small();
  let best = { small: Infinity, large: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    best = { small: Math.min(best.small, small()), large: Math.min(best.large, cost(sizes.large)) };
    if (best.large < sizes.limit * best.small) break;
  }
  expect(best.large / best.small).toBeLessThan(sizes.limit);
}

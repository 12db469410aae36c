/** How hard random tests search: `NETWEFT_TIMES=45` makes each of them 45 times as long (`npm run soak`). */
export const TIMES = Number(process.env.NETWEFT_TIMES ?? 1);

/** The seed of the short form in CI, where a commit must pass or fail reproducibly. Elsewhere each run tries new cases. */
export const seed: { readonly seed?: number } = process.env.CI && TIMES === 1 ? { seed: 4711 } : {};

/** The parameters of a random test that has so many runs in its short form. */
export function runs(count: number): { readonly numRuns: number; readonly seed?: number } {
  return { numRuns: count * TIMES, ...seed };
}

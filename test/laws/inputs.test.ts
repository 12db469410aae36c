/**
 * Whatever is read: the outcome is a value or diagnostics, after a bounded time, and no value of it gets out of its place. The inputs are
 * recorded ones with changes, so that most of them are nearly right.
 */
import fc from "fast-check";
import { inputs, type Input } from "../support/inputs";
import { mutated, mutations, tokensOf } from "../support/mutations";
import { runs } from "../support/runs";

/** Of all inputs of this file; the long form has 45 times as many. */
const INPUTS = 22_500;

/** Milliseconds for one input. Most take one; what grows with the square of its size takes minutes. */
const LONGEST = 5000;

const shares = Object.values(inputs).reduce((sum, { share }) => sum + share, 0);

test.each(Object.entries(inputs))("%s, changed in any way, is a value or an error", async (_, { samples, grammar, read, share }: Input) => {
  const tokens = samples.map((sample) => tokensOf(sample, grammar));
  for (const sample of samples) await read(sample);
  await fc.assert(
    fc.asyncProperty(mutations(samples.length), async (mutation) => {
      const began = performance.now();
      await read(mutated(tokens, mutation, grammar));
      expect(performance.now() - began).toBeLessThan(LONGEST);
      expect([({} as { polluted?: unknown }).polluted, Object.keys(Object.prototype), ([] as { polluted?: unknown }).polluted]).toEqual([
        undefined,
        [],
        undefined,
      ]);
    }),
    runs(Math.ceil((INPUTS * share) / shares)),
  );
});

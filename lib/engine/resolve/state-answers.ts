/** The states of other configurations that data sources read: each is read once for a survey. */
import type { Result } from "../../diagnostic";
import type { StateQuestion, StoredOutputs } from "../../resources";
import type { ReadOutputs } from "../requests";

type StateAnswer = Result<StoredOutputs | undefined>;

export interface StateAnswers {
  /** What was read; undefined before, and then the question is open. */
  readonly answer: (question: StateQuestion) => StateAnswer | undefined;
  /** Reads the states of all open questions. Whether there were any. Without a way to read, they stay open. */
  readonly read: (outputsOf: ReadOutputs | undefined) => Promise<boolean>;
}

export function stateAnswers(): StateAnswers {
  const answers = new Map<string, StateAnswer>();
  const open = new Map<string, StateQuestion>();
  return {
    answer(question) {
      const key = JSON.stringify(question);
      if (!answers.has(key)) open.set(key, question);
      return answers.get(key);
    },
    async read(outputsOf) {
      if (open.size === 0 || outputsOf === undefined) return false;
      const asked = [...open];
      open.clear();
      const read = await Promise.all(asked.map(async ([key, question]) => [key, await outputsOf(question)] as const));
      for (const [key, answer] of read) answers.set(key, answer);
      return true;
    },
  };
}

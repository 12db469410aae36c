import { listOf, members, perhaps, text } from "../../../lib/schema/shape";
import type { Guard } from "./model";

const texts = listOf(text);
const shape = members({
  armed: perhaps(members({ id: text, by: text, since: text, until: Number.isSafeInteger, steps: texts })),
  wentBack: perhaps(members({ id: text, by: text, at: text, failures: texts })),
  last: perhaps(members({ by: text, at: perhaps(text) })),
});

/** Whether a parsed document is a guard. */
export function isGuard(value: unknown): value is Guard {
  return shape(value);
}

/** A guard from its JSON; undefined if it is none. */
export function guardIn(json: string): Guard | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isGuard(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

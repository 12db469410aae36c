import { hasErrors } from "../diagnostic";
import type { StackFindings } from "./finding";

/** Whether all of the stack's objects were read and compared. Without that the absence of findings is no success. */
export function isComplete({ unread, uncompared, diagnostics }: Pick<StackFindings, "unread" | "uncompared" | "diagnostics">): boolean {
  return unread.length === 0 && uncompared.length === 0 && !hasErrors(diagnostics);
}

import { diagnose, fail, ok, type Result } from "../diagnostic";
import type { CliEnvironment } from "./doors";
import type { CliSession } from "./session";

const questions = {
  apply:
    "\nDo you want to perform these actions?\n  Netweft will perform the actions described above.\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: ",
  destroy:
    "\nDo you really want to destroy all resources?\n  Netweft will destroy everything shown above.\n  There is no undo. Only 'yes' will be accepted to confirm.\n\n  Enter a value: ",
  "replace-provider": "\nDo you want to make these changes?\n  Only 'yes' will be accepted to continue.\n\n  Enter a value: ",
  "force-unlock":
    "\nDo you really want to remove the lock?\n  Another run may still use the state. Only 'yes' will be accepted to confirm.\n\n  Enter a value: ",
} as const;

const CANCELLED: Readonly<Record<keyof typeof questions, string>> = {
  apply: "Apply cancelled.",
  destroy: "Destroy cancelled.",
  "replace-provider": "Cancelled: nothing was changed.",
  "force-unlock": "Cancelled: the lock is still there.",
};

const UNASKED_PLAN =
  "The plan needs approval and there is no terminal to ask on, so nothing was changed. Use --auto-approve, or save a plan with `netweft plan --out FILE`, review it, and apply that file.";

const UNASKED: Partial<typeof CANCELLED> = {
  "replace-provider": "The change needs approval and there is no terminal to ask on, so nothing was changed. Use --auto-approve.",
  "force-unlock": "The question needs an answer and there is no terminal to ask on, so the lock is still there. Use --force.",
};

/** Whether the plan is approved: by an option in advance, or by the answer "yes". */
export async function approved({ given, doors, json }: CliSession, mode: keyof typeof questions): Promise<Result<boolean>> {
  if (given.isOn("auto-approve")) return ok(true);
  const asked = given.isOn("input") && !json;
  const answer = asked ? await onOneLine(doors, questions[mode]) : undefined;
  if (answer === undefined) {
    if (asked) doors.terminal.out("\n");
    return fail(diagnose("not-approved", UNASKED[mode] ?? UNASKED_PLAN));
  }
  doors.terminal.out("\n");
  if (answer.trim() === "yes") return ok(true);
  doors.terminal.out(`${CANCELLED[mode]}\n`);
  return ok(false);
}

/** Asks; an interruption ends the line of the question. */
async function onOneLine({ terminal, onInterrupt }: CliEnvironment, question: string): Promise<string | undefined> {
  const stop = onInterrupt(() => terminal.out("\n"));
  try {
    return await terminal.ask(question);
  } finally {
    stop();
  }
}

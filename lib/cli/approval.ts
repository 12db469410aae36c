import { diagnose, fail, ok, type Result } from "../diagnostic";
import type { CliEnvironment } from "./doors";
import type { CliSession } from "./session";

const questions = {
  apply:
    "\nDo you want to perform these actions?\n  Netweft will perform the actions described above.\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: ",
  destroy:
    "\nDo you really want to destroy all resources?\n  Netweft will destroy everything shown above.\n  There is no undo. Only 'yes' will be accepted to confirm.\n\n  Enter a value: ",
  "replace-provider": "\nDo you want to make these changes?\n  Only 'yes' will be accepted to continue.\n\n  Enter a value: ",
  migrate:
    "\nDo you want to copy the state to the new place?\n  The earlier place is not read any more. Only 'yes' will be accepted to confirm.\n\n  Enter a value: ",
  "force-unlock":
    "\nDo you really want to remove the lock?\n  Another run may still use the state. Only 'yes' will be accepted to confirm.\n\n  Enter a value: ",
} as const;

const CANCELLED: Readonly<Record<keyof typeof questions, string>> = {
  apply: "Apply cancelled.",
  destroy: "Destroy cancelled.",
  "replace-provider": "Cancelled: nothing was changed.",
  migrate: "Cancelled: nothing was copied.",
  "force-unlock": "Cancelled: the lock is still there.",
};

const UNASKED: Readonly<Record<keyof typeof questions, (why: string) => string>> = {
  apply: (why) => unaskedPlan(why, "netweft plan --out FILE"),
  destroy: (why) => unaskedPlan(why, "netweft plan --destroy --out FILE"),
  "replace-provider": (why) => `The change needs approval and ${why}, so nothing was changed. Use --auto-approve.`,
  migrate: (why) => `The copy needs approval and ${why}, so nothing was copied. Use --force-copy.`,
  "force-unlock": (why) => `The question needs an answer and ${why}, so the lock is still there. Use --force.`,
};

function unaskedPlan(why: string, command: string): string {
  return `The plan needs approval and ${why}, so nothing was changed. Use --auto-approve, or save a plan with \`${command}\`, review it, and apply that file.`;
}

function whyUnasked({ given, json }: CliSession): string {
  if (!given.isOn("input")) return "--input=false forbids the question";
  return json ? "with --json nothing is asked" : "there is no terminal to ask on";
}

/** Whether the plan is approved: by an option in advance, or by the answer "yes". */
export async function approved(session: CliSession, mode: keyof typeof questions): Promise<Result<boolean>> {
  const { given, doors, json } = session;
  if (given.isOn("auto-approve")) return ok(true);
  const asked = given.isOn("input") && !json;
  const answer = asked ? await onOneLine(doors, questions[mode]) : undefined;
  if (answer === undefined) {
    if (asked) doors.terminal.out("\n");
    return fail(diagnose("not-approved", UNASKED[mode](whyUnasked(session))));
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

import { diagnose, fail, ok, type Result } from "../diagnostic";
import type { CliEnvironment } from "./doors";
import type { CliSession } from "./session";

const questions = {
  apply:
    "\nDo you want to perform these actions?\n  Netweft will perform the actions described above.\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: ",
  destroy:
    "\nDo you really want to destroy all resources?\n  Netweft will destroy everything shown above.\n  There is no undo. Only 'yes' will be accepted to confirm.\n\n  Enter a value: ",
} as const;

/** Whether the plan is approved: by an option in advance, or by the answer "yes". */
export async function approved({ given, doors, json }: CliSession, mode: "apply" | "destroy"): Promise<Result<boolean>> {
  if (given.isOn("auto-approve")) return ok(true);
  const asked = given.isOn("input") && !json;
  const answer = asked ? await onOneLine(doors, questions[mode]) : undefined;
  if (answer === undefined) {
    if (asked) doors.terminal.out("\n");
    const detail =
      "The plan needs approval and there is no terminal to ask on, so nothing was changed. Use --auto-approve, or save a plan with `netweft plan --out FILE`, review it, and apply that file.";
    return fail(diagnose("not-approved", detail));
  }
  doors.terminal.out("\n");
  if (answer.trim() === "yes") return ok(true);
  doors.terminal.out(`${mode === "apply" ? "Apply" : "Destroy"} cancelled.\n`);
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

import { diagnosticJson } from "../../report/diagnostics";
import { checkBlank } from "../blank";
import { complain, print, printJson, type CliSession } from "../session";
import { declaredStack } from "../stack";
import type { Diagnostic } from "../../diagnostic";

/** `netweft validate`: checks the configuration without reading any host or state. */
export async function validate(session: CliSession): Promise<number> {
  const stack = await declaredStack(session);
  if (!stack.ok) return tell(session, stack.diagnostics);
  return tell(session, [...stack.value.diagnostics, ...(await checkBlank(session, stack.value))]);
}

/** The output has the form of `terraform validate -json`. */
function tell(session: CliSession, diagnostics: readonly Diagnostic[]): number {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const counts = { error_count: errors, warning_count: diagnostics.length - errors };
  if (session.json)
    printJson(session, { format_version: "1.0", valid: errors === 0, ...counts, diagnostics: diagnostics.map(diagnosticJson) });
  complain(session, diagnostics);
  if (errors === 0 && !session.json) print(session, [`${session.look.paint("green", "Success!")} The configuration is valid.\n`]);
  return errors > 0 ? 1 : 0;
}

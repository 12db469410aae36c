import type { Diagnostic } from "../diagnostic";
import { arranged } from "./diagnostics";
import { harmless, type TerminalStyle } from "./look";

/** The warnings of a plan once more, a line each: those in full stand above the plan, where they are easily missed. */
export function* remindersText(diagnostics: readonly Diagnostic[], look: TerminalStyle): Generator<string> {
  const warnings = arranged(diagnostics).filter(({ severity }) => severity === "warning");
  if (warnings.length === 0) return;
  yield `${look.paint("yellow", `${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}`)}, in full above:\n`;
  for (const { summary, code, at } of warnings) {
    const place = [at.resource, at.source].filter((part) => part !== undefined).join(" at ");
    yield `  ${summary} ${look.paint("dim", `[${code}]`)}${place === "" ? "" : ` in ${harmless(place)}`}\n`;
  }
  yield "\n";
}

import { codes, type Code } from "../../codes";
import type { CodeEntry } from "../../codes/entry";
import { diagnose } from "../../diagnostic";
import { wrap } from "../../report/look";
import { nearest } from "../../schema/nearest";
import { failed, print, printJson, type CliSession } from "../session";

/** `netweft explain CODE`: what a diagnostic means and what to do, as in `docs/errors.md`. */
export function explain(session: CliSession): Promise<number> {
  const [given = ""] = session.given.args;
  // As it is printed: [foreign-object].
  const code = given.replace(/^\[(.*)\]$/, "$1");
  if (!Object.hasOwn(codes, code)) return Promise.resolve(failed(session, [unknown(code)]));
  const { severity, summary, meaning, remedy } = codes[code as Code];
  if (session.json) printJson(session, { code, severity, summary, detail: meaning, remedy });
  else print(session, text(session, codes[code as Code]));
  return Promise.resolve(0);
}

function text({ look }: CliSession, { severity, summary, meaning, remedy }: CodeEntry): readonly string[] {
  const paragraphs = [meaning, `What to do: ${remedy}`].map((paragraph) => `\n${wrap(paragraph, look.columns).join("\n")}\n`);
  return [`${look.paint("bold", summary)} (${severity})\n`, ...paragraphs];
}

function unknown(code: string) {
  const meant = nearest(code, Object.keys(codes));
  const hint =
    meant === undefined ? "The code stands in brackets behind the first line of an error or a warning." : `Did you mean "${meant}"?`;
  return diagnose("unknown-code", `No error or warning has the code ${JSON.stringify(code)}. ${hint}`);
}

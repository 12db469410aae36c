/** What an app writes for the command that runs it: the errors of its constructs, with their codes, attributes and lines. */
import { codes } from "../codes";
import { diagnose, type Diagnostic } from "../diagnostic";

/** Set for the app: an uncaught error of a construct has one more line, for the command. */
export const REPORTS = "NETWEFT_REPORTS";

/** Node may put an uncaught error in brackets, so the line has an end of its own. */
const LINE = /^\s*netweft-diagnostics (.*) end\]?$/gm;

/** The line with the errors of a construct. */
export function reportLine(diagnostics: readonly Diagnostic[]): string {
  return `netweft-diagnostics ${JSON.stringify(diagnostics.map(({ code, detail, at }) => ({ code, detail, at })))} end`;
}

/** The errors in the output of an app; empty if it ended for another reason. */
export function reportsIn(output: string): readonly Diagnostic[] {
  return [...output.matchAll(LINE)].flatMap(([, text = ""]) => reportOf(text));
}

/** The output without what is for the command only. */
export function withoutReports(output: string): string {
  return output.replace(LINE, "");
}

/** Another version may write another form: then the command shows the output as it is. */
function reportOf(text: string): readonly Diagnostic[] {
  try {
    const found = JSON.parse(text) as readonly Diagnostic[];
    const isKnown = ({ code, detail }: Diagnostic) => Object.hasOwn(codes, code) && typeof detail === "string";
    return found.every(isKnown) ? found.map(({ code, detail, at }) => diagnose(code, detail, at)) : [];
  } catch {
    return [];
  }
}

/** Why two constructs cannot have one id, and what to do. */
export function nameTaken(name: string, scope: string): string {
  return `${scope} has a construct "${name}" already. Containers, networks and outputs share their names there. Give one of them another name as its second argument; how a container or a network is named on its host is said by \`name\`.`;
}

import type { Armed, Observation, WentBack } from "../../../lib/ports/backend";
import { cut, type Answer } from "./answer";

/** `ID SINCE LEFT BY`, as a program reports the change that the host waits for; an x before the seconds: nothing waits there any more. */
export function armedIn(text: string): Armed | undefined {
  const [id, rest] = cut(text);
  const [since, more] = cut(rest);
  const [left, by] = cut(more);
  const [, alone, seconds] = /^(x?)(\d+)$/.exec(left) ?? [];
  return seconds === undefined ? undefined : { id, since, left: Number(seconds), by, ...(alone === "x" && { isAlone: true }) };
}

/** `ID AT BY`, and a line `- WORDS` for each failure. */
function wentBackIn([first, ...failures]: readonly string[]): WentBack | undefined {
  if (first === undefined) return undefined;
  const [id, rest] = cut(first);
  const [at, by] = cut(rest);
  return { id, at, by, failures: failures.map((line) => line.replace(/^- /, "")) };
}

/** What the host waits for, and from what it went back. */
export function guardOf({ armed, returned }: Answer): Pick<Observation, "armed" | "wentBack"> {
  const [waits, back] = [armed === undefined ? undefined : armedIn(armed), wentBackIn(returned)];
  return { ...(waits && { armed: waits }), ...(back && { wentBack: back }) };
}

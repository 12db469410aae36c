/** Bare references, where Terraform expects the reference itself and not its value. */
import type { Code } from "../../codes";
import type { JsonValue } from "../document/json";
import { report, type SourcePlace, type DocumentReading } from "../document/reading";
import type { Reference } from "../language/ast";
import { parseReference } from "../language/parse";
import { jsonName } from "./shape";

/** Reads a bare reference such as `netweft_endpoint.web`; undefined after its problem was reported. */
export function bareReference(r: DocumentReading, value: JsonValue, code: Code, place: SourcePlace): Reference | undefined {
  const wrong = (why: string): undefined => {
    report(r, place, code, why);
    return undefined;
  };
  if (typeof value !== "string") return wrong(`Expected a reference as text, such as "netweft_endpoint.web", not ${jsonName(value)}.`);
  const interpolated = interpolation(value);
  if (interpolated !== undefined) {
    return wrong(`${JSON.stringify(value)} would be evaluated; expected the reference itself. Write ${JSON.stringify(interpolated)}.`);
  }
  const parsed = parseReference(value);
  return "node" in parsed ? parsed.node : wrong(`${JSON.stringify(value)} is not a reference. ${parsed.problem.message}`);
}

/** The expression of a text that is a single `${…}`. */
export function interpolation(text: string): string | undefined {
  return /^\s*\$\{\s*([^{}]*?)\s*\}\s*$/.exec(text)?.[1];
}

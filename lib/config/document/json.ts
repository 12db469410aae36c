/** Reads the JSON of one file, and reports problems that `JSON.parse` accepts silently. */
import { diagnose, fail, ok, type Diagnostic, type Result } from "../../diagnostic";
import { isTooDeep } from "../../schema/json-depth";
import { DEEPEST } from "../../schema/limits";
import type { SourceFile } from "../types";
import { isObject, type JsonObject, type JsonValue } from "./json-value";
import { isRepeatable, withDistinctKeys, withRepeatedKeys } from "./repeated";
import { positionAt, scan, type ScannedText } from "./scan";

export { isObject, type JsonObject, type JsonValue };

/** The objects of a file: its root, or those of its root list. */
export function readDocument(file: SourceFile): Result<readonly JsonObject[]> {
  if (isTooDeep(file.text))
    return fail(diagnose("limit-exceeded", `The document is nested more than ${DEEPEST} deep.`, { file: `${file.name}:1:1` }));
  const document = parse(file.text);
  if (document === undefined) return fail(...problemsIn(file));
  const roots = Array.isArray(document) ? (document as readonly JsonValue[]) : [document];
  if (!roots.every(isObject))
    return fail(
      diagnose("invalid-json", `The file contains neither an object nor a list of objects. Terraform JSON begins with "{".`, {
        file: `${file.name}:1:1`,
      }),
    );
  const suspicious = LONG_NUMBER.test(file.text) || countKeys(document) !== countKeysInText(file.text);
  return suspicious ? examined(file, roots) : ok(roots);
}

/** The objects of a document that has keys twice, or long numbers. */
function examined(file: SourceFile, roots: readonly JsonObject[]): Result<readonly JsonObject[]> {
  const findings = scan(file.text);
  const problems = findings.filter((finding) => !isRepeatable(finding));
  if (problems.length > 0) return fail(...problems.map((finding) => problemOf(file, finding)));
  if (findings.length === 0) return ok(roots);
  const document = parse(withDistinctKeys(file.text, findings))!;
  return ok(withRepeatedKeys((Array.isArray(document) ? document : [document]) as readonly JsonObject[]));
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

const CODES = { syntax: "invalid-json", duplicate: "duplicate-json-key", inexact: "inexact-number" } as const;
const ADVICE = {
  syntax: "",
  duplicate: " Only one of them would be used; rename or remove the other one.",
  inexact: " Write it in double quotes if it is a name or a code rather than a quantity.",
} as const;

function problemsIn(file: SourceFile): readonly Diagnostic[] {
  if (file.text.startsWith("\ufeff")) {
    const detail = "The file begins with a byte order mark, which JSON does not allow. Save it as UTF-8 without one.";
    return [diagnose("invalid-json", detail, { file: `${file.name}:1:1` })];
  }
  return scan(file.text).map((finding) => problemOf(file, finding));
}

function problemOf(file: SourceFile, finding: ScannedText): Diagnostic {
  return diagnose(CODES[finding.what], finding.message + ADVICE[finding.what], placeOf(file, finding));
}

function placeOf(file: SourceFile, { at, path }: ScannedText) {
  return { file: `${file.name}:${positionAt(file.text, at)}`, ...(path.length > 0 && { path }) };
}

/** More than fifteen characters of a number: only these can be inexact. */
const LONG_NUMBER = /[:,[\s]-?\d[\d.eE+-]{15}/;

/** The total number of keys in the objects of a value. */
function countKeys(document: JsonValue): number {
  let count = 0;
  const open: JsonValue[] = [document];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    const parts = Object.values(value as JsonObject);
    if (!Array.isArray(value)) count += parts.length;
    for (const part of parts) if (typeof part === "object" && part !== null) open.push(part);
  }
  return count;
}

/** The number of strings in a valid JSON text that are followed by a colon: more than `countKeys` returns if there are duplicate keys. */
function countKeysInText(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    let end = text.indexOf('"', open + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    let next = end + 1;
    while (text.charCodeAt(next) <= 32) next++;
    if (text[next] === ":") count++;
    open = text.indexOf('"', next);
  }
  return count;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
  return slashes % 2 === 1;
}

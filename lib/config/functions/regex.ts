/**
 * Patterns in RE2 syntax, as in Terraform, run by a port of RE2: the time of a match is linear in the text and the pattern.
 */
import type { Matcher, RE2JS } from "re2js";
import { MOST_MATCHING } from "../../schema/limits";
import { joinTexts, manyElements } from "../values/measure";
import { beyond, compareText, fault, isFault, list, object, tuple, type TypeFault, type Typed, type ConstraintJson } from "../values/typed";

/** The first match: the text, or with groups a tuple of them, or with named groups an object. */
export function findFirst(pattern: string, text: string): Typed | TypeFault {
  const matcher = matching(pattern, text);
  if (isFault(matcher)) return matcher;
  return matcher.find() ? capture(matcher) : fault`The pattern ${JSON.stringify(pattern)} does not match ${JSON.stringify(text)}.`;
}

export function findAll(pattern: string, text: string): Typed | TypeFault {
  const matcher = matching(pattern, text);
  if (isFault(matcher)) return matcher;
  const matches: Typed[] = [];
  while (findNext(matcher)) {
    matches.push(capture(matcher));
    const large = manyElements(matches.length * (matcher.groupCount() + 1));
    if (large) return large;
  }
  return list(captureType(matcher), matches);
}

/** `$1`, `${1}`, `$name` and `${name}` in the replacement refer to groups. */
export function replaceMatches(pattern: string, text: string, by: string): Typed | TypeFault {
  const matcher = matching(pattern, text);
  if (isFault(matcher)) return matcher;
  const parts: string[] = [];
  let end = 0;
  let length = 0;
  while (findNext(matcher)) {
    const part = joinTexts([text.slice(end, matcher.start()), filled(by, matcher)]);
    const long = isFault(part) ? part : manyElements((length += part.length) / 2);
    if (long) return long;
    parts.push(part as string);
    end = matcher.end();
  }
  return joinTexts([...parts, text.slice(end)]);
}

/** The next match; an empty one directly after another one does not count, as in Go. */
function findNext(matcher: Matcher): boolean {
  const end = matcher.hasMatch ? matcher.end() : -1;
  const found = matcher.find();
  return found && matcher.start() === end && matcher.end() === end ? matcher.find() : found;
}

function filled(by: string, matcher: Matcher): string {
  const names = matcher.pattern().namedGroups();
  return by.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    if (name === undefined) return whole === "$$" ? "$" : whole;
    const group = /^\d+$/.test(name) ? Number(name) : names[name];
    return group === undefined || group > matcher.groupCount() ? "" : (matcher.group(group) ?? "");
  });
}

function capture(matcher: Matcher): Typed {
  const part = (group: number): Typed => matcher.group(group) ?? { kind: "null", type: "string" };
  const names = Object.entries(matcher.pattern().namedGroups());
  if (names.length > 0) return object(names.map(([name, group]) => [name, part(group)]));
  const count = matcher.groupCount();
  return count > 0 ? tuple(Array.from({ length: count }, (_, i) => part(i + 1))) : matcher.group()!;
}

/** The type of a match, which is known even without a match. */
function captureType(matcher: Matcher): ConstraintJson {
  const names = Object.keys(matcher.pattern().namedGroups()).sort(compareText);
  if (names.length > 0) return ["object", Object.fromEntries(names.map((name) => [name, "string"]))];
  const count = matcher.groupCount();
  return count > 0 ? ["tuple", Array.from({ length: count }, () => "string" as const)] : "string";
}

function matching(pattern: string, text: string): Matcher | TypeFault {
  const compiled = compile(pattern);
  if (isFault(compiled)) return compiled;
  if (compiled.programSize() * text.length <= MOST_MATCHING) return compiled.matcher(text);
  return beyond(`A pattern of ${compiled.programSize()} instructions takes too many steps on a text of ${text.length} characters.`);
}

/** Loaded on first use: most configurations have no pattern, and loading it takes as long as the rest of the language. */
function engine(): typeof import("re2js") {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  return require("re2js") as typeof import("re2js");
}

const compiled = new Map<string, RE2JS | TypeFault>();
const KEPT = 200;

function compile(pattern: string): RE2JS | TypeFault {
  const known = compiled.get(pattern);
  if (known) return known;
  const regex = read(pattern);
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(pattern, regex);
  return regex;
}

function read(pattern: string): RE2JS | TypeFault {
  try {
    return engine().RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof engine().RE2JSException)) throw error;
    return fault`The pattern ${JSON.stringify(pattern)} is not valid: ${error.message.replace(/^.*regexp: /, "")}.`;
  }
}

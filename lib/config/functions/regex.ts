/** Patterns in the syntax of RE2, which Terraform has, run by JavaScript's engine. */
import { fault, isFault, list, object, tuple, type Fault, type Typed, type TypeJson } from "../values/typed";

/** The first match: the text, or with groups a tuple of them, or with named groups an object. */
export function findFirst(pattern: string, text: string): Typed | Fault {
  const regex = compile(pattern, "u");
  if (isFault(regex)) return regex;
  const match = regex.exec(text);
  return match ? capture(match) : fault(`The pattern ${JSON.stringify(pattern)} does not match ${JSON.stringify(text)}.`);
}

export function findAll(pattern: string, text: string): Typed | Fault {
  const regex = compile(pattern, "gu");
  if (isFault(regex)) return regex;
  const matches = [...text.matchAll(regex)];
  return list(captureType(regex), matches.map(capture));
}

/** `$1`, `${1}`, `$name` and `${name}` in the replacement stand for groups. */
export function replaceMatches(pattern: string, text: string, by: string): Typed | Fault {
  const regex = compile(pattern, "gu");
  if (isFault(regex)) return regex;
  return text.replace(regex, (...args: unknown[]) => {
    const named = typeof args.at(-1) === "object" ? (args.pop() as Record<string, string | undefined>) : {};
    const groups = args.slice(0, -2) as (string | undefined)[];
    return by.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
      const name = plain ?? braced;
      if (name === undefined) return whole === "$$" ? "$" : whole;
      return (/^\d+$/.test(name) ? groups[Number(name)] : named[name]) ?? "";
    });
  });
}

function capture(match: RegExpExecArray): Typed {
  const part = (group: string | undefined): Typed => group ?? { kind: "null", type: "string" };
  if (match.groups) return object(Object.entries(match.groups).map(([name, group]) => [name, part(group)]));
  return match.length > 1 ? tuple(match.slice(1).map(part)) : match[0];
}

/** The type of a match, which is known even where there is none. */
function captureType(regex: RegExp): TypeJson {
  const empty = new RegExp(`${regex.source}|`, regex.flags.replace("g", "")).exec("")!;
  if (empty.groups) return ["object", Object.fromEntries(Object.keys(empty.groups).map((name) => [name, "string"]))];
  return empty.length > 1 ? ["tuple", empty.slice(1).map(() => "string" as const)] : "string";
}

const compiled = new Map<string, RegExp | Fault>();
const KEPT = 200;

function compile(pattern: string, flags: string): RegExp | Fault {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known) return known;
  const regex = translate(pattern, flags);
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(key, regex);
  return regex;
}

/** Names of POSIX classes inside brackets. */
const POSIX: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\x00-\\x7F",
  blank: "\\t ",
  cntrl: "\\x00-\\x1F\\x7F",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

const ESCAPES: Readonly<Record<string, string>> = { A: "^", z: "$", a: "\\x07", C: "[^]" };
const TOKEN =
  /\\Q([^]*?)(?:\\E|$)|\\x\{([0-9A-Fa-f]+)\}|\\([pP])([A-Z])|\\([^])|\[:(\^?)(\w+):\]|(\(\?P?<)([^=!])|\(\?([imsU-]+)\)|(\(\?(?:[=!]|<[=!]))|([^])/gu;

/** Rewrites what JavaScript spells otherwise. Flags may stand at the beginning only. */
function translate(pattern: string, flags: string): RegExp | Fault {
  const leading = /^\(\?([ims]+)\)/.exec(pattern);
  const problems: string[] = [];
  let depth = 0;
  const source = pattern.slice(leading?.[0].length ?? 0).replace(TOKEN, (all, ...g: (string | undefined)[]) => {
    const [quoted, hex, property, category, escaped, negated, posix, named, first, inline, around, plain] = g;
    if (quoted !== undefined) return quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
    if (hex !== undefined) return `\\u{${hex}}`;
    if (property !== undefined) return `\\${property}{${category}}`;
    if (escaped !== undefined) return escape(escaped, depth > 0, problems);
    if (posix !== undefined) return posixClass(posix, negated === "^", problems);
    if (named !== undefined) return `(?<${first}`;
    if (inline !== undefined || around !== undefined) return (problems.push(`${all} is not supported`), "");
    if (plain === "[" && depth > 0) return "\\[";
    if (plain === "[") depth++;
    else if (plain === "]" && depth > 0) depth--;
    return plain!;
  });
  if (problems.length > 0) return fault(`The pattern ${JSON.stringify(pattern)} cannot be used: ${problems.join(", ")}.`);
  return construct(pattern, source, flags + (leading?.[1] ?? ""));
}

function construct(pattern: string, source: string, flags: string): RegExp | Fault {
  try {
    return new RegExp(source, [...new Set(flags)].join(""));
  } catch (error) {
    return fault(`The pattern ${JSON.stringify(pattern)} is not valid: ${(error as Error).message.replace(/^.*: /, "")}.`);
  }
}

function escape(character: string, inClass: boolean, problems: string[]): string {
  if (/[1-9]/.test(character)) problems.push(`the back reference \\${character} is not supported`);
  if (!inClass && character in ESCAPES) return ESCAPES[character]!;
  if (/[\p{L}\p{N}]/u.test(character)) return `\\${character}`;
  return /[\\^$.*+?()[\]{}|/-]/.test(character) ? (character === "-" && !inClass ? "-" : `\\${character}`) : character;
}

function posixClass(name: string, negated: boolean, problems: string[]): string {
  const set = POSIX[name];
  if (set === undefined || negated) problems.push(`the class [:${negated ? "^" : ""}${name}:] is not supported`);
  return set ?? "";
}

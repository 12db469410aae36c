import { joinTexts, longText } from "../values/measure";
import { fault, list, type TypeFault, type Typed } from "../values/typed";
import { formatList, formatText } from "./format";
import { anythingOrNull, fixed, text, texts, variadic, whole, type FunctionSpec } from "./function";
import { graphemes } from "./graphemes";
import { findAll, findFirst, replaceMatches } from "./regex";

export const textFunctions: Readonly<Record<string, FunctionSpec>> = {
  chomp: fixed([text], chomp),
  endswith: fixed([text, text], (s, end) => s.endsWith(end)),
  format: variadic([text], anythingOrNull, formatText),
  formatlist: variadic([text], anythingOrNull, formatList, { partial: "unmarked" }),
  indent: fixed([whole, text], indent),
  join: variadic([text], texts, (separator, lists) => joinTexts(lists.flat(), separator)),
  lower: fixed([text], (s) => letterwise(s, (letter) => letter.toLowerCase())),
  regex: fixed([text, text], findFirst),
  regexall: fixed([text, text], findAll),
  replace: fixed([text, text, text], replace),
  split: fixed([text, text], (separator, s) => list("string", separator === "" ? [...s] : s.split(separator))),
  startswith: fixed([text, text], (s, start) => s.startsWith(start)),
  strcontains: fixed([text, text], (s, part) => s.includes(part)),
  strrev: fixed([text], (s) => [...graphemes(s)].reverse().join("")),
  substr: fixed([text, whole, whole], substring),
  title: fixed([text], title),
  trim: fixed([text, text], (s, cutset) => trimStart(trimEnd(s, cutset), cutset)),
  trimprefix: fixed([text, text], (s, prefix) => (s.startsWith(prefix) ? s.slice(prefix.length) : s)),
  trimspace: fixed([text], (s) => s.slice(firstNot(SPACE, s), lastNot(SPACE, s) + 1)),
  trimsuffix: fixed([text, text], (s, suffix) => (suffix !== "" && s.endsWith(suffix) ? s.slice(0, -suffix.length) : s)),
  upper: fixed([text], (s) => letterwise(s, (letter) => letter.toUpperCase())),
};

/** A search text between slashes is a pattern. */
function replace(s: string, search: string, by: string): Typed | TypeFault {
  if (search.length > 1 && search.startsWith("/") && search.endsWith("/")) return replaceMatches(search.slice(1, -1), s, by);
  return joinTexts(search === "" ? ["", ...s, ""] : s.split(search), by);
}

function chomp(s: string): string {
  return s.slice(0, lastNot(/[\r\n]/, s) + 1);
}

function indent(spaces: number, s: string): Typed | TypeFault {
  if (spaces < 0) return fault("The number of spaces is negative.");
  const lines = s.split("\n");
  return longText(s.length + spaces * (lines.length - 1)) ?? (lines.length === 1 ? s : lines.join(`\n${" ".repeat(spaces)}`));
}

const SPACE = /[\s\u0085]/;

/** The position of the first character that is not in the class. */
function firstNot(these: RegExp, s: string): number {
  let at = 0;
  while (at < s.length && these.test(s[at]!)) at++;
  return at;
}

/** The position of the last one; an anchored pattern would be tried at every character. */
function lastNot(these: RegExp, s: string): number {
  let at = s.length - 1;
  while (at >= 0 && these.test(s[at]!)) at--;
  return at;
}

/** A negative offset counts from the end; a negative length is the rest. */
function substring(s: string, offset: number, length: number): string {
  const characters = graphemes(s);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}

/** Each letter by itself, as in Go: one that would become two letters stays. */
function letterwise(s: string, change: (letter: string) => string): string {
  return s.replace(/\p{L}/gu, (letter) => {
    const changed = change(letter);
    return [...changed].length === 1 ? changed : letter;
  });
}

/** The first letter of every word in upper case. */
function title(s: string): string {
  return s.replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function trimStart(s: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = [...s];
  const first = characters.findIndex((character) => !cut.has(character));
  return first < 0 ? "" : characters.slice(first).join("");
}

function trimEnd(s: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = [...s];
  let end = characters.length;
  while (end > 0 && cut.has(characters[end - 1]!)) end--;
  return characters.slice(0, end).join("");
}

import { fault, list, type Fault, type Typed } from "../values/typed";
import { formatList, formatText } from "./format";
import { anythingOrNull, fixed, text, texts, variadic, whole, type FunctionSpec } from "./function";
import { graphemes } from "./graphemes";
import { findAll, findFirst, replaceMatches } from "./regex";

export const textFunctions: Readonly<Record<string, FunctionSpec>> = {
  chomp: fixed([text], (s) => s.replace(/(?:\r\n?|\n)+$/, "")),
  endswith: fixed([text, text], (s, end) => s.endsWith(end)),
  format: variadic([text], anythingOrNull, formatText),
  formatlist: variadic([text], anythingOrNull, formatList),
  indent: fixed([whole, text], (spaces, s) =>
    spaces < 0 ? fault("The number of spaces is negative.") : s.replaceAll("\n", `\n${" ".repeat(spaces)}`),
  ),
  join: variadic([text], texts, (separator, lists) => lists.flat().join(separator)),
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
  trimspace: fixed([text], (s) => s.replace(/^[\s\u0085]+|[\s\u0085]+$/gu, "")),
  trimsuffix: fixed([text, text], (s, suffix) => (suffix !== "" && s.endsWith(suffix) ? s.slice(0, -suffix.length) : s)),
  upper: fixed([text], (s) => letterwise(s, (letter) => letter.toUpperCase())),
};

/** A search text between slashes is a pattern. */
function replace(s: string, search: string, by: string): Typed | Fault {
  if (search.length > 1 && search.startsWith("/") && search.endsWith("/")) return replaceMatches(search.slice(1, -1), s, by);
  return search === "" ? by + Array.from(s, (character) => character + by).join("") : s.split(search).join(by);
}

/** A negative offset counts from the end; a negative length is the rest. */
function substring(s: string, offset: number, length: number): string {
  const characters = graphemes(s);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}

/** Each letter by itself, as Go does it: one that would become two stays. */
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

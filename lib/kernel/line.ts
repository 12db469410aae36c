/** Facts as text: one line each, the same in plans, reports, dumps and documentation. The form can be parsed. */
import { diagnose, fail, ok, type Result, type Where } from "../diagnostic";
import { fact, type Fact, type FactBodies, type FactOf, type Kind, type Place } from "./fact";
import { kinds, typeOf } from "./kinds";
import { canonicalWords } from "./kinds/spelling";
import { isWord } from "./kinds/words";

/** Separator between a fact and its mark. */
const BEFORE_MARK = " # ";
const MARK = "netweft:";

/**
 * The canonical line of a fact, without its mark.
 *
 * @example
 * textOf(bridge); // "edge1 - link nw-blue type bridge mtu 1450 mac 02:11:22:33:44:55 stp off up"
 */
export function textOf(fact: Fact): string {
  return `${fact.host} ${fact.netns} ${fact.kind} ${typeOf(fact).text(fact)}`;
}

/** The line of a fact without the parts that are shown below it (`partsOf`). */
export function headOf(fact: Fact): string {
  const { inParts } = typeOf(fact);
  return inParts === undefined ? textOf(fact) : `${fact.host} ${fact.netns} ${fact.kind} ${inParts.head(fact)}`;
}

/** The parts of a fact that is shown in several lines. */
export function partsOf(fact: Fact): readonly string[] | undefined {
  return typeOf(fact).inParts?.parts(fact);
}

/** The canonical line, with the mark after ` # ` if the object has one. */
export function lineOf(fact: Fact): string {
  return fact.mark === undefined ? textOf(fact) : textOf(fact) + BEFORE_MARK + fact.mark;
}

/**
 * Parses a line, with or without a mark. Only the canonical form is accepted, so that text and facts map one to one: another
 * spelling is refused with an error that gives the canonical form.
 */
export function parseLine(line: string, at: Where = {}): Result<Fact> {
  const exact = parseFact(line);
  if (exact && lineOf(exact) === line) return ok(exact);
  const parsed = exact ?? parseFact(canonicalWords(line));
  const reason = parsed ? `Its canonical form is ${JSON.stringify(lineOf(parsed))}.` : whyNot(line);
  return fail(
    diagnose("invalid-fact", `${JSON.stringify(shortened(line))} is not a fact in canonical text. ${reason}`, {
      ...at,
      fact: shortened(line),
    }),
  );
}

/**
 * Parses a stored line: earlier versions stored addresses as the user had spelled them. They are normalized.
 */
export function parseWritten(line: string): Result<Fact> {
  const parsed = parseLine(line);
  return parsed.ok ? parsed : parseLine(canonicalWords(line));
}

function parseFact(line: string): Fact | undefined {
  const { text, mark } = splitMark(line);
  const words = text.split(" ");
  const [host, netns, kind] = [words[0], words[1], words[2]];
  if (!isWord(host) || !isWord(netns) || !isKind(kind) || (mark !== undefined && !isMark(mark, kind))) return undefined;
  return parseKind(kind, words.slice(3), { host, netns }, mark);
}

function parseKind<K extends Kind>(kind: K, words: readonly string[], place: Place, mark: string | undefined): Fact | undefined {
  const body: FactBodies[K] | undefined = kinds[kind].parse(words, place);
  if (body === undefined) return undefined;
  const made: Fact = fact<Kind>(kind, place, body, mark === undefined ? undefined : { mark }) as Fact;
  return kinds[kind].fitsMark?.(made as FactOf<K>) === false ? undefined : made;
}

function splitMark(line: string): { readonly text: string; readonly mark?: string } {
  const at = line.lastIndexOf(BEFORE_MARK + MARK);
  return at < 0 ? { text: line } : { text: line.slice(0, at), mark: line.slice(at + BEFORE_MARK.length) };
}

function isMark(mark: string, kind: Kind): boolean {
  return kinds[kind].markable && isWord(mark);
}

function isKind(word: string | undefined): word is Kind {
  return word !== undefined && Object.hasOwn(kinds, word);
}

function whyNot(line: string): string {
  const [, , kind] = line.split(" ");
  if (/[\p{C}]/u.test(line)) return "It holds characters that do not print; a fact is one line of plain words.";
  if (kind !== undefined && isKind(kind)) return `Compare it with ${JSON.stringify(kinds[kind].sample)}.`;
  return `A line is a host, a namespace ("-" for the host's own), one of the kinds ${Object.keys(kinds).join(", ")}, and what that kind says.`;
}

function shortened(line: string): string {
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** Rules from text, the inverse of `print.ts`. What is not understood stays as text, and the text of a rule never changes. */
import { isDeepStrictEqual } from "node:util";
import { canonicalIp, isIpv6 } from "../net/ip";
import { ruleOf, snat } from "./build";
import type { ChainBase, Match, MatchField, Operand, Rule, RuleAction, RulePart, Tuple, Verdict, VerdictMap } from "./expression";
import { isField, isMark, isValueOf, typeOfField } from "./fields";
import { rawName, roleOf } from "./json";
import { printBase, printRule } from "./print";

/** Something read from the words of a rule, and the position behind it. */
type Taken<T> = { readonly value: T; readonly at: number } | undefined;

const JOINED = ".";
const OPERATORS: ReadonlySet<string> = new Set(["!=", "<", ">", "<=", ">="]);
/** Of a set, a map or a chain. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/;

/** Any text is a rule: `printRule(parseRule(text)) === text`. */
export function parseRule(text: string): Rule {
  const words = text === "" ? [] : text.split(" ");
  const when: RulePart[] = [];
  let at = 0;
  while (at < words.length) {
    const action = actionAt(words, at);
    if (action) return ruleOf(when, action);
    const part = partAt(words, at);
    if (!part) return withRest(when, words, at);
    when.push(part.value);
    at = part.at;
  }
  return ruleOf(when, { do: "nothing" });
}

/** Whether the rule is understood as a whole, and its text says this rule and nothing else: such a text can be given to nft. */
export function isExact(rule: Rule): boolean {
  const isKnown = rule.then.do !== "unknown" && rule.when.every((part) => part.is === "match");
  return isKnown && isDeepStrictEqual(parseRule(printRule(rule)), rule);
}

/** The same for the place of a base chain. */
export function isExactBase(base: ChainBase): boolean {
  return isDeepStrictEqual(parseBase(printBase(base)), base);
}

/** A rule that is not understood from here on: its text up to the action, if the text ends in one. */
function withRest(when: readonly RulePart[], words: readonly string[], at: number): Rule {
  for (let end = at + 1; end < words.length; end++) {
    const action = actionAt(words, end);
    if (action) return ruleOf([...when, Object.freeze({ is: "unknown", text: words.slice(at, end).join(" ") })], action);
  }
  return ruleOf(when, { do: "unknown", text: words.slice(at).join(" ") });
}

function partAt(words: readonly string[], at: number): Taken<RulePart> {
  const name = rawName(words[at]!);
  if (name === undefined) return matchAt(words, at);
  const role = roleOf(name);
  if (role === "action" && at === words.length - 1) return undefined;
  return { value: Object.freeze({ is: role === "idle" ? "idle" : "unknown", text: words[at]! }), at: at + 1 };
}

function matchAt(words: readonly string[], start: number): Taken<Match> {
  const left = fieldsAt(words, start);
  if (!left) return undefined;
  if (words[left.at] === "&") return bitsAt(words, left.at + 1, left.value);
  const hasOperator = OPERATORS.has(words[left.at] ?? "");
  const operand = operandAt(words, hasOperator ? left.at + 1 : left.at, left.value);
  if (!operand) return undefined;
  const op = (hasOperator ? words[left.at] : "==") as Match["op"];
  return { value: Object.freeze({ is: "match", fields: left.value, op, operand: Object.freeze(operand.value) }), at: operand.at };
}

const BITS = /^0x[0-9a-f]{8}$/;

/** Bits of a mark and their value: `0x0f000000 == 0x01000000`. */
function bitsAt(words: readonly string[], at: number, fields: readonly MatchField[]): Taken<Match> {
  const [mask = "", op, value = ""] = words.slice(at, at + 3);
  if (fields.length > 1 || !isMark(fields[0]!) || op !== "==" || !BITS.test(mask) || !BITS.test(value)) return undefined;
  const operand: Operand = Object.freeze({ is: "bits", mask: Number(mask), value: Number(value) });
  return { value: Object.freeze({ is: "match", fields, op, operand }), at: at + 3 };
}

/** One field, or several that are joined. */
function fieldsAt(words: readonly string[], start: number): Taken<readonly MatchField[]> {
  const first = fieldAt(words, start);
  if (!first) return undefined;
  const fields = [first.value];
  let at = first.at;
  while (words[at] === JOINED) {
    const next = fieldAt(words, at + 1);
    if (!next) return undefined;
    fields.push(next.value);
    at = next.at;
  }
  return { value: Object.freeze(fields), at };
}

function fieldAt(words: readonly string[], at: number): Taken<MatchField> {
  for (const length of [1, 2, 3, 4]) {
    const name = words.slice(at, at + length).join(" ");
    if (isField(name)) return { value: name, at: at + length };
  }
  return undefined;
}

function operandAt(words: readonly string[], at: number, fields: readonly MatchField[]): Taken<Operand> {
  const word = words[at];
  if (word === undefined) return undefined;
  if (word.startsWith("@")) return NAME.test(word.slice(1)) ? { value: { is: "named", set: word.slice(1) }, at: at + 1 } : undefined;
  if (word === "{") return amongAt(words, at + 1, fields);
  if (fields.length === 1 && word.includes(",")) return flagsOf(word, fields[0]!, at);
  const value = valuesAt(words, at, fields);
  return value && { value: { is: "value", value: value.value }, at: value.at };
}

function flagsOf(word: string, field: MatchField, at: number): Taken<Operand> {
  const flags = word.split(",");
  if (typeOfField(field) !== "word" || !flags.every((flag) => isValueOf(field, flag))) return undefined;
  return { value: { is: "flags", flags: Object.freeze(flags) }, at: at + 1 };
}

/** The values of joined fields: `tcp . 80`. */
function valuesAt(words: readonly string[], start: number, fields: readonly MatchField[]): Taken<Tuple> {
  const values: string[] = [];
  let at = start;
  for (const [n, field] of fields.entries()) {
    if (n > 0 && words[at++] !== JOINED) return undefined;
    const value = valueOf(field, words[at++]);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return { value: Object.freeze(values), at };
}

function valueOf(field: MatchField, word: string | undefined): string | undefined {
  const bare = typeOfField(field) === "ifname" ? /^"(.+)"$/.exec(word ?? "")?.[1] : word;
  return bare !== undefined && isValueOf(field, bare) ? bare : undefined;
}

/** The members of a set or map that stands in the rule, up to its brace: words that end with a comma are followed by another. */
function membersAt(words: readonly string[], start: number): Taken<readonly (readonly string[])[]> {
  const end = words.indexOf("}", start);
  if (end <= start) return undefined;
  const members: string[][] = [[]];
  for (const word of words.slice(start, end)) {
    members.at(-1)!.push(word.replace(/,$/, ""));
    if (word.endsWith(",")) members.push([]);
  }
  return members.some(({ length }) => length === 0) ? undefined : { value: members, at: end + 1 };
}

function amongAt(words: readonly string[], start: number, fields: readonly MatchField[]): Taken<Operand> {
  const members = membersAt(words, start);
  const values = members?.value.map((member) => wholly(valuesAt(member, 0, fields), member));
  if (!members || !values?.every((value) => value !== undefined)) return undefined;
  return { value: { is: "among", values: Object.freeze(values) }, at: members.at };
}

/** What was taken, if nothing is left. */
function wholly<T>(taken: Taken<T>, words: readonly string[]): T | undefined {
  return taken?.at === words.length ? taken.value : undefined;
}

/** The action in which the rule ends; undefined if these are not its last words. */
function actionAt(words: readonly string[], at: number): RuleAction | undefined {
  const rest = words.slice(at);
  if (rest.length === 1 && rest[0] === "masquerade") return { do: "masquerade" };
  return parseVerdict(rest.join(" ")) ?? dnatOf(rest) ?? snatOf(rest) ?? markOf(rest.join(" ")) ?? vmapOf(rest);
}

/** The values of an element, or the types of a set's: `tcp . 8080`. */
export function parseTuple(text: string): Tuple {
  return Object.freeze(text.split(` ${JOINED} `));
}

/** `jump from-nw-blue`; undefined for any other text. */
export function parseVerdict(text: string): Verdict | undefined {
  const [word, target, ...more] = text.split(" ");
  if (more.length > 0) return undefined;
  if (target === undefined) return isPlain(word!) ? Object.freeze({ do: word }) : undefined;
  if (word === "jump" || word === "goto") return NAME.test(target) ? Object.freeze({ do: word, to: target }) : undefined;
  return word === "reject" && target.startsWith("{") ? Object.freeze({ do: "reject", text: target }) : undefined;
}

function isPlain(word: string): word is "accept" | "drop" | "reject" | "return" | "continue" {
  return word === "accept" || word === "drop" || word === "reject" || word === "return" || word === "continue";
}

function dnatOf([word, family, to, ...rest]: readonly string[]): RuleAction | undefined {
  const left = word === "dnat" && to === "to" ? fieldsAt(rest, 0) : undefined;
  if (!left || (family !== "ip" && family !== "ip6")) return undefined;
  const [mapped, map, ...more] = rest.slice(left.at);
  if (mapped !== "map" || !map?.startsWith("@") || !NAME.test(map.slice(1)) || more.length > 0) return undefined;
  return { do: "dnat", family, fields: left.value, map: map.slice(1) };
}

const MARK = /^(ct|meta) mark set \1 mark & (0x[0-9a-f]{8}) \| (0x[0-9a-f]{8})$/;

function markOf(text: string): RuleAction | undefined {
  const [, of, keep, value] = MARK.exec(text) ?? [];
  const [mask, bits] = [~Number(keep) >>> 0, Number(value)];
  return of === undefined || (bits & ~mask) !== 0 ? undefined : { do: "mark", of: of as "ct" | "meta", mask, value: bits };
}

/** The addresses are read, and the text must be the one that is printed of them. */
function snatOf(words: readonly string[]): RuleAction | undefined {
  const [word, family] = words;
  if (word !== "snat" || (family !== "ip" && family !== "ip6")) return undefined;
  const to = words.slice(3).flatMap((text) => canonicalIp(text.replace(",", "")) ?? []);
  const action = snat(family, to);
  const isFitting = to.length > 0 && to.every((address) => isIpv6(address) === (family === "ip6"));
  return isFitting && printRule(ruleOf([], action)) === words.join(" ") ? action : undefined;
}

function vmapOf(words: readonly string[]): RuleAction | undefined {
  const left = fieldsAt(words, 0);
  if (!left || words[left.at] !== "vmap") return undefined;
  const map = verdictMapOf(words.slice(left.at + 1), left.value);
  return map && { do: "vmap", fields: left.value, map: Object.freeze(map) };
}

function verdictMapOf(words: readonly string[], fields: readonly MatchField[]): VerdictMap | undefined {
  const [word] = words;
  if (word?.startsWith("@")) return words.length === 1 && NAME.test(word.slice(1)) ? { is: "named", map: word.slice(1) } : undefined;
  const members = word === "{" ? membersAt(words, 1) : undefined;
  if (members?.at !== words.length) return undefined;
  const entries = members.value.map((member) => entryOf(member, fields));
  return entries.every((entry) => entry !== undefined) ? { is: "entries", entries: Object.freeze(entries) } : undefined;
}

function entryOf(words: readonly string[], fields: readonly MatchField[]): readonly [Tuple, Verdict] | undefined {
  const colon = words.indexOf(":");
  const key = wholly(valuesAt(words.slice(0, Math.max(colon, 0)), 0, fields), words.slice(0, Math.max(colon, 0)));
  const verdict = parseVerdict(words.slice(colon + 1).join(" "));
  return key && verdict && Object.freeze([key, verdict] as const);
}

const BASE =
  /^type (filter|nat|route) hook (ingress|egress|prerouting|input|forward|output|postrouting) priority (0|-?[1-9]\d{0,9})( policy drop)?$/;

/** `type filter hook forward priority 0`; undefined for any other text. */
export function parseBase(text: string): ChainBase | undefined {
  const [, type, hook, priority, policy] = BASE.exec(text) ?? [];
  if (type === undefined) return undefined;
  const base = { type, hook, priority: Number(priority), ...(policy === undefined ? {} : { policy: "drop" }) };
  return Object.freeze(base as ChainBase);
}

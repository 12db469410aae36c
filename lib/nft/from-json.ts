/** Rules, sets and elements from nft's JSON. What has no form here stays as its JSON in one word, which equals no rule of ours. */
import { isDeepStrictEqual } from "node:util";
import { canonicalBlock } from "../net/cidr";
import { canonicalIp, isIpv6 } from "../net/ip";
import { ruleOf, snat } from "./build";
import type { Match, MatchField, Operand, Rule, RuleAction, RulePart, Tuple, Verdict, VerdictMap } from "./expression";
import { isField, isMark, isValueOf, typeOfField } from "./fields";
import { isObject, memberOf, rawText, roleOf, type NftJson, type NftObjectJson } from "./json";

/** A rule out of its statements. */
export function ruleFromJson(statements: readonly NftJson[]): Rule {
  const when: RulePart[] = [];
  for (const [n, statement] of statements.entries()) {
    const isLast = n === statements.length - 1;
    const action = isLast ? actionFrom(statement) : undefined;
    if (action) return ruleOf(when, action);
    when.push(partFrom(statement));
  }
  return ruleOf(when, { do: "nothing" });
}

function partFrom(statement: NftJson): RulePart {
  const [name, content] = memberOf(statement);
  const match = name === "match" && isObject(content) ? matchFrom(content) : undefined;
  if (match) return match;
  return Object.freeze({ is: roleOf(name) === "idle" ? "idle" : "unknown", text: rawText(statement) });
}

function actionFrom(statement: NftJson): RuleAction | undefined {
  const [name, content] = memberOf(statement);
  const verdict = verdictFromJson(statement);
  if (verdict) return verdict;
  if (name === "masquerade" && content === null) return { do: "masquerade" };
  const action = isObject(content) && Object.hasOwn(FROM, name) ? FROM[name]!(content) : undefined;
  if (action) return action;
  return roleOf(name) === "action" ? { do: "unknown", text: rawText(statement) } : undefined;
}

/** The actions that nft prints with more than their name. */
const FROM: Readonly<Record<string, (content: NftObjectJson) => RuleAction | undefined>> = {
  vmap: vmapFrom,
  dnat: dnatFrom,
  mangle: markFrom,
  snat: snatFrom,
};

/** A verdict; undefined for any other statement. */
export function verdictFromJson(statement: NftJson): Verdict | undefined {
  const [name, content] = memberOf(statement);
  if (name === "jump" || name === "goto")
    return isObject(content) && typeof content["target"] === "string" ? Object.freeze({ do: name, to: content["target"] }) : undefined;
  if (name === "reject") return Object.freeze(content === null ? { do: name } : { do: name, text: rawText(content) });
  if (name === "accept" || name === "drop" || name === "return" || name === "continue") return Object.freeze({ do: name });
  return undefined;
}

/** Fields of several bits. `in` asks for one of them, and `==` compares all, which has no form here. */
const BITS: ReadonlySet<string> = new Set(["ct status", "tcp flags"]);

function matchFrom({ op, left, right }: NftObjectJson): Match | undefined {
  const bits = op === "==" ? bitsFrom(left ?? null, right ?? null) : undefined;
  if (bits) return bits;
  const fields = fieldsFrom(left ?? null);
  const operand = fields && operandFrom(fields, right ?? null);
  const sign = op === "in" ? "==" : op;
  if (op === "==" && fields?.some((field) => BITS.has(field))) return undefined;
  if (!fields || !operand || !isOperator(sign)) return undefined;
  return Object.freeze({ is: "match", fields, op: sign, operand: Object.freeze(operand) });
}

const EVERY_BIT = 0xffffffff;

/** Bits of a mark that are compared. nft lists the highest ones as a prefix. */
function bitsFrom(left: NftJson, right: NftJson): Match | undefined {
  const [masked, prefixed] = [binary(left, "&"), memberOf(right)];
  const field = fieldFrom(masked?.[0] ?? left);
  if (field === undefined || !isMark(field)) return undefined;
  const [mask, value] = masked ? [masked[1], right] : prefixed[0] === "prefix" ? prefixOf(prefixed[1]) : [];
  if (typeof mask !== "number" || typeof value !== "number") return undefined;
  const operand: Operand = Object.freeze({ is: "bits", mask, value });
  return Object.freeze({ is: "match", fields: Object.freeze([field]), op: "==", operand });
}

function prefixOf(content: NftJson): readonly NftJson[] {
  if (!isObject(content) || typeof content["len"] !== "number") return [];
  return [(EVERY_BIT << (32 - content["len"])) >>> 0, content["addr"] ?? null];
}

/** The operands of a binary operator. */
function binary(value: NftJson, sign: string): readonly [NftJson, NftJson] | undefined {
  const [name, content] = memberOf(value);
  const [left = null, right = null, ...more] = (name === sign && Array.isArray(content) ? content : [null]) as readonly NftJson[];
  return left === null || more.length > 0 ? undefined : [left, right];
}

/**
 * Bits of a mark that are set. nft lists the operation of the kernel, which keeps the bits that the value sets in any case: so
 * what is said of those does not matter.
 */
function markFrom({ key = null, value = null }: NftObjectJson): RuleAction | undefined {
  const [of] = memberOf(key);
  const field = fieldFrom(key);
  if (field === undefined || !isMark(field) || (of !== "ct" && of !== "meta")) return undefined;
  const set = (keep: number, bits: NftJson): RuleAction | undefined =>
    typeof bits === "number" ? { do: "mark", of, mask: (~keep | bits) >>> 0, value: bits } : undefined;
  if (typeof value === "number") return set(0, value);
  const [kept, bits] = binary(value, "|") ?? [value, 0];
  if (fieldFrom(kept) === field) return set(EVERY_BIT, bits);
  const [from, keep] = binary(kept, "&") ?? [];
  return from !== undefined && fieldFrom(from) === field && typeof keep === "number" ? set(keep, bits) : undefined;
}

function isOperator(op: NftJson | undefined): op is Match["op"] {
  return op === "==" || op === "!=" || op === "<" || op === ">" || op === "<=" || op === ">=";
}

function fieldsFrom(left: NftJson): readonly MatchField[] | undefined {
  const [name, content] = memberOf(left);
  const fields = (name === "concat" && Array.isArray(content) ? (content as readonly NftJson[]) : [left]).map(fieldFrom);
  return fields.length > 0 && fields.every((field) => field !== undefined) ? Object.freeze(fields) : undefined;
}

/** Keywords that nft prints without `meta`. */
const SHORT: ReadonlySet<string> = new Set(["iif", "oif", "iifname", "oifname", "iifgroup", "oifgroup"]);

function fieldFrom(left: NftJson): MatchField | undefined {
  const [name, content] = memberOf(left);
  const text = isObject(content) ? fieldText(name, content) : undefined;
  return text !== undefined && isField(text) ? text : undefined;
}

/** Members beyond those that are read say something else: `ct saddr` may have a direction. */
function fieldText(name: string, content: NftObjectJson): string | undefined {
  const { key, dir, protocol, field, base, offset, len, result, flags } = content;
  const members = Object.keys(content).length;
  if ([key, dir, protocol, field, base, offset, len, result, flags].flat().some((part) => typeof part === "object")) return undefined;
  if (name === "meta" && members === 1) return SHORT.has(String(key)) ? String(key) : `meta ${String(key)}`;
  if ((name === "ct" || name === "rt") && members === 1) return `${name} ${String(key)}`;
  if (name === "ct" && members === 2 && dir !== undefined) return `ct ${String(dir)} ${String(key)}`;
  if (name === "payload" && members === 2) return `${String(protocol)} ${String(field)}`;
  if (name === "payload" && members === 3) return `@${String(base)},${String(offset)},${String(len)}`;
  return name === "fib" ? `fib ${[flags].flat().join(" . ")} ${String(result)}` : undefined;
}

function operandFrom(fields: readonly MatchField[], right: NftJson): Operand | undefined {
  if (typeof right === "string" && right.startsWith("@")) return { is: "named", set: right.slice(1) };
  const [name, content] = memberOf(right);
  const members = Array.isArray(right)
    ? (right as readonly NftJson[])
    : name === "set"
      ? ([content].flat() as readonly NftJson[])
      : undefined;
  if (members === undefined) {
    const value = tupleFrom(fields, right);
    return value && { is: "value", value };
  }
  const values = members.map((member) => tupleFrom(fields, member));
  if (values.length === 0 || !values.every((value) => value !== undefined)) return undefined;
  if (name === "set" || typeOfField(fields[0]!) !== "word") return { is: "among", values: Object.freeze(sorted(fields, values)) };
  return values.length === 1 ? { is: "value", value: values[0]! } : { is: "flags", flags: Object.freeze(values.flat()) };
}

/** nft lists link names in an order of its own. */
function sorted(fields: readonly MatchField[], values: readonly Tuple[]): readonly Tuple[] {
  return fields.length === 1 && typeOfField(fields[0]!) === "ifname" ? [...values].sort(([a], [b]) => (a! < b! ? -1 : 1)) : values;
}

/** The values of one or more joined fields. */
function tupleFrom(fields: readonly MatchField[], right: NftJson): Tuple | undefined {
  const [name, content] = memberOf(right);
  const parts = name === "concat" && Array.isArray(content) ? (content as readonly NftJson[]) : [right];
  const values = parts.map((part, n) => (fields[n] === undefined ? undefined : valueFrom(fields[n], part)));
  return values.length === fields.length && values.every((value) => value !== undefined) ? Object.freeze(values) : undefined;
}

function valueFrom(field: MatchField, value: NftJson): string | undefined {
  const type = typeOfField(field);
  const text =
    type === "presence" && typeof value === "boolean"
      ? value
        ? "exists"
        : "missing"
      : type === "raw" && typeof value === "number"
        ? `0x${value.toString(16)}`
        : valueText(value);
  return text !== undefined && isValueOf(field, text) ? text : undefined;
}

/** A plain value, a network, or a range as text; addresses in canonical spelling. */
function valueText(value: NftJson): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return canonicalBlock(value) ?? value;
  const [name, content] = memberOf(value);
  if (name === "prefix" && isObject(content)) {
    const text = `${String(content["addr"])}/${String(content["len"])}`;
    return canonicalBlock(text) ?? text;
  }
  if (name !== "range" || !Array.isArray(content)) return undefined;
  const ends = (content as readonly NftJson[]).map(valueText);
  return ends.every((end) => end !== undefined) ? ends.join("-") : undefined;
}

/** The key of an element, or the value that a map has for it. A part that is not understood is its JSON. */
export function elementFromJson(value: NftJson): Tuple {
  const [name, content] = memberOf(value);
  const parts = name === "concat" && Array.isArray(content) ? (content as readonly NftJson[]) : [value];
  return Object.freeze(parts.map((part) => valueText(part) ?? rawText(part)));
}

function vmapFrom({ key, data }: NftObjectJson): RuleAction | undefined {
  const fields = fieldsFrom(key ?? null);
  const map = fields && verdictMapFrom(fields, data ?? null);
  return fields && map && { do: "vmap", fields, map: Object.freeze(map) };
}

function verdictMapFrom(fields: readonly MatchField[], data: NftJson): VerdictMap | undefined {
  if (typeof data === "string" && data.startsWith("@")) return { is: "named", map: data.slice(1) };
  const [name, content] = memberOf(data);
  if (name !== "set" || !Array.isArray(content)) return undefined;
  const entries = (content as readonly NftJson[]).map((entry) => entryFrom(fields, entry));
  return entries.length > 0 && entries.every((entry) => entry !== undefined)
    ? { is: "entries", entries: Object.freeze(entries) }
    : undefined;
}

function entryFrom(fields: readonly MatchField[], entry: NftJson): readonly [Tuple, Verdict] | undefined {
  const [key, statement] = (Array.isArray(entry) ? entry : []) as readonly NftJson[];
  const values = tupleFrom(fields, key ?? null);
  const verdict = statement === undefined ? undefined : verdictFromJson(statement);
  return values && verdict && Object.freeze([values, verdict] as const);
}

function dnatFrom({ family, addr, ...rest }: NftObjectJson): RuleAction | undefined {
  const [name, content] = memberOf(addr ?? null);
  if (name !== "map" || !isObject(content) || Object.keys(rest).length > 0 || (family !== "ip" && family !== "ip6")) return undefined;
  const fields = fieldsFrom(content["key"] ?? null);
  const map = content["data"];
  if (!fields || typeof map !== "string" || !map.startsWith("@")) return undefined;
  return { do: "dnat", family, fields, map: map.slice(1) };
}

/** One address, or those of a map that a hash of the source chooses from. */
function snatFrom({ family, addr, ...rest }: NftObjectJson): RuleAction | undefined {
  if (Object.keys(rest).length > 0 || (family !== "ip" && family !== "ip6")) return undefined;
  const to = typeof addr === "string" ? [addr] : hashedFrom(family, addr ?? null);
  const found = to?.map((address) => canonicalIp(address));
  return found?.every((address) => address !== undefined && isIpv6(address) === (family === "ip6"))
    ? snat(family, found as readonly string[])
    : undefined;
}

function hashedFrom(family: string, addr: NftJson): readonly string[] | undefined {
  const [name, content] = memberOf(addr);
  const { key = null, data = null } = name === "map" && isObject(content) ? content : {};
  const entries = memberOf(data)[0] === "set" ? memberOf(data)[1] : undefined;
  if (!Array.isArray(entries) || entries.length < 2) return undefined;
  const all = entries as readonly NftJson[];
  const hash = { jhash: { mod: all.length, seed: 1, expr: { payload: { protocol: family, field: "saddr" } } } };
  const found = all.map((entry, n) => (Array.isArray(entry) && entry[0] === n ? (entry[1] as NftJson) : null));
  return isDeepStrictEqual(key, hash) && found.every((address) => typeof address === "string") ? (found as readonly string[]) : undefined;
}

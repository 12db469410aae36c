import { bitsOf, canonicalCidr, parseCidr } from "../../net/cidr";
import { among, type FactSource } from "../among";
import { ROOT, type FactBodies, type FactOf } from "../fact";
import type { FactType } from "../fact-type";
import { netnsKey } from "../key";
import { OUR_PROTOCOL } from "../mark";
import type { World } from "../objects";
import { inside } from "./needs";
import { after, ended, isDev, isWord, listOf, next, numberOf, reader, type Words } from "./words";
import { exposure, judging, outage } from "../judgement";

type RuleBody = FactBodies["rule"];

/** All bits of a firewall mark. */
const EVERY_BIT = 0xffffffff;

/** Tables that the kernel has names for. */
const NAMED_TABLES: Readonly<Record<string, number>> = { local: 255, main: 254, default: 253 };

const TYPES = ["blackhole", "unreachable", "prohibit"] as const;

const ruleJudged = judging<FactOf<"rule">>({
  missing: outage("Packets that the policy rule matches take another way."),
  extra: exposure("A policy rule that nothing declares takes packets another way."),
  changed: outage("Packets that the policy rule matches take another way."),
});

/**
 * A policy rule: `rule ip 100 from 10.8.0.2/32 fwmark 0x10/0xff lookup 20`, `rule ip6 50 to fd00:9::/64 prohibit`. Several may
 * have one priority, and none can be changed, so all of a rule is its identity. The kernel keeps host bits (`10.8.0.2/24`), and
 * a rule names links that need not exist. The rules of a new namespace (`local`, `main`, and of IPv4 `default`) are the
 * kernel's own and no facts.
 *
 * The kernel deletes the first rule that has everything which the deletion names: of two rules with one priority, deleting the
 * wider one can delete the other. Rules of other protocols are safe from that, as deletions name ours.
 */
export const rule: FactType<"rule"> = {
  kind: "rule",
  sample: "local web rule ip 100 from 10.8.0.2/32 fwmark 0x10/0xff lookup 20",
  layer: "route",
  judge(expected, actual) {
    if (expected?.type !== undefined && actual?.type === undefined) return exposure("Packets pass that the policy rule is to hold back.");
    if (expected === undefined && actual?.type !== undefined) return outage("A policy rule that nothing declares drops packets.");
    return ruleJudged(expected, actual);
  },
  removal,
  within: (fact) => (fact.netns === ROOT ? [] : [netnsKey(fact.host, fact.netns)]),
  readSet: "rules",
  rank: 6.5,
  markable: false,
  concernsHost: () => true,
  removable: true,
  identity: (fact) => rule.text(fact),
  normal({ from, to, mask, also, ...fact }) {
    const [source, destination] = [selectorOf(from), selectorOf(to)];
    return {
      ...fact,
      ...(source === undefined ? {} : { from: source }),
      ...(destination === undefined ? {} : { to: destination }),
      ...(mask === undefined || mask === EVERY_BIT ? {} : { mask }),
      ...(also === undefined || also.length === 0 ? {} : { also: [...also].sort() }),
    };
  },
  needs: inside,
  unchangeable: "All of it is its identity.",
  canChange: () => true,
  remove(world, actual, asked) {
    world.drop(firstMatch(world, asked) ?? actual);
    return undefined;
  },
  text(fact) {
    const selectors = [`${fact.family} ${fact.priority}`, said("from", fact.from), said("to", fact.to), markText(fact)];
    const links = [said("iif", fact.iif), said("oif", fact.oif), said("ipproto udp sport", fact.udpSport)];
    const action = fact.type ?? (fact.table === undefined ? undefined : `lookup ${tableText(fact.table)}`);
    return [
      ...selectors,
      ...links,
      action,
      said("suppress_prefixlength", fact.suppress),
      said("also", fact.also?.join(",")),
      said("proto", fact.proto),
    ]
      .filter((part) => part !== undefined)
      .join(" ");
  },
  parse(words) {
    const line = reader(words);
    const family = next(line);
    const priority = numberOf(next(line));
    if ((family !== "ip" && family !== "ip6") || priority === undefined) return undefined;
    const body: RuleBody = { family, priority, ...selectorsIn(line), ...actionIn(line), ...foreignIn(line) };
    return ended(line) && isGood(body) ? body : undefined;
  },
};

/**
 * The command that deletes this rule: with less, the kernel could delete another one of its priority. One that matches what the
 * fact does not have in words cannot be named.
 */
function removal(fact: FactOf<"rule">): readonly string[] | undefined {
  if (fact.also !== undefined) return undefined;
  const action = fact.type ?? said("lookup", fact.table);
  const words = [
    ...[said("from", fact.from ?? "all"), said("to", fact.to), markText(fact), said("iif", fact.iif), said("oif", fact.oif)],
    ...[said("ipproto udp sport", fact.udpSport), said("priority", fact.priority), action, said("suppress_prefixlength", fact.suppress)],
    said("protocol", fact.proto ?? OUR_PROTOCOL),
  ];
  return ["ip", ...(fact.family === "ip6" ? ["-6"] : []), "rule", "del", ...words.flatMap((word) => word?.split(" ") ?? [])];
}

function said(word: string, value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `${word} ${value}`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function markText({ fwmark, mask }: RuleBody): string | undefined {
  if (fwmark === undefined) return undefined;
  return `fwmark ${hex(fwmark)}${mask === undefined ? "" : `/${hex(mask)}`}`;
}

function tableText(table: number): string {
  return Object.keys(NAMED_TABLES).find((name) => NAMED_TABLES[name] === table) ?? `${table}`;
}

/** The number of a table, also by one of the kernel's names; undefined for other names. */
export function tableNumber(word: string | undefined): number | undefined {
  return word !== undefined && Object.hasOwn(NAMED_TABLES, word) ? NAMED_TABLES[word] : numberOf(word);
}

/** A selector for all addresses is none. */
function selectorOf(text: string | undefined): string | undefined {
  const cidr = text === undefined ? undefined : canonicalCidr(text);
  return cidr?.endsWith("/0") ? undefined : (cidr ?? text);
}

function selectorsIn(line: Words): Partial<RuleBody> {
  const [from, to, mark, iif, oif] = [
    after(line, "from"),
    after(line, "to"),
    after(line, "fwmark"),
    after(line, "iif"),
    after(line, "oif"),
  ];
  const [fwmark, mask] = mark?.split("/") ?? [];
  const ports = after(line, "ipproto") === "udp" ? (after(line, "sport") ?? "") : undefined;
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(fwmark === undefined ? {} : { fwmark: bitsIn(fwmark) }),
    ...(mask === undefined ? {} : { mask: bitsIn(mask) }),
    ...(iif === undefined ? {} : { iif }),
    ...(oif === undefined ? {} : { oif }),
    ...(ports === undefined ? {} : { udpSport: ports }),
  };
}

/** A number in base 16; NaN for anything else. */
function bitsIn(text: string): number {
  return /^0x(?:0|[1-9a-f][0-9a-f]{0,7})$/.test(text) ? Number(text) : NaN;
}

function actionIn(line: Words): Partial<RuleBody> {
  const type = TYPES.find((word) => word === line.words[line.at]);
  if (type !== undefined) line.at++;
  const table = type === undefined ? after(line, "lookup") : undefined;
  const suppress = table === undefined ? undefined : after(line, "suppress_prefixlength");
  return {
    ...(type === undefined ? {} : { type }),
    ...(table === undefined ? {} : { table: tableNumber(table) ?? NaN }),
    ...(suppress === undefined ? {} : { suppress: numberOf(suppress) ?? NaN }),
  };
}

function foreignIn(line: Words): Partial<RuleBody> {
  const [also, proto] = [after(line, "also"), after(line, "proto")];
  return { ...(also === undefined ? {} : { also: listOf(also) }), ...(proto === undefined ? {} : { proto: numberOf(proto) ?? NaN }) };
}

/** Whether the parts are what they should be; that they are in normal form, the line itself shows. */
function isGood({ family, from, to, fwmark, mask, iif, oif, udpSport, table, suppress, type, also, proto }: RuleBody): boolean {
  const isSelector = (text: string | undefined) => text === undefined || (selectorOf(text) === text && isOf(family, text));
  const isLink = (text: string | undefined) => text === undefined || isDev(text);
  const numbers = [fwmark, mask, table, suppress, proto].every((value) => value === undefined || !Number.isNaN(value));
  const hasAction = type !== undefined || table !== undefined || also !== undefined;
  return (
    numbers &&
    isPortRange(udpSport) &&
    hasAction &&
    table !== 0 &&
    mask !== EVERY_BIT &&
    [from, to].every(isSelector) &&
    [iif, oif].every(isLink)
  );
}

const PORTS = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/;

/** A port or a range of several, if any. */
function isPortRange(text: string | undefined): boolean {
  if (text === undefined) return true;
  const [, first, last] = PORTS.exec(text) ?? [];
  return first !== undefined && Number(first) <= 65535 && (last === undefined || (Number(first) < Number(last) && Number(last) <= 65535));
}

function isOf(family: RuleBody["family"], text: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && bitsOf(cidr.ip) === (family === "ip" ? 32 : 128) && isWord(text);
}

/** The rule that the kernel deletes: the first of this priority that agrees in all that a deletion can name. */
function firstMatch(world: World, asked: FactOf<"rule">): FactOf<"rule"> | undefined {
  for (const fact of world.facts.values()) if (fact.kind === "rule" && isMeant(fact, asked)) return fact;
  return undefined;
}

function isMeant(fact: FactOf<"rule">, asked: FactOf<"rule">): boolean {
  const isPlace = fact.host === asked.host && fact.netns === asked.netns && fact.family === asked.family;
  if (!isPlace || fact.priority !== asked.priority || fact.type !== asked.type) return false;
  if (asked.proto !== 0 && fact.proto !== asked.proto) return false;
  if (asked.fwmark !== undefined && asked.mask !== 0 && fact.mask !== asked.mask) return false;
  if (asked.fwmark !== undefined && asked.fwmark !== 0 && fact.fwmark !== asked.fwmark) return false;
  return (["from", "to", "iif", "oif", "udpSport", "table"] as const).every(
    (name) => asked[name] === undefined || fact[name] === asked[name],
  );
}

/** The policy rules, in their order. */
export function rulesIn(facts: FactSource): readonly FactOf<"rule">[] {
  return among(facts, "rule");
}

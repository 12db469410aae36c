/** A table as `nft -j list table` prints it. Only statements that decide about a link or a connection are evaluated. */
import { matched, matchedNot, type NftJson } from "./matched";
import type { Chain, RuleCondition, FirewallRule, Table, RuleVerdict } from "./rule";

/** The tables in one answer of nft; none in text that is not one. */
export function listedTables(text: string): readonly Table[] {
  const tables = new Map<string, Table>();
  for (const item of itemsOf(text)) {
    const [type, object] = Object.entries(item)[0] ?? [];
    if (typeof object !== "object" || object === null || Array.isArray(object)) continue;
    const { family, name, table } = object as Record<string, NftJson>;
    if (type === "table") tables.set(`${family} ${name}`, { family: family as Table["family"], name: String(name), chains: new Map() });
    const at = tables.get(`${family} ${table}`);
    if (type === "chain") at?.chains.set(String(name), chainOf(object as Record<string, NftJson>));
    if (type === "rule") addRule(at, object as Record<string, NftJson>);
  }
  return [...tables.values()];
}

function itemsOf(text: string): readonly Readonly<Record<string, NftJson>>[] {
  try {
    return (JSON.parse(text) as { readonly nftables: readonly Readonly<Record<string, NftJson>>[] }).nftables;
  } catch {
    return [];
  }
}

function chainOf({ hook, type, policy }: Readonly<Record<string, NftJson>>): Chain {
  if ((hook !== "forward" && hook !== "input") || type !== "filter") return { rules: [] };
  return { rules: [], base: { hook, policy: policy === "drop" ? "drop" : "accept" } };
}

function addRule(table: Table | undefined, { chain, expr }: Readonly<Record<string, NftJson>>): void {
  const rules = table?.chains.get(String(chain))?.rules;
  if (rules && Array.isArray(expr)) rules.push(...rulesOf(expr as readonly Readonly<Record<string, NftJson>>[]));
}

/** Statements without influence on the verdict. */
const IDLE = new Set(["counter", "log", "comment", "notrack", "mangle", "ct helper"]);

/** One rule, or one for each entry of its verdict map. */
function rulesOf(statements: readonly Readonly<Record<string, NftJson>>[]): readonly FirewallRule[] {
  const when: RuleCondition[] = [];
  for (const statement of statements) {
    const [word, value] = Object.entries(statement)[0] ?? ["", null];
    const then = verdict(word, value);
    if (then) return [{ when, then }];
    if (word === "vmap") return mapped(value).map((entry) => ({ when: [...when, entry.when], then: entry.then }));
    if (word === "match") when.push(condition(value as Readonly<Record<string, NftJson>>));
    else if (!IDLE.has(word)) when.push({ on: "other" });
  }
  return [];
}

function verdict(word: string, value: NftJson): RuleVerdict | undefined {
  if (word === "accept" || word === "drop" || word === "reject" || word === "return") return { do: word };
  if (word === "continue") return { do: "nothing" };
  if (word !== "jump" && word !== "goto") return undefined;
  return { do: word, to: String((value as { readonly target: NftJson }).target) };
}

function mapped(value: NftJson): readonly { readonly when: RuleCondition; readonly then: RuleVerdict }[] {
  const { key, data } = value as { readonly key: NftJson; readonly data: NftJson };
  const entries = (data as { readonly set?: readonly NftJson[] } | null)?.set;
  // A named map may accept anything.
  if (!Array.isArray(entries)) return [{ when: { on: "other" }, then: { do: "accept" } }];
  return (entries as readonly (readonly [NftJson, Readonly<Record<string, NftJson>>])[]).flatMap(([right, statement]) => {
    const [word, target] = Object.entries(statement)[0] ?? ["", null];
    const then = verdict(word, target);
    return then ? [{ when: condition({ op: "==", left: key, right }), then }] : [];
  });
}

const LINKS: Readonly<Record<string, "in" | "out">> = {
  iifname: "in",
  iif: "in",
  ibrname: "in",
  oifname: "out",
  oif: "out",
  obrname: "out",
};

function condition({ op, left, right }: Readonly<Record<string, NftJson>>): RuleCondition {
  const { meta, ct } = left as { readonly meta?: { readonly key: string }; readonly ct?: { readonly key: string } };
  const words = wordsIn(right ?? null);
  const on = meta && LINKS[meta.key];
  if (on && words) return { on, names: words, negated: op === "!=" };
  if (ct?.key === "state" && words) return { on: "state", states: words, negated: op === "!=" };
  if (ct?.key === "status" && op !== "!=" && words?.includes("dnat")) return { on: "dnat" };
  if (right === undefined) return { on: "other" };
  return (op === "!=" ? matchedNot : matched)(left as Readonly<Record<string, NftJson>>, right) ?? { on: "other" };
}

/** The words on the right side: one, a list or a set of them; undefined for anything else, such as a named set. */
function wordsIn(right: NftJson): readonly string[] | undefined {
  if (typeof right === "string") return right.startsWith("@") ? undefined : [right];
  const list = Array.isArray(right) ? right : (right as { readonly set?: NftJson } | null)?.set;
  if (!Array.isArray(list) || !list.every((word) => typeof word === "string")) return undefined;
  return list as readonly string[];
}

import { fact, ROOT, type Fact, type FactOf } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { nameIn } from "../../../../lib/kernel/kinds/table";
import { ownerOf } from "../../../../lib/kernel/mark";
import type { NftExpression, NftObject, NftSet } from "./dump";
import { ruleText, text } from "./rules";

/** Netweft's tables with their content. */
export function firewallFacts(host: string, objects: readonly NftObject[]): readonly Fact[] {
  const place = { host, netns: ROOT };
  const rules = rulesByChain(objects);
  return objects.flatMap(({ table, set, map, chain }): readonly Fact[] => {
    if (table) return [fact("table", place, { family: table.family, name: table.name })];
    if (set ?? map) return setFacts(host, (set ?? map)!);
    if (chain) return [chainFact(host, chain, rules.get(nameIn(chain.family, chain.name)) ?? [])];
    return [];
  });
}

function rulesByChain(objects: readonly NftObject[]): ReadonlyMap<string, readonly string[]> {
  const rules = new Map<string, string[]>();
  for (const { rule } of objects) {
    if (rule === undefined) continue;
    const chain = nameIn(rule.family, rule.chain);
    const list = rules.get(chain) ?? [];
    rules.set(chain, list);
    list.push(ruleText(rule.expr));
  }
  return rules;
}

function chainFact(host: string, chain: NonNullable<NftObject["chain"]>, rules: readonly string[]): Fact {
  const { type, hook, prio, policy = "accept" } = chain;
  const name = nameIn(chain.family, chain.name);
  const base = `type ${type} hook ${hook} priority ${prio}${policy === "accept" ? "" : ` policy ${policy}`}`;
  return fact("chain", { host, netns: ROOT }, { name, ...(hook === undefined ? {} : { base }), rules });
}

function joined(types: string | readonly string[]): string {
  return [types].flat().join(" . ");
}

function setFacts(host: string, { family, name: shown, type, map, flags, elem }: NftSet): readonly Fact[] {
  const name = nameIn(family, shown);
  const data = map === undefined ? {} : { data: joined(map) };
  const interval = [flags ?? []].flat().includes("interval");
  const own: FactOf<"set"> = fact("set", { host, netns: ROOT }, { name, type: joined(type), ...data, interval });
  return [own as Fact, ...(elem ?? []).map((one) => elementFact(host, name, one, map !== undefined))];
}

/** A key, or a key and a value; the key may have a comment. */
function elementFact(host: string, set: string, one: unknown, isMap: boolean): Fact {
  const [key, value] = isMap ? (one as readonly [NftExpression, NftExpression]) : [one as NftExpression, undefined];
  const { val, comment } = (isCommented(key) ? key.elem : { val: key }) as { readonly val: NftExpression; readonly comment?: string };
  const mark = ownerOf(comment) === undefined ? {} : { mark: comment! };
  const data = value === undefined ? {} : { data: verdictText(value) };
  const made: FactOf<"element"> = fact("element", { host, netns: ROOT }, { set, element: text(val), ...data }, mark);
  return normal(made as Fact);
}

function isCommented(key: NftExpression): key is { readonly elem: NftExpression } {
  return typeof key === "object" && key !== null && "elem" in key;
}

function verdictText(value: NftExpression): string {
  return typeof value === "object" && value !== null && !("concat" in value) ? ruleText([value]) : text(value);
}

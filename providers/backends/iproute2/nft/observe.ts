import { fact, ROOT, type Fact, type FactOf } from "../../../../lib/kernel/fact";
import { normal } from "../../../../lib/kernel/kinds";
import { nameIn } from "../../../../lib/kernel/kinds/table";
import { ownerOf } from "../../../../lib/kernel/mark";
import type { ChainBase, Rule, Tuple } from "../../../../lib/nft/expression";
import { elementFromJson, ruleFromJson, verdictFromJson } from "../../../../lib/nft/from-json";
import { isObject, memberOf, rawText, type NftJson } from "../../../../lib/nft/json";
import type { NftObject, NftSet } from "./dump";

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

function rulesByChain(objects: readonly NftObject[]): ReadonlyMap<string, readonly Rule[]> {
  const rules = new Map<string, Rule[]>();
  for (const { rule } of objects) {
    if (rule === undefined) continue;
    const chain = nameIn(rule.family, rule.chain);
    const list = rules.get(chain) ?? [];
    rules.set(chain, list);
    list.push(ruleFromJson(rule.expr));
  }
  return rules;
}

function chainFact(host: string, chain: NonNullable<NftObject["chain"]>, rules: readonly Rule[]): Fact {
  const { type, hook, prio, policy } = chain;
  const name = nameIn(chain.family, chain.name);
  const base = { type, hook, priority: prio, ...(policy === "drop" ? { policy } : {}) } as ChainBase;
  return fact("chain", { host, netns: ROOT }, { name, ...(hook === undefined ? {} : { base }), rules });
}

/** A type of a set that has no name is its JSON. */
function typesOf(types: NftJson): Tuple {
  const all: readonly NftJson[] = Array.isArray(types) ? (types as readonly NftJson[]) : [types];
  return all.flatMap((type) => (typeof type === "string" ? type.split(" . ") : rawText(type)));
}

function setFacts(host: string, { family, name: shown, type, map, flags, elem }: NftSet): readonly Fact[] {
  const name = nameIn(family, shown);
  const data = map === undefined ? {} : { data: typesOf(map) };
  const interval = [flags ?? []].flat().includes("interval");
  const own: FactOf<"set"> = fact("set", { host, netns: ROOT }, { name, type: typesOf(type), ...data, interval });
  return [own as Fact, ...(elem ?? []).map((one) => elementFact(host, name, one, map !== undefined))];
}

/** A key, or a key and a value; the key may have a comment. */
function elementFact(host: string, set: string, one: unknown, isMap: boolean): Fact {
  const [key = null, value] = (isMap ? one : [one]) as readonly NftJson[];
  const [name, content] = memberOf(key);
  const { val = null, comment } = name === "elem" && isObject(content) ? content : { val: key };
  const mark = typeof comment === "string" && ownerOf(comment) !== undefined ? { mark: comment } : {};
  const data = value === undefined ? {} : { data: verdictFromJson(value) ?? elementFromJson(value) };
  const made: FactOf<"element"> = fact("element", { host, netns: ROOT }, { set, element: elementFromJson(val), ...data }, mark);
  return normal(made as Fact);
}

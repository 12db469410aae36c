/** The links that rules name. */
import type { Match, MatchField, Rule, Table, Tuple } from "./expression";
import { typeOfField } from "./fields";

/** The names and patterns of links in the rules of a table. */
export function linksIn(table: Table): readonly string[] {
  const names = new Set<string>();
  for (const { rules } of table.chains.values())
    for (const rule of rules)
      for (const name of rule.when.flatMap((part) => (part.is === "match" ? named(part, table) : []))) names.add(name);
  for (const { rules } of table.chains.values()) for (const rule of rules) for (const name of mapped(rule, table)) names.add(name);
  return [...names].filter((name) => /^[^\s,]+$/.test(name) && name !== "*" && name !== "lo");
}

function named({ fields, operand }: Match, { sets }: Table): readonly string[] {
  switch (operand.is) {
    case "value":
      return linksOf(fields, [operand.value]);
    case "among":
      return linksOf(fields, operand.values);
    case "named":
      return linksOf(fields, sets.get(operand.set)?.elements.map(({ key }) => key) ?? []);
    case "flags":
    case "bits":
      return [];
  }
}

function mapped({ then }: Rule, { sets }: Table): readonly string[] {
  if (then.do !== "vmap") return [];
  const keys =
    then.map.is === "entries" ? then.map.entries.map(([key]) => key) : (sets.get(then.map.map)?.elements.map(({ key }) => key) ?? []);
  return linksOf(then.fields, keys);
}

/** Of the values of these fields, those of fields that hold link names. */
function linksOf(fields: readonly MatchField[], values: readonly Tuple[]): readonly string[] {
  return values.flatMap((tuple) => tuple.filter((_, n) => fields[n] !== undefined && typeOfField(fields[n]) === "ifname"));
}

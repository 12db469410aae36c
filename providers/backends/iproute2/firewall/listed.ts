/** Tables as `nft -j list table` prints them. */
import type { Chain, ChainBase, NamedSet, Rule, Table } from "../../../../lib/nft/expression";
import { elementFromJson, ruleFromJson, verdictFromJson } from "../../../../lib/nft/from-json";
import { isObject, memberOf, type NftJson, type NftObjectJson } from "../../../../lib/nft/json";

/** A table that is being read. */
interface Listing {
  readonly family: Table["family"];
  readonly name: string;
  readonly chains: Map<string, Chain & { readonly rules: Rule[] }>;
  readonly sets: Map<string, NamedSet>;
}

/** The tables in one answer of nft; none in text that is not one. */
export function listedTables(text: string): readonly Table[] {
  const tables = new Map<string, Listing>();
  for (const item of itemsOf(text)) {
    const [type, object] = memberOf(item);
    if (!isObject(object)) continue;
    const { family, name, table } = object;
    if (type === "table")
      tables.set(`${String(family)} ${String(name)}`, {
        family: family as Table["family"],
        name: String(name),
        chains: new Map(),
        sets: new Map(),
      });
    else read(tables.get(`${String(family)} ${String(table)}`), type, object);
  }
  return [...tables.values()];
}

function itemsOf(text: string): readonly NftJson[] {
  try {
    return (JSON.parse(text) as { readonly nftables: readonly NftJson[] }).nftables;
  } catch {
    return [];
  }
}

function read(table: Listing | undefined, type: string, object: NftObjectJson): void {
  const { name, chain, expr, flags } = object;
  if (type === "chain") table?.chains.set(String(name), chainOf(object));
  if (type === "rule" && Array.isArray(expr)) table?.chains.get(String(chain))?.rules.push(ruleFromJson(expr as readonly NftJson[]));
  // The elements of other sets come and go with packets and with time.
  if ((type === "set" || type === "map") && [flags ?? []].flat().every((flag) => flag === "interval" || flag === "constant"))
    table?.sets.set(String(name), setOf(object, type === "map"));
}

function chainOf({ hook, type, prio, policy }: NftObjectJson): Chain & { readonly rules: Rule[] } {
  if (typeof hook !== "string") return { rules: [] };
  const base = { type, hook, priority: prio, ...(policy === "drop" ? { policy } : {}) };
  return { rules: [], base: base as ChainBase };
}

function setOf({ elem }: NftObjectJson, isMap: boolean): NamedSet {
  const members = (Array.isArray(elem) ? elem : []) as readonly NftJson[];
  return { elements: members.map((member) => (isMap ? entryOf(member) : { key: elementFromJson(bare(member)) })) };
}

function entryOf(member: NftJson): NamedSet["elements"][number] {
  const [key = null, value = null] = (Array.isArray(member) ? member : [member]) as readonly NftJson[];
  return { key: elementFromJson(bare(key)), data: verdictFromJson(value) ?? elementFromJson(value) };
}

/** An element without its comment or counter. */
function bare(member: NftJson): NftJson {
  const [name, content] = memberOf(member);
  return name === "elem" && isObject(content) ? content["val"]! : member;
}

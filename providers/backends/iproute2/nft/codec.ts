/** The nft commands for Netweft's tables. Consecutive lines are one transaction. */
import { ROOT } from "../../../../lib/kernel/fact";
import { BRIDGE_TABLE, homeOf, OUR_TABLE } from "../../../../lib/kernel/kinds/table";
import type { Rule } from "../../../../lib/nft/expression";
import type { Codec, ScriptLine } from "../line";
import { word } from "../words";

const OURS: readonly string[] = [OUR_TABLE, BRIDGE_TABLE].map(({ family, name }) => `${family} ${name}`);

/** A set or chain in nft's syntax: its table and its name there. */
function placed(fact: string): string {
  const { table, name } = homeOf(fact);
  return `${table.family} ${table.name} ${word.nftName(name)}`;
}

function nft(words: readonly (string | false | undefined)[], extra: Pick<ScriptLine, "ignoreMissing"> = {}): ScriptLine {
  return { netns: ROOT, command: { do: "nft", words }, ...extra };
}

function ours({ family, name }: { readonly family: string; readonly name: string }): string {
  const table = `${family} ${name}`;
  if (!OURS.includes(table)) throw new Error(`not our table: ${table}`);
  return table;
}

export const table: Codec<"table"> = {
  add: (fact) => [nft(["create table", ours(fact)])],
  set: () => [],
  del: (fact) => [nft(["delete table", ours(fact)], { ignoreMissing: true })],
};

export const set: Codec<"set"> = {
  add({ name, type, data, interval }) {
    const body = ["{ type", word.types(type), data !== undefined && `: ${word.types(data)}`, interval ? "; flags interval; }" : "; }"];
    return [nft([data === undefined ? "create set" : "create map", placed(name), ...body])];
  },
  set: () => [],
  del: ({ name, data }) => [nft([data === undefined ? "delete set" : "delete map", placed(name)], { ignoreMissing: true })],
};

function rulesOf(name: string, rules: readonly Rule[]): readonly ScriptLine[] {
  return rules.map((rule) => nft(["add rule", placed(name), word.rule(rule)]));
}

/** The rules of a chain are replaced as a whole: in one transaction, no packet meets a partial chain. */
export const chain: Codec<"chain"> = {
  add({ name, base, rules }) {
    const hook = base !== undefined && `{ ${word.base(base)}; policy accept; }`;
    return [nft(["create chain", placed(name), hook]), ...rulesOf(name, rules)];
  },
  set: (_from, { name, rules }) => [nft(["flush chain", placed(name)]), ...rulesOf(name, rules)],
  del: ({ name }) => [nft(["delete chain", placed(name)], { ignoreMissing: true })],
};

type Element = Parameters<Codec<"element">["add"]>[0];

function created({ set: name, element: key, data, mark }: Element): ScriptLine {
  const comment = mark === undefined ? "" : ` comment ${word.comment(mark)}`;
  const value = data === undefined ? "" : ` : ${word.elementData(data)}`;
  return nft(["create element", placed(name), `{ ${word.elementKey(key)}${comment}${value} }`]);
}

function deleted({ set: name, element: key }: Element, extra: Pick<ScriptLine, "ignoreMissing"> = {}): ScriptLine {
  return nft(["delete element", placed(name), `{ ${word.elementKey(key)} }`], extra);
}

/** `create` and not `add`: if two stacks publish one port, the kernel refuses the second. */
export const element: Codec<"element"> = {
  add: (fact) => [created(fact)],
  set: (from, to) => [deleted(from), created(to)],
  del: (fact) => [deleted(fact, { ignoreMissing: true })],
};

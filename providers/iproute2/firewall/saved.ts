/** The filter table as `iptables-save` prints it. */
import { isOurRule } from "../observation/iptables";
import type { Chain, Condition, Table, Verdict } from "./rule";

/** The table out of its lines; undefined where iptables does not understand it, because nft made it. */
export function savedTable(family: Table["family"], lines: readonly string[]): Table | undefined {
  if (!lines.includes("*filter") || lines.some((line) => line.startsWith("# Table `filter' "))) return undefined;
  const chains = new Map<string, Chain>();
  for (const line of lines) {
    const [, name, policy] = /^:(\S+) (ACCEPT|DROP|-)/.exec(line) ?? [];
    if (name === undefined) continue;
    const base = name === "FORWARD" ? { base: { policy: policy === "DROP" ? "drop" : "accept" } as const } : {};
    chains.set(name, { rules: [], ...base });
  }
  for (const line of lines) {
    const [, chain, rest] = /^-A (\S+) ?(.*)$/.exec(line) ?? [];
    if (chain !== undefined && !isOurRule(line)) chains.get(chain)?.rules.push(readRule(wordsOf(rest!), chains));
  }
  return { family, name: "filter", chains };
}

/** Words with or without quotation marks around them. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
}

/** A word that begins with `-`, and what follows it. */
interface Option {
  readonly name: string;
  readonly values: string[];
  readonly negated: boolean;
}

function optionsOf(words: readonly string[]): readonly Option[] {
  const options: Option[] = [];
  let negated = false;
  for (const word of words) {
    if (word.startsWith("-")) options.push({ name: word, values: [], negated });
    else if (word !== "!") options.at(-1)?.values.push(word);
    negated = word === "!";
  }
  return options;
}

/** What follows the target says how: with which answer to reject, what to write into a log. */
function readRule(words: readonly string[], chains: ReadonlyMap<string, Chain>): Chain["rules"][number] {
  const options = optionsOf(words);
  const target = options.findIndex(({ name }) => name === "-j" || name === "-g");
  const asked = target < 0 ? options : options.slice(0, target);
  return { when: asked.flatMap(condition), then: target < 0 ? { do: "nothing" } : verdict(options[target]!, chains) };
}

/** Matches that say nothing by themselves; the options behind them do. */
const SILENT = new Set(["comment", "conntrack", "state"]);

function condition({ name, values: [value = ""], negated }: Option): readonly Condition[] {
  if (name === "--comment" || (name === "-m" && SILENT.has(value))) return [];
  if (name === "-i" || name === "-o") return [{ on: name === "-i" ? "in" : "out", names: [value.replace(/\+$/, "*")], negated }];
  const states = (name === "--ctstate" || name === "--state") && !negated ? value.split(",") : [];
  return [{ on: states.includes("ESTABLISHED") ? "established" : states.includes("DNAT") ? "dnat" : "other" }];
}

function verdict({ name, values: [target = ""] }: Option, chains: ReadonlyMap<string, Chain>): Verdict {
  if (chains.has(target)) return { do: name === "-g" ? "goto" : "jump", to: target };
  if (target === "ACCEPT" || target === "DROP" || target === "REJECT" || target === "RETURN")
    return { do: target.toLowerCase() as "accept" | "drop" | "reject" | "return" };
  return { do: "nothing" };
}

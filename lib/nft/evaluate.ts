/**
 * What a firewall does with a packet that is known in part. A rule that cannot be evaluated may apply or not, so both are
 * followed; nothing is accepted because it is not understood.
 */
import type { Chain, NamedSet, Rule, RuleAction, Table, Tuple, Verdict } from "./expression";
import { areEqual, every, holdAll, type Holds } from "./holds";
import type { Packet } from "./packet";

export type Fate = "accept" | "drop" | "reject";

/** Every end that the packet may come to, each with the rule that leaves it open; without a rule it is certain. */
export type Fates = ReadonlyMap<Fate | "unknown", Rule | undefined>;

/** The verdict of a chain: `unknown` with a rule that could not be evaluated. */
export type Decision = { readonly fate: Fate } | { readonly fate: "unknown"; readonly rule: Rule };

/** The end of a chain, before the policy of its base chain: `on` at its end, `return` by a verdict. */
type ChainEnd = Fate | "unknown" | "on" | "return";
type ChainEnds = Map<ChainEnd, Rule | undefined>;

/** The deepest jump that the kernel follows (NFT_JUMP_STACK_SIZE). */
const DEEPEST = 16;

/** What a walk is about, and the answers that leave open whether a rule applies. */
interface ChainWalk {
  readonly table: Table;
  readonly packet: Packet;
  readonly open: ReadonlySet<Holds>;
}

/** Whether the chain accepts or drops the packet. A class of packets is accepted only if every one of them is. */
export function decide(table: Table, chain: Chain, packet: Packet): Decision {
  const fates = fatesOf(table, chain, packet, new Set<Holds>(["part", "unknown"]));
  const open = [...fates.values()].find((rule) => rule !== undefined);
  const [fate] = [...fates.keys()];
  if (fates.size === 1 && fate !== "unknown") return { fate: fate! };
  return { fate: "unknown", rule: open! };
}

/** Every end that the packet may come to in a base chain, where only the answers in `open` leave open whether a rule applies. Others count as no. */
export function fatesOf(table: Table, chain: Chain, packet: Packet, open: ReadonlySet<Holds>): Fates {
  const fates = new Map<Fate | "unknown", Rule | undefined>();
  for (const [outcome, rule] of walk({ table, packet, open }, chain, 0))
    add(fates, outcome === "on" || outcome === "return" ? (chain.base?.policy ?? "accept") : outcome, rule);
  return fates;
}

function walk(how: ChainWalk, chain: Chain, depth: number): ChainEnds {
  const outcomes: ChainEnds = new Map();
  for (const rule of chain.rules) {
    for (const [holds, action] of casesOf(rule, how)) {
      const isOpen = how.open.has(holds);
      if (holds !== "yes" && !isOpen) continue;
      const after = outcomesOf(how, rule, action, depth);
      for (const [outcome, open] of after) if (outcome !== "on") add(outcomes, outcome, open ?? (isOpen ? rule : undefined));
      if (!isOpen && !after.has("on")) return outcomes;
    }
  }
  add(outcomes, "on", undefined);
  return outcomes;
}

/** The actions of a rule, each with whether the rule applies it: one, or one for each entry of a map. */
function casesOf({ when, then }: Rule, { packet, table: { sets } }: ChainWalk): readonly (readonly [Holds, RuleAction])[] {
  const holds = holdAll(when, packet, sets);
  if (then.do !== "vmap") return [[then.do === "unknown" ? every([holds, "unknown"]) : holds, then]];
  const entries = then.map.is === "entries" ? then.map.entries : entriesOf(sets.get(then.map.map));
  // What a map does that is not known.
  if (entries === undefined) return ANYTHING.map((action) => [every([holds, "unknown"]), action]);
  return entries.map(([values, verdict]) => [every([holds, areEqual(then.fields, values, packet)]), verdict]);
}

const ANYTHING: readonly Verdict[] = [{ do: "accept" }, { do: "drop" }];

function entriesOf(map: NamedSet | undefined): readonly (readonly [Tuple, Verdict])[] | undefined {
  return map?.elements.flatMap(({ key, data }) => (data !== undefined && "do" in data ? [[key, data] as const] : []));
}

function outcomesOf(how: ChainWalk, rule: Rule, action: RuleAction, depth: number): ChainEnds {
  switch (action.do) {
    case "accept":
    case "dnat":
    case "masquerade":
    case "snat":
      return new Map([["accept", undefined]]);
    case "drop":
    case "reject":
    case "return":
      return new Map([[action.do, undefined]]);
    case "jump":
    case "goto":
      return afterChain(how, rule, action, depth);
    case "continue":
    case "nothing":
    case "mark":
      return new Map([["on", undefined]]);
    case "unknown":
    case "vmap":
      return new Map([["unknown", rule]]);
  }
}

/** A chain that is gone to returns to where its caller was jumped to from. */
function afterChain(how: ChainWalk, rule: Rule, { do: way, to }: Extract<Verdict, { readonly to: string }>, depth: number): ChainEnds {
  const chain = how.table.chains.get(to);
  if (chain === undefined || depth >= DEEPEST) return new Map([["unknown", rule]]);
  const outcomes: ChainEnds = new Map();
  for (const [outcome, open] of walk(how, chain, depth + 1)) {
    const isBack = outcome === "on" || outcome === "return";
    add(outcomes, isBack ? (way === "goto" ? "return" : "on") : outcome, open);
  }
  return outcomes;
}

/** A certain way to an end makes it certain. */
function add<K>(all: Map<K, Rule | undefined>, key: K, rule: Rule | undefined): void {
  if (!all.has(key) || rule === undefined) all.set(key, rule);
}

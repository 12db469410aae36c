/** `for`: in brackets, in braces and in templates. */
import { UNKNOWN } from "../../schema/value";
import type { For, Node } from "../language/ast";
import { scalar } from "../values/convert";
import { joinTexts } from "../values/measure";
import { bare, markedAs } from "../values/sensitive";
import { describe } from "../values/type";
import {
  concealedIf,
  fault,
  isMapping,
  isNull,
  isOpen,
  isSensitive,
  isSequence,
  object,
  tuple,
  type Bare,
  type Typed,
} from "../values/typed";
import { among, problem, settled, withName, type NameScope } from "./scope";

/** The result of one iteration. */
interface LoopRound {
  readonly key: string | undefined;
  readonly value: Typed;
}

export function forLoop(node: For, scope: NameScope): Typed {
  const of = scope.evaluate(node.of, scope);
  const value = bare(of);
  if (value === UNKNOWN) return of;
  const pairs = pairsOf(value);
  if (!pairs)
    return problem(
      scope,
      isNull(value) ? "null-value" : "invalid-operand",
      node.of,
      concealedIf(isSensitive(of), fault`"for" iterates over lists, sets, maps and objects, not ${describe(value)}.`),
    );
  const rounds = run(node, pairs, among(of, scope));
  if (rounds === UNKNOWN) return markedAs(isSensitive(of), UNKNOWN);
  return markedAs(isSensitive(of) || rounds.marked, gathered(node, rounds, scope));
}

/** Keys and values in Terraform's order; a set's elements are their own keys. */
function pairsOf(value: Bare): readonly (readonly [Typed, Typed])[] | undefined {
  if (isMapping(value)) return [...value.entries];
  if (!isSequence(value)) return undefined;
  return value.items.map((item, i) => [value.kind === "set" ? item : i, item]);
}

/** Unknown if the iterations are not known. */
function run(
  node: For,
  pairs: readonly (readonly [Typed, Typed])[],
  scope: NameScope,
): { found: readonly LoopRound[]; marked: boolean } | typeof UNKNOWN {
  const found: LoopRound[] = [];
  let marked = false;
  // An error in the condition that does not depend on the element is reported once, also without elements.
  if (node.condition && failsAnyway(node.condition, bind(node, UNKNOWN, UNKNOWN, scope))) return UNKNOWN;
  for (const [key, value] of pairs) {
    const inner = bind(node, key, value, scope);
    const condition = node.condition ? tested(node.condition, inner) : { value: true, marked: false };
    marked ||= condition.marked;
    if (condition.value === UNKNOWN) return UNKNOWN;
    if (!condition.value) continue;
    const name = node.key ? keyOf(node.key, inner) : { value: undefined, marked: false };
    marked ||= name.marked;
    if (name.value === UNKNOWN || isOpen(name.value)) return UNKNOWN;
    found.push({ key: name.value, value: inner.evaluate(node.value, inner) });
  }
  return { found, marked };
}

function failsAnyway(condition: Node, scope: NameScope): boolean {
  let failed = false;
  const report: NameScope["report"] = (found) => {
    failed = true;
    scope.report(found);
  };
  tested(condition, { ...scope, report });
  return failed;
}

function bind(node: For, key: Typed, value: Typed, scope: NameScope): NameScope {
  const keyed = node.keyName === undefined ? scope : withName(scope, node.keyName, key);
  return withName(keyed, node.valueName, value);
}

function tested(node: Node, scope: NameScope): { value: boolean | typeof UNKNOWN; marked: boolean } {
  const value = scope.evaluate(node, scope);
  return { value: settled(scalar(value, "bool"), scope, "invalid-operand", node) as boolean, marked: isSensitive(value) };
}

function keyOf(node: Node, scope: NameScope): { value: string | typeof UNKNOWN; marked: boolean } {
  const value = scope.evaluate(node, scope);
  return { value: settled(scalar(value, "string"), scope, "invalid-operand", node) as string, marked: isSensitive(value) };
}

function gathered(node: For, { found: rounds, marked }: { found: readonly LoopRound[]; marked: boolean }, scope: NameScope): Typed {
  if (node.into === "tuple") return tuple(rounds.map((round) => round.value));
  if (node.into === "text")
    return joined(
      node,
      rounds.map((round) => round.value),
      scope,
    );
  return node.group ? grouped(rounds) : keyed(node, rounds, marked, scope);
}

function grouped(rounds: readonly LoopRound[]): Typed {
  const groups = new Map<string, Typed[]>();
  for (const { key, value } of rounds) {
    const group = groups.get(key!);
    if (group) group.push(value);
    else groups.set(key!, [value]);
  }
  return object([...groups].map(([key, values]) => [key, tuple(values)]));
}

function keyed(node: For, rounds: readonly LoopRound[], marked: boolean, scope: NameScope): Typed {
  const entries = new Map<string, Typed>();
  for (const { key, value } of rounds) {
    if (entries.has(key!))
      return problem(
        scope,
        "duplicate-key",
        node.key!,
        concealedIf(marked, fault`Two elements have the key ${JSON.stringify(key)}. Write "..." after the value to gather them.`),
      );
    entries.set(key!, value);
  }
  return object(entries);
}

/** Bodies of a template's loop are already texts. */
function joined(node: For, values: readonly Typed[], scope: NameScope): Typed {
  const marked = values.some(isSensitive);
  const texts = values.map(bare);
  if (texts.includes(UNKNOWN)) return markedAs(marked, UNKNOWN);
  return markedAs(marked, settled(joinTexts(texts as readonly string[]), scope, "limit-exceeded", node));
}

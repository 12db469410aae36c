/** Constructors of rules: frozen data. */
import type { Match, MatchField, Operand, Rule, RuleAction, RulePart, Verdict } from "./expression";

type JoinedFields = MatchField | readonly MatchField[];

function match(fields: JoinedFields, op: Match["op"], operand: Operand): Match {
  return Object.freeze({ is: "match", fields: Object.freeze([fields].flat()), op, operand: Object.freeze(operand) });
}

/** The field has this value. */
export function is(field: MatchField, value: string): Match {
  return match(field, "==", { is: "value", value: Object.freeze([value]) });
}

/** The field has another value. */
export function isNot(field: MatchField, value: string): Match {
  return match(field, "!=", { is: "value", value: Object.freeze([value]) });
}

/** The field has one of these flags. */
export function has(field: MatchField, ...flags: readonly string[]): Match {
  return match(
    field,
    "==",
    flags.length === 1 ? { is: "value", value: Object.freeze(flags) } : { is: "flags", flags: Object.freeze(flags) },
  );
}

/** The fields, joined, are in a named set. */
export function isIn(fields: JoinedFields, set: string): Match {
  return match(fields, "==", { is: "named", set });
}

/** The field has one of these values. */
export function isAmong(field: MatchField, values: readonly string[]): Match {
  return match(field, "==", { is: "among", values: Object.freeze(values.map((value) => Object.freeze([value]))) });
}

/** The bits of the mask have this value in the field. */
export function hasBits(field: MatchField, mask: number, value: number): Match {
  return match(field, "==", { is: "bits", mask, value });
}

export function isNotIn(fields: JoinedFields, set: string): Match {
  return match(fields, "!=", { is: "named", set });
}

export const accept: Verdict = Object.freeze({ do: "accept" });
export const drop: Verdict = Object.freeze({ do: "drop" });
/** Ends the chain without a verdict: the packet goes on where the chain was called. */
export const leave: Verdict = Object.freeze({ do: "return" });
export const masquerade: RuleAction = Object.freeze({ do: "masquerade" });

export function jump(to: string): Verdict {
  return Object.freeze({ do: "jump", to });
}

/** The verdict that a named map has for the field. */
export function vmap(field: MatchField, map: string): RuleAction {
  return Object.freeze({ do: "vmap", fields: Object.freeze([field]), map: Object.freeze({ is: "named", map }) });
}

/** The bits of the mask get this value, in the mark of the connection or of the packet. */
export function mark(of: "ct" | "meta", mask: number, value: number): RuleAction {
  return Object.freeze({ do: "mark", of, mask, value });
}

/** A new destination out of a named map. */
export function dnat(family: "ip" | "ip6", fields: readonly MatchField[], map: string): RuleAction {
  return Object.freeze({ do: "dnat", family, fields: Object.freeze(fields), map });
}

/** A new source out of these addresses. */
export function snat(family: "ip" | "ip6", to: readonly string[]): RuleAction {
  return Object.freeze({ do: "snat", family, to: Object.freeze([...to]) });
}

/** A rule of the matches and, last, the action. */
export function rule(...parts: readonly [...RulePart[], RuleAction]): Rule {
  return ruleOf(parts.slice(0, -1) as readonly RulePart[], parts.at(-1) as RuleAction);
}

export function ruleOf(when: readonly RulePart[], then: RuleAction): Rule {
  return Object.freeze({ when: Object.freeze(when), then: Object.freeze(then) });
}

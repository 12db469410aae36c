/** What the inverse of a plan does not bring back. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Fact } from "../../kernel/fact";
import type { Facts } from "../../kernel/facts";
import { isUnseen, keyOf, typeOf } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import type { Step } from "../../kernel/step";
import type { TouchedFact } from "./touched";

/** A fact that does not become what it was, or not all of it, and why. */
export interface Unrestored {
  readonly fact: Fact;
  /** A sentence. */
  readonly why: string;
  readonly owners: readonly string[];
}

/** A fact that another program has changed since stays as it is. */
export function changedSince({ before, planned, now, change }: TouchedFact): Unrestored {
  const was = before === undefined ? "did not exist before" : `was "${textOf(before)}" before`;
  const left = before === undefined && planned.length === 0 ? "" : " It was left as it is.";
  return { fact: now!, why: `It ${was}, and another program has changed it since.${left}`, owners: change?.owners ?? [] };
}

/** What steps have ended for good on a host. */
export function endedBy(steps: readonly Step[], before: Facts, touched: readonly TouchedFact[]): readonly Unrestored[] {
  const gone = touched.filter(({ before: fact, now }) => fact !== undefined && now === undefined);
  const deleted = new Set(steps.flatMap(({ verb, fact }) => (verb === "del" ? [keyOf(fact)] : [])));
  const remade = touched.filter(({ key, before: fact, now }) => fact !== undefined && now !== undefined && deleted.has(key));
  const facts = [...gone, ...remade].flatMap(({ before: fact, change }) => sayEnd(fact!, change?.owners ?? []));
  const unseen = steps.filter(({ verb, fact }) => verb === "del" && isUnseen(fact.kind));
  const again = steps.filter(
    ({ verb, fact }) => verb === "del" && before.has(keyOf(fact)) && !touched.some(({ key }) => key === keyOf(fact)),
  );
  return [...facts, ...[...again, ...unseen].flatMap((step) => sayEnd(step.fact, ownersOf(step)))];
}

function ownersOf(step: Step & { readonly owners?: readonly string[] }): readonly string[] {
  return step.owners ?? [];
}

function sayEnd(fact: Fact, owners: readonly string[]): readonly Unrestored[] {
  const why = typeOf(fact).endsForGood?.(fact);
  return why === undefined ? [] : [{ fact, why, owners }];
}

/** The report of it. */
export function sayUnrestored({ fact, why, owners }: Unrestored): Diagnostic {
  const at = { host: fact.host, fact: textOf(fact), ...(owners[0] === undefined ? {} : { resource: owners[0] }) };
  return diagnose("not-restored", `"${at.fact}" is not as before on host "${fact.host}". ${why}`, at);
}

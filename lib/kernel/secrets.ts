import { diagnose, type Diagnostic } from "../diagnostic";
import { OTHER_KEY, keysOf } from "./kinds/sa";
import { isHole } from "./hole";
import { lineOf } from "./line";
import { stepText } from "./refused";
import type { Step } from "./step";

interface Told {
  readonly steps: readonly Step[];
  /** Fingerprint → key. */
  readonly secrets?: ReadonlyMap<string, string>;
}

/**
 * The first step that adds a key which did not come along with the work; nothing is done then. Which key it is depends on
 * nothing that a host could know, so no backend is given a hole, nor what it has to say of other programs' associations, to make.
 */
export function lackingSecret({ steps, secrets }: Told): { readonly step: number; readonly diagnostic: Diagnostic } | undefined {
  for (const [n, step] of steps.entries()) {
    const lacking = newKeys(step).some((key) => !secrets?.has(key));
    if (lacking) return { step: n, diagnostic: withoutKey(step, n) };
  }
  return undefined;
}

/** The fingerprints of the keys that a step adds. */
function newKeys({ verb, fact, from }: Step): readonly string[] {
  if (fact.kind !== "sa" || verb === "del") return [];
  const keys = keysOf(fact);
  if (keys.some((key) => isHole(key) || key === OTHER_KEY)) throw new Error(`no key to be told to a host: ${lineOf(fact)}`);
  const known = from?.kind === "sa" ? keysOf(from) : [];
  return keys.filter((key) => !known.includes(key));
}

function withoutKey(step: Step, index: number): Diagnostic {
  const { host } = step.fact;
  const detail = `Step ${index + 1} on host "${host}", "${stepText(step)}", needs the key of this fingerprint, and it is not known: the state that keeps it was lost, or is of another time than the plan. Nothing was done on this host. Plan again; what has no key gets a new one.`;
  return diagnose("key-unknown", detail, { host, fact: lineOf(step.fact) });
}

import { diagnose, type Diagnostic } from "../diagnostic";
import { typeOf } from "./kinds";
import { lineOf } from "./line";
import { stepText } from "./refused";
import type { Step } from "./step";

interface SecretSteps {
  readonly steps: readonly Step[];
  /** Fingerprint → key. */
  readonly secrets?: ReadonlyMap<string, string>;
}

/**
 * The first step that adds a key without its secret being supplied; then nothing is executed. A host cannot derive the key, so
 * backends never receive a placeholder, nor an association of another program, to create.
 */
export function lackingSecret({ steps, secrets }: SecretSteps): { readonly step: number; readonly diagnostic: Diagnostic } | undefined {
  for (const [n, step] of steps.entries()) {
    const lacking = newKeys(step).some((key) => !secrets?.has(key));
    if (lacking) return { step: n, diagnostic: withoutKey(step, n) };
  }
  return undefined;
}

/** Fingerprints of the keys that a step adds. */
function newKeys({ verb, fact, from }: Step): readonly string[] {
  return verb === "del" ? [] : (typeOf(fact).secrets?.(fact, from) ?? []);
}

function withoutKey(step: Step, index: number): Diagnostic {
  const { host } = step.fact;
  const detail = `Step ${index + 1} on host "${host}", "${stepText(step)}", needs the key with this fingerprint, which is not in the state: the state was lost, or is older than the plan. Nothing was changed on this host. Plan again; associations without a key get a new one.`;
  return diagnose("key-unknown", detail, { host, fact: lineOf(step.fact) });
}

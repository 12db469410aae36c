import { createHash } from "node:crypto";
import type { Fact } from "../../../lib/kernel/fact";
import { typeOf } from "../../../lib/kernel/kinds";
import { textOf } from "../../../lib/kernel/line";
import type { Step } from "../../../lib/kernel/step";
import type { SimulatedHost } from "./model";

/** The step with the value that the host generates for it: different in each run, and reproducible. */
export function withGenerated(step: Step, { generation }: SimulatedHost): Step {
  const { verb, fact, from } = step;
  if (verb === "del") return step;
  const type = typeOf(fact);
  if (type.generate !== undefined) return { ...step, fact: type.generate(fact, from, () => valueFor(fact, generation)) };
  if (type.placeholder?.(fact) !== undefined) throw new Error(`the placeholder of this fact was not resolved: ${textOf(fact)}`);
  return step;
}

function valueFor(fact: Fact, generation: number): string {
  return createHash("sha256")
    .update(`${fact.host} ${typeOf(fact).identity(fact)} ${generation}`)
    .digest("base64");
}

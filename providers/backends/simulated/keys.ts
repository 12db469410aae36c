import { createHash } from "node:crypto";
import type { FactOf } from "../../../lib/kernel/fact";
import { isHole, makesKey } from "../../../lib/kernel/hole";
import type { Step } from "../../../lib/kernel/step";
import type { SimulatedHost } from "./model";

/** The step with the key that the host generates for it: different in each run, and reproducible. */
export function withKey(step: Step, { generation }: SimulatedHost): Step {
  const { verb, fact, from } = step;
  if (fact.kind === "peer" && isHole(fact.public) && verb !== "del")
    throw new Error(`the key placeholder of this peer was not resolved: ${fact.address}`);
  if (fact.kind !== "key" || verb === "del" || !makesKey(fact, from?.kind === "key" ? from : undefined)) return step;
  return { ...step, fact: Object.freeze({ ...fact, public: keyOf(fact, generation) }) };
}

function keyOf({ host, dev }: FactOf<"key">, generation: number): string {
  return createHash("sha256").update(`${host} ${dev} ${generation}`).digest("base64");
}

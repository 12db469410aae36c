/** Secrets that two hosts share: made up by the apply, told to both, and kept nowhere but in their kernels. */
import type { Clock } from "../../io";
import { fingerprintOf, KEY_BYTES } from "../../kernel/esp";
import type { Plan } from "../plan";
import { filledPlan, secretHoles } from "./fill";

/** Fingerprint → the secret, in hex. */
export type Secrets = ReadonlyMap<string, string>;

/** The plan with a fingerprint in place of each secret that it needs, and the secrets. */
export function withSecrets(plan: Plan, clock: Clock): { readonly plan: Plan; readonly secrets: Secrets } {
  const made = secretHoles(plan).map((hole) => [hole, clock.random(KEY_BYTES)] as const);
  const values = new Map(made.map(([hole, secret]) => [hole, fingerprintOf(secret)]));
  const secrets = new Map(made.map(([hole, secret]) => [values.get(hole)!, secret]));
  return { plan: filledPlan(plan, values), secrets };
}

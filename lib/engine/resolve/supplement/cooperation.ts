import { fact, ROOT, type Fact, type FactBodies, type FactOf } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";

type PolicyFamily = FactBodies["iptables"]["family"];

/** Whether a policy belongs to iptables, so that an exception is a rule in the same tables. */
export function isOfIptables(policy: FactOf<"policy">): policy is FactOf<"policy"> & { readonly family: PolicyFamily } {
  return policy.table === "filter" && policy.chain === "FORWARD" && policy.family !== "inet" && policy.family !== "bridge";
}

/** Docker's chain for user rules; the chain itself where there is no Docker. */
export function chainFor({ by }: FactOf<"policy">): string {
  return by === "docker" ? "DOCKER-USER" : "FORWARD";
}

/** The foreign chains of a host that drop forwarded packets. */
export function policiesOn(actual: Facts): readonly FactOf<"policy">[] {
  const found: FactOf<"policy">[] = [];
  for (const one of actual.values()) if (one.kind === "policy" && one.netns === ROOT) found.push(one);
  return found;
}

/** The exceptions that a bridge needs in the tables of iptables, independent of foreign exceptions. */
export function exceptions(bridge: FactOf<"link">, policies: readonly FactOf<"policy">[]): readonly Fact[] {
  const place = { host: bridge.host, netns: ROOT };
  return policies.filter(isOfIptables).flatMap((policy) =>
    (["in", "out"] as const).map((direction): Fact => {
      const body = { family: policy.family, chain: chainFor(policy), dev: bridge.name, direction };
      return fact("iptables", place, body, bridge.mark === undefined ? {} : { mark: bridge.mark });
    }),
  );
}

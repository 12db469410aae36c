import { fact, ROOT, type Fact, type FactBodies, type FactOf } from "../../../kernel/fact";
import type { Facts } from "../../../kernel/facts";

type Family = FactBodies["iptables"]["family"];

/** Whether a policy is one of iptables, so that an exception to it is a rule in the same tables. */
export function isOfIptables(policy: FactOf<"policy">): policy is FactOf<"policy"> & { readonly family: Family } {
  return policy.table === "filter" && policy.chain === "FORWARD" && policy.family !== "inet" && policy.family !== "bridge";
}

/** The chain in which Docker leaves its users' rules alone; where there is no Docker, the chain itself. */
export function chainFor({ by }: FactOf<"policy">): string {
  return by === "docker" ? "DOCKER-USER" : "FORWARD";
}

/** The foreign chains of a host that end forwarded packets. */
export function policiesOn(actual: Facts): readonly FactOf<"policy">[] {
  const found: FactOf<"policy">[] = [];
  for (const one of actual.values()) if (one.kind === "policy" && one.netns === ROOT) found.push(one);
  return found;
}

/** The exceptions that a bridge needs in the tables of iptables, whether or not somebody has made others for it. */
export function exceptions(bridge: FactOf<"link">, policies: readonly FactOf<"policy">[]): readonly Fact[] {
  const place = { host: bridge.host, netns: ROOT };
  return policies.filter(isOfIptables).flatMap((policy) =>
    (["in", "out"] as const).map((direction): Fact => {
      const body = { family: policy.family, chain: chainFor(policy), dev: bridge.name, direction };
      return fact("iptables", place, body, bridge.mark === undefined ? {} : { mark: bridge.mark });
    }),
  );
}

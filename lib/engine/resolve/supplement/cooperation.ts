import { fact, ROOT, type Fact, type FactBodies, type FactOf } from "../../../kernel/fact";
import { IPTABLES } from "../../../kernel/kinds/iptables";

type PolicyFamily = FactBodies["iptables"]["family"];

/** Docker's chain for rules of users, and the chain of iptables itself. */
const [DOCKERS, FORWARD] = ["DOCKER-USER", "FORWARD"] as const;

/** Whether a policy belongs to iptables, so that an exception is a rule in the same tables. */
export function isOfIptables(policy: FactOf<"policy">): policy is FactOf<"policy"> & { readonly family: PolicyFamily } {
  return policy.table === "filter" && policy.chain === FORWARD && policy.family !== "inet" && policy.family !== "bridge";
}

/** Docker's chain for user rules; the chain itself where there is no Docker. */
export function chainFor({ by }: FactOf<"policy">): string {
  return by === "docker" ? DOCKERS : FORWARD;
}

function exceptionsIn(bridge: FactOf<"link">, family: PolicyFamily, chain: string): readonly Fact[] {
  const place = { host: bridge.host, netns: ROOT };
  const mark = bridge.mark === undefined ? {} : { mark: bridge.mark };
  return (["in", "out"] as const).map((direction): Fact => fact("iptables", place, { family, chain, dev: bridge.name, direction }, mark));
}

/** The exceptions that a bridge needs in the tables of iptables, independent of foreign exceptions. */
export function exceptions(bridge: FactOf<"link">, policies: readonly FactOf<"policy">[]): readonly Fact[] {
  return policies.filter(isOfIptables).flatMap((policy) => exceptionsIn(bridge, policy.family, chainFor(policy)));
}

/** All exceptions that a bridge can need, whatever firewall its host has. */
export function possibleExceptions(bridge: FactOf<"link">): readonly Fact[] {
  return IPTABLES.flatMap((family) => [DOCKERS, FORWARD].flatMap((chain) => exceptionsIn(bridge, family, chain)));
}

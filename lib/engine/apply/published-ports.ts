import type { Diagnostic } from "../../diagnostic";
import type { Scope } from "../../ports/backend";
import { publishesOf } from "../claims";
import type { DeclaredPortClaim } from "../../kernel/port-claim";
import type { Hosts } from "../../reconcile/hosts";
import { EMPTY_SCOPE } from "../../reconcile/scope";
import { portsInUse } from "../../reconcile/listeners";
import type { Registry } from "../../resources/registry";
import type { Plan } from "../plan";

function identity({ host, protocol, address, port, portCount }: DeclaredPortClaim): string {
  return `${host} ${protocol} ${address ?? "*"} ${port} ${portCount}`;
}

/** The ports that the plan newly publishes: another program cannot have taken those that were published before. */
export function newlyPublished(
  { instances, resources }: Pick<Plan, "instances" | "resources">,
  types: Registry,
): readonly DeclaredPortClaim[] {
  const before = new Map(resources.map((change) => [change.address, change.before]));
  return instances.flatMap(({ address, type, attributes }) => {
    const claims = publishesOf({ address, type, attributes }, types);
    if (claims.length === 0) return [];
    const earlier = new Set(publishesOf({ address, type, attributes: before.get(address) ?? {} }, types).map(identity));
    return claims.filter((claim) => !earlier.has(identity(claim)));
  });
}

const SCOPE: Scope = { ...EMPTY_SCOPE, sockets: true };

/** Checks, right before execution, whether a program listens on a port that the plan would publish. */
export async function takenPorts(plan: Plan, hosts: Hosts, types: Registry): Promise<readonly Diagnostic[]> {
  const claims = newlyPublished(plan, types);
  if (claims.length === 0) return [];
  const answers = await hosts.observe(new Map(claims.map(({ host }) => [host, SCOPE])));
  const seen = new Map([...answers].flatMap(([host, answer]) => (answer.ok ? [[host, answer.value.facts] as const] : [])));
  return [...[...answers.values()].flatMap((answer) => answer.diagnostics), ...portsInUse(claims, seen, "port-taken")];
}

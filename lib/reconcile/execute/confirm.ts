import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import { hostOfPlaceholder } from "../../kernel/placeholder";
import { textOf } from "../../kernel/line";
import { differenceAt, isAwaited, type Difference } from "../drift/compare";
import type { Change } from "../plan";
import { placeholderOf } from "./fill";

/** Result of the verification: the changes that did not take effect, by owning instance. */
export interface Verification {
  readonly failed: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

function hostOf({ after, before }: Change): string {
  return (after ?? before)!.host;
}

/** How the host differs from what the change was to bring about. */
function differenceAfter({ key, after, before, owners, action }: Change, seen: Observation): Difference | undefined {
  if (after !== undefined) return differenceAt(key, { fact: after, owners }, seen);
  const actual = seen.facts.get(key);
  return action === "remove" && actual ? { kind: "unexpected", key, fact: before!, actual, owners } : undefined;
}

function wrong({ kind, fact, actual, owners }: Difference): Diagnostic {
  const at = { resource: owners[0]!, host: fact.host, fact: textOf(fact) };
  if (kind === "conflict") {
    const detail = `"${textOf(actual!)}" is in use on the same link: another host or namespace answered the kernel's duplicate address detection. The kernel does not use the address. Find the other owner, or choose another address.`;
    return diagnose("duplicate-detected", detail, at);
  }
  if (kind === "unexpected")
    return diagnose(
      "not-as-planned",
      `"${at.fact}" was removed and exists again. Another program may have created it; plan again to see.`,
      at,
    );
  const now = actual === undefined ? "is not there" : `is "${textOf(actual)}"`;
  return diagnose(
    "not-as-planned",
    `"${at.fact}" was created, but now it ${now}. Another program may have changed it; plan again to see.`,
    at,
  );
}

/** Facts that wait for the key of one host give one diagnostic. */
function reported(difference: Difference): readonly Diagnostic[] {
  return difference.kind !== "unexpected" && placeholderOf(difference.fact) !== undefined ? [] : [wrong(difference)];
}

function waiting(changes: readonly Change[], stopped: ReadonlySet<string>): readonly Diagnostic[] {
  const hosts = new Map<string, Set<string>>();
  for (const { after } of changes) {
    const of = after === undefined || stopped.has(after.host) ? undefined : hostOfPlaceholder(placeholderOf(after));
    if (of !== undefined) hosts.set(of, (hosts.get(of) ?? new Set()).add(after!.host));
  }
  return [...hosts].map(([host, others]) => {
    const names = [...others].map((other) => `"${other}"`).join(", ");
    const detail = `Host "${host}" has not generated its key, so it cannot be configured on ${names} yet, and encrypted traffic does not pass between them. Apply again when "${host}" answers.`;
    return diagnose("key-missing", detail, { host });
  });
}

/** Changes on a host that cannot be observed afterwards count as not done. */
export function verify(changes: readonly Change[], seen: ReadonlyMap<string, Observation>, stopped: ReadonlySet<string>): Verification {
  const failed = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const change of changes) {
    const observation = seen.get(hostOf(change));
    const difference = observation && differenceAfter(change, observation);
    if (observation !== undefined && (difference === undefined || isAwaited(difference))) continue;
    for (const owner of change.owners) failed.add(owner);
    if (difference !== undefined && !stopped.has(hostOf(change))) diagnostics.push(...reported(difference));
  }
  return { failed, diagnostics: [...diagnostics, ...waiting(changes, stopped)] };
}

import { diagnose, type Diagnostic } from "../../diagnostic";
import type { Observation } from "../../ports/backend";
import { hostOfHole } from "../../kernel/hole";
import { isSettled } from "../../kernel/kinds";
import { textOf } from "../../kernel/line";
import type { Change } from "../plan";
import { holeOf } from "./fill";

/** Result of the verification: the changes that did not take effect, by owning instance. */
export interface Verification {
  readonly failed: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

function hostOf({ after, before }: Change): string {
  return (after ?? before)!.host;
}

function isTrue({ key, after, action }: Change, seen: Observation): boolean {
  const found = seen.facts.get(key);
  if (action === "remove") return found === undefined;
  return found !== undefined && isSettled(found, after!) && seen.unsettled.get(key) !== "dadfailed";
}

function wrong(change: Change, seen: Observation): Diagnostic {
  const { key, after, before, owners } = change;
  const at = { resource: owners[0]!, host: hostOf(change), fact: textOf((after ?? before)!) };
  const found = seen.facts.get(key);
  if (found !== undefined && seen.unsettled.get(key) === "dadfailed") {
    const detail = `"${textOf(found)}" is in use on the same link: another host or namespace answered the kernel's duplicate address detection. The kernel does not use the address. Find the other owner, or choose another address.`;
    return diagnose("duplicate-detected", detail, at);
  }
  if (after === undefined)
    return diagnose(
      "not-as-planned",
      `"${at.fact}" was removed and exists again. Another program may have created it; plan again to see.`,
      at,
    );
  const now = found === undefined ? "is not there" : `is "${textOf(found)}"`;
  return diagnose(
    "not-as-planned",
    `"${at.fact}" was created, but now it ${now}. Another program may have changed it; plan again to see.`,
    at,
  );
}

/** Facts that wait for the key of one host give one diagnostic. */
function found(change: Change, seen: Observation): readonly Diagnostic[] {
  const hole = change.after === undefined ? undefined : holeOf(change.after);
  return hole === undefined ? [wrong(change, seen)] : [];
}

function waiting(changes: readonly Change[], stopped: ReadonlySet<string>): readonly Diagnostic[] {
  const hosts = new Map<string, Set<string>>();
  for (const { after } of changes) {
    const of = after === undefined || stopped.has(after.host) ? undefined : hostOfHole(holeOf(after));
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
    if (observation !== undefined && isTrue(change, observation)) continue;
    for (const owner of change.owners) failed.add(owner);
    if (observation !== undefined && !stopped.has(hostOf(change))) diagnostics.push(...found(change, observation));
  }
  return { failed, diagnostics: [...diagnostics, ...waiting(changes, stopped)] };
}

/** Rolling changes: the hosts of a plan in batches, one after the other, and when to stop. */
import { diagnose, type Diagnostic } from "../../diagnostic";
import { detectedInside, movedBetweenHosts } from "../../reconcile/between-hosts";
import { verify } from "../../reconcile/execute/confirm";
import type { Observation } from "../../ports/backend";
import type { FactPlan, Phase } from "../../reconcile/plan";
import type { Plan } from "../plan";
import { currentAddress } from "../state/address";

/** How a plan is rolled out. */
export interface Rolling {
  /** Hosts in a batch: a number, or a part of all hosts that change. */
  readonly size: { readonly hosts: number } | { readonly percent: number };
  /** Hosts that may fail, over all batches, until no further batch begins. */
  readonly maxFailures: number;
  /** Called after each batch with its hosts: errors mean that all of them failed. */
  readonly check?: (hosts: readonly string[]) => Promise<readonly Diagnostic[]>;
}

/** A batch of hosts. One that is larger than asked for cannot be divided. */
export type HostBatch = readonly string[];

const hostOf = ({ before, after }: FactPlan["changes"][number]) => (after ?? before)!.host;

/** What joins hosts: a resource that changes on them, an old object with its successor, and an address that moves from one to another. */
function* tiesOf({ changes }: FactPlan): Generator<readonly [host: string, tie: string]> {
  const moved = movedBetweenHosts(changes);
  for (const change of changes) {
    for (const owner of change.owners) yield [hostOf(change), currentAddress(owner)];
    const address = detectedInside((change.after ?? change.before)!);
    if (address !== undefined && moved.has(address)) yield [hostOf(change), ` ${address}`];
  }
}

/** Hosts that are joined by ties, directly or through others. */
function joinedHosts(plan: FactPlan, hosts: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map(hosts.map((host) => [host, new Set([host])]));
  const first = new Map<string, string>();
  for (const [host, tie] of tiesOf(plan)) {
    const [mine, other] = [groups.get(host), groups.get(first.get(tie) ?? host)];
    if (!first.has(tie)) first.set(tie, host);
    if (mine === undefined || other === undefined || mine === other) continue;
    for (const one of mine) groups.set(one, other.add(one));
  }
  return [...new Set(groups.values())].map((group) => hosts.filter((host) => group.has(host)));
}

/** The batches of a plan, in the order of the provider block. Hosts that resources join are in one batch, however many they are. */
export function batchesOf(plan: Pick<Plan, "changes" | "phases" | "providers">, { size }: Pick<Rolling, "size">): readonly HostBatch[] {
  const changed = new Set(plan.phases.flatMap((phase) => Object.keys(phase)));
  const hosts = plan.providers.flatMap((config) => Object.keys(config.hosts)).filter((host) => changed.has(host));
  const most = "hosts" in size ? size.hosts : Math.max(1, Math.floor((hosts.length * size.percent) / 100));
  const batches: string[][] = [];
  for (const group of joinedHosts(plan, hosts)) {
    const open = batches.find((batch) => batch.length + group.length <= most);
    if (open === undefined) batches.push([...group]);
    else open.push(...group);
  }
  return batches;
}

/** The steps of a phase on these hosts. */
export function phaseOn(phase: Phase, hosts: readonly string[]): Phase {
  return Object.fromEntries(Object.entries(phase).filter(([host]) => hosts.includes(host)));
}

/** The hosts of a batch on which a step failed, or something is not as planned. */
export function failedIn(
  batch: HostBatch,
  changes: FactPlan["changes"],
  { seen, stopped }: { readonly seen: ReadonlyMap<string, Observation>; readonly stopped: ReadonlySet<string> },
): readonly string[] {
  return batch.filter((host) => {
    const mine = changes.filter((change) => hostOf(change) === host);
    return stopped.has(host) || verify(mine, seen, stopped).failed.size > 0;
  });
}

/** Why no further batch begins. */
export function sayStopped(failed: readonly string[], left: readonly HostBatch[], { maxFailures }: Rolling): Diagnostic {
  const list = (hosts: readonly string[]) => hosts.map((host) => `"${host}"`).join(", ");
  const most = maxFailures === 0 ? "no failure is" : `${maxFailures} ${maxFailures === 1 ? "failure is" : "failures are"}`;
  const detail = `${failed.length} ${failed.length === 1 ? "host" : "hosts"} failed (${list(failed)}), and ${most} allowed. Not begun: ${list(left.flat())}. Nothing was changed there, and the state has these hosts as before. Run the apply again when the errors are fixed.`;
  return diagnose("batches-stopped", detail);
}

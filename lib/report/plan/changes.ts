/** What a plan's page and its Markdown show alike. */
import { topologyOf } from "../../drift/topology";
import type { Topology } from "../../drift/topology";
import { concealing, secretsOfPlan } from "../../engine/conceal";
import { isChange, type Plan, type ResourceChange } from "../../engine/plan";
import { currentAddress, parseAddress } from "../../engine/state";
import { textOf } from "../../kernel/line";
import type { Registry } from "../../resources/registry";
import { discreetTopology } from "../../drift/concealed";
import type { PageLine, PageMark } from "../page/model";

/** A resource that changes, with the kernel objects that change for it. */
export interface ShownChange {
  readonly address: string;
  readonly mark: Extract<PageMark, "create" | "change" | "replace" | "remove">;
  readonly hosts: readonly string[];
  readonly replaceBy: readonly string[];
  readonly lines: readonly PageLine[];
  /** What it does to the traffic of its own endpoint and others that it is the reason for. */
  readonly impact: readonly string[];
}

export interface ShownChanges {
  readonly changes: readonly ShownChange[];
  readonly topology: Topology;
  readonly marks: ReadonlyMap<string, PageMark>;
}

const marks = { create: "create", update: "change", replace: "replace", delete: "remove", forget: "remove", read: "change" } as const;

/** All changes of a plan without sensitive values, and the picture of what there is before and after it. */
export function shownChanges(plan: Plan, types: Registry): ShownChanges {
  const conceal = concealing(secretsOfPlan(plan));
  const linesOf = linesByOwner(plan, conceal);
  const impacts = new Map(plan.impact.map(({ endpoint, kind, why }) => [endpoint, `${kind}: ${why.map(conceal).join("; ")}`]));
  const changes = plan.resources.flatMap((change) => {
    const { address, replaceBy } = change;
    const found = linesOf.get(address) ?? [];
    const mark = change.action === "no-op" ? "change" : marks[change.action];
    if (!isChange(change) && found.length === 0) return [];
    const impact = impacts.get(address);
    const hosts = [...new Set(found.map(({ host }) => host))];
    return [{ address, mark, hosts, replaceBy, lines: found.map(({ line }) => line), impact: impact === undefined ? [] : [impact] }];
  });
  const topology = discreetTopology(topologyOf(plan.resources.map(picturedOf), types), conceal);
  return { changes, topology, marks: new Map(changes.map(({ address, mark }) => [address, mark])) };
}

function picturedOf(change: ResourceChange) {
  const { address, before, after } = change;
  return { address, type: parseAddress(currentAddress(address))?.type ?? "", attributes: after ?? before ?? {} };
}

interface OwnedLine {
  readonly host: string;
  readonly line: PageLine;
}

function linesByOwner({ changes }: Plan, conceal: (text: string) => string): ReadonlyMap<string, readonly OwnedLine[]> {
  const found = new Map<string, OwnedLine[]>();
  for (const { before, after, owners } of changes) {
    const lines = [
      ...(before === undefined ? [] : [{ host: conceal(before.host), line: { sign: "-", text: conceal(textOf(before)) } as const }]),
      ...(after === undefined ? [] : [{ host: conceal(after.host), line: { sign: "+", text: conceal(textOf(after)) } as const }]),
    ];
    for (const owner of owners) found.set(owner, [...(found.get(owner) ?? []), ...lines]);
  }
  return found;
}
